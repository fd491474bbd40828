import assert from "node:assert/strict";
import { parseImage } from "../../../policy/facts/image-reference";

describe("parseImage", () => {
  const digest = `sha256:${"0".repeat(64)}`;
  for (const [reference, expected] of [
    ["busybox", { registry: "docker.io", repository: "busybox", digest: undefined, tag: undefined }],
    ["busybox:1.37", { registry: "docker.io", repository: "busybox", digest: undefined, tag: "1.37" }],
    ["bitnami/redis:8", { registry: "docker.io", repository: "bitnami/redis", digest: undefined, tag: "8" }],
    ["localhost/app", { registry: "localhost", repository: "app", digest: undefined, tag: undefined }],
    ["localhost:5000/app", { registry: "localhost:5000", repository: "app", digest: undefined, tag: undefined }],
    ["localhost:5000/app:2", { registry: "localhost:5000", repository: "app", digest: undefined, tag: "2" }],
    [`a/b@${digest}`, { registry: "docker.io", repository: "a/b", digest, tag: undefined }],
    [`a:5000/b:latest@${digest}`, { registry: "a:5000", repository: "b", digest, tag: "latest" }],
    ["gcr.io/p/app:1", { registry: "gcr.io", repository: "p/app", digest: undefined, tag: "1" }],
  ] as const) {
    it(reference, () => {
      assert.deepEqual(parseImage(reference), expected);
    });
  }
});
