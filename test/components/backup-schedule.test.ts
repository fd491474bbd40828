import assert from "node:assert/strict";
import { DEFAULT_RPO_MINUTES } from "../../components/backup-schedule";
import { backupSchema } from "../../config/platform";

describe("backup schedule", () => {
  it("is daily where nothing is said, which the schema allows", () => {
    assert.equal(backupSchema.parse({ rpoMinutes: DEFAULT_RPO_MINUTES }).rpoMinutes, 1440);
  });
});
