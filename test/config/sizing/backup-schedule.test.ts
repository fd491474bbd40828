import assert from "node:assert/strict";
import { DEFAULT_RPO_MINUTES } from "../../../config/sizing/backup-schedule";
import { backupSchema } from "../../../config/schema/backup";

describe("backup schedule", () => {
  it("is daily where nothing is said, which the schema allows", () => {
    assert.equal(backupSchema.parse({ rpoMinutes: DEFAULT_RPO_MINUTES }).rpoMinutes, 1440);
  });
});
