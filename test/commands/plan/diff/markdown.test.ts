import assert from "node:assert/strict";
import { diffMarkdown } from "../../../../commands/plan/diff/markdown";
import { costOfPlan } from "../../../../commands/cost/costing";
import { diffCosts } from "../../../../commands/plan/diff/cost-diff";
import { diffPlans } from "../../../../commands/plan/diff/plan-diff";
import { loadPrices } from "../../../../policy/cost/prices";
import { planWith } from "../../../support/stacks";
import type { Plan } from "../../../../commands/plan/engine/plan";

const costing = { prices: loadPrices(), usage: {} };

async function markdown(verdicts: Plan["verdicts"]): Promise<string> {
  const before = await planWith("dev");
  const after = { ...(await planWith("dev", { "@.replicas": 4, "@.env": { TICKS: "a`b" } })), verdicts };
  return diffMarkdown({
    stack: "dev",
    isNew: false,
    resources: diffPlans(before, after),
    cost: diffCosts(costOfPlan(before, costing), costOfPlan(after, costing)),
    verdicts,
    showsAll: false,
    maxIncrease: 10,
    isTooMuch: true,
  });
}

describe("diffMarkdown", () => {
  it("says what changes, what it costs and what stops it", async () => {
    const text = await markdown({
      pack: "p",
      version: "1",
      policies: 2,
      remediations: [],
      violations: [
        {
          policy: "no-backup",
          level: "mandatory",
          severity: "high",
          urn: null,
          message: "Demand.\nStatefulSet a_b | <c> calls @team",
        },
        { policy: "spot-data", level: "advisory", severity: "high", urn: null, message: "On Spot" },
      ],
    });
    assert.match(text, /^### Stack `dev`\n\n\*\*Policies:\*\* 1 mandatory, 1 advisory; 2 new, 0 mended\.\n/);
    assert.ok(
      text.includes(String.raw`- **mandatory** ${"`no-backup`"}: StatefulSet a\_b \| \<c\> calls @` + "\u200Bteam"),
      text,
    );
    assert.match(text, /- \*\*advisory\*\* `spot-data`: On Spot/);
    assert.match(text, /\(\+\$129\.05\)\*\*, more than the \$10 that are allowed\*\*\./);
    assert.match(
      text,
      /\| NodePool stateful-pool: e2-standard-4, on demand \| \$107\.62 \| \$215\.25 \| \+\$107\.62 \|/,
    );
    assert.match(
      text,
      /<details><summary><b>Resources:<\/b> 0 replaced, 0 removed, \d+ changed, 0 added<\/summary>\n\n/,
    );
    assert.match(text, / {2}- `spec\.replicas: 3 → 4`/);
  });

  it("keeps backticks of a value inside its code", async () => {
    assert.match(await markdown(null), / {2}- `` .*a`b.* ``\n/);
  });

  it("says so where nobody was asked", async () => {
    assert.match(await markdown(null), /No policy pack was asked\./);
  });
});
