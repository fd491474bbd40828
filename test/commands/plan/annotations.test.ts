import assert from "node:assert/strict";
import { annotations } from "../../../commands/plan/annotations";
import { planWith } from "../../support/stacks";

describe("annotations", () => {
  it("writes each verdict so that the runner reads it back whole", async () => {
    const plan = await planWith("local");
    const violation = { policy: "no-backup", severity: "high", urn: null } as const;
    const text = annotations(
      {
        ...plan,
        verdicts: {
          pack: "p",
          version: "1",
          policies: 2,
          remediations: [],
          violations: [
            { ...violation, level: "mandatory", message: "100 % wrong\nmend it" },
            { ...violation, level: "advisory", message: "::set-output name=x::y" },
          ],
        },
      },
      "a,b/Pulumi.local.yaml",
    );
    assert.deepEqual(text.split("\n"), [
      "::error file=a%2Cb/Pulumi.local.yaml,title=local%3A no-backup::100 %25 wrong%0Amend it",
      "::warning file=a%2Cb/Pulumi.local.yaml,title=local%3A no-backup::::set-output name=x::y",
      "",
    ]);
    assert.equal(annotations({ ...plan, verdicts: null }, "x"), "");
  });
});
