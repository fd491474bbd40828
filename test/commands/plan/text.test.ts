import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { planText } from "../../../commands/plan/text";
import { costOfPlan } from "../../../commands/cost/costing";
import { loadPrices } from "../../../policy/cost/prices";
import { planWith } from "../../support/stacks";
import type { Written } from "../../../commands/plan/text";
import type { Plan } from "../../../commands/plan/engine/plan";

const text = (plan: Plan, written: Written): string =>
  stripVTControlCharacters(
    planText(
      plan,
      costOfPlan(plan, { prices: loadPrices(), usage: {} }),
      written,
      "Readiness 95 %, pending: alert rules.",
    ),
  );

describe("planText", () => {
  it("says what is protected, what is wrong, where it is written and what comes next", async () => {
    const shown = text(await planWith("prod", { "backup.enabled": false }), { out: "out/prod", manifests: 16 });
    assert.match(shown, /^What pulumi up -s prod would build \(as in a first preview; no account was asked\)\n/);
    assert.match(shown, /56 resources: 37 Google Cloud, 17 Kubernetes, 2 random; 6 of them protected from deletion/);
    assert.match(shown, /Warning: gke-stateful:backup\.enabled is false: leaves prod without backups/);
    assert.match(shown, /Written: out\/prod\/plan\.json, cost\.json and 16 manifests/);
    assert.match(shown, /npx pulumi preview -s prod/);
  });

  it("draws every resource once, below its parent", async () => {
    const plan = await planWith("dev");
    const lines = text(plan, { out: "", manifests: 0 }).split(/\n(?:\d+ resources:.*)?/s);
    assert.equal(lines.filter((line) => /[├└]─/.test(line)).length, plan.resources.length - 1);
    const parent = lines.findIndex((line) => line.includes("cluster GkeCluster"));
    assert.match(lines[parent + 1]!, /│ {2}├─ cluster-cluster Cluster/);
  });

  it("aligns the settings", async () => {
    const lines = text(await planWith("local"), { out: "", manifests: 0 }).split("\n");
    const columns = lines
      .filter((line) => /[├└]─ .* {2,}\S/.test(line))
      .map((line) => /^(.*?\S {2,})\S/.exec(line)![1]!.length);
    assert.ok(columns.length > 5);
  });
});
