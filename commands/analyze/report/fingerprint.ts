import type { ReportedFinding } from "./report";

/** Letters of a fingerprint: enough that two never meet in one repository. */
const LENGTH = 20;

/** The same for the same complaint in another run, wherever its line has moved and whatever value it names. */
export function fingerprintOf({ field, location, message, object, rule }: ReportedFinding): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loading it takes as long as judging a file, and most runs need none
  const { createHash } = require("node:crypto") as typeof import("node:crypto");
  const what = object === undefined ? [message] : [object.apiVersion, object.title, field];
  return createHash("sha256")
    .update([rule.id, location.file, ...what].join("\n"))
    .digest("hex")
    .slice(0, LENGTH);
}
