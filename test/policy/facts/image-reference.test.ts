import assert from "node:assert/strict";
import { parseImage } from "../../../policy/facts/image-reference";

describe("parseImage", () => {
  const digest = `sha256:${"0".repeat(64)}`;
  for (const [reference, expected] of [
    ["busybox", { digest: undefined, tag: undefined }],
    ["busybox:1.37", { digest: undefined, tag: "1.37" }],
    ["localhost:5000/app", { digest: undefined, tag: undefined }],
    ["localhost:5000/app:2", { digest: undefined, tag: "2" }],
    [`a/b@${digest}`, { digest, tag: undefined }],
    [`a:5000/b:latest@${digest}`, { digest, tag: "latest" }],
  ] as const) {
    it(reference, () => {
      assert.deepEqual(parseImage(reference), expected);
    });
  }
});
