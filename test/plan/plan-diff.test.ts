import assert from "node:assert/strict";
import { diffPlans } from "../../plan/plan-diff";
import { planWith } from "../support/stacks";
import type { PlanDiff } from "../../plan/plan-diff";
import type { Plan } from "../../plan/plan";
import type { Violation } from "../../plan/verdicts";

const names = (resources: PlanDiff["added"]): readonly string[] => resources.map(({ name }) => name);

describe("diffPlans", () => {
  it("finds nothing between a plan and itself", async () => {
    const plan = await planWith("dev");
    assert.deepEqual(diffPlans(plan, plan), { added: [], removed: [], changed: [], newViolations: [], mended: [] });
  });

  it("finds what is added, removed and changed, by path", async () => {
    const before = await planWith("dev");
    const after = await planWith("dev", { "backup.enabled": false, "@.replicas": 4 });
    const forwards = diffPlans(before, after);
    assert.deepEqual(names(forwards.removed).toSorted(), ["backup-plan", "backup-restore-plan"]);
    assert.deepEqual(forwards.added, []);
    const set = forwards.changed.find(({ resource }) => resource.name === "terminal-pods-set");
    assert.deepEqual(set?.changes, [{ path: "spec.replicas", before: 3, after: 4 }]);
    assert.deepEqual(names(diffPlans(after, before).added), names(forwards.removed));
  });

  it("shows protection, list items and values that are not known", async () => {
    const plan = await planWith("dev");
    const change = (resource: Plan["resources"][number]): Plan["resources"][number] =>
      resource.name === "network-vpc"
        ? {
            ...resource,
            inputs: { ...resource.inputs, list: [1, { $unknown: true }], empty: [] },
            options: { protect: true },
          }
        : resource;
    const [vpc] = diffPlans(plan, { ...plan, resources: plan.resources.map(change) }).changed;
    assert.deepEqual(vpc?.changes, [
      { path: "empty", before: undefined, after: [] },
      { path: "list[0]", before: undefined, after: 1 },
      { path: "list[1]", before: undefined, after: { $unknown: true } },
      { path: "options.protect", before: false, after: true },
    ]);
  });

  it("compares two stacks of a program by what is at the same place", async () => {
    const { added, changed, removed } = diffPlans(await planWith("dev"), await planWith("prod"));
    assert.deepEqual(names(added).toSorted(), ["system-pool", "system-suffix"]);
    assert.deepEqual(removed, []);
    assert.ok(changed.length > 5);
  });

  it("takes a plan that is not there for an empty one", async () => {
    const plan = await planWith("local");
    assert.equal(
      diffPlans(undefined, plan).added.length,
      plan.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:")).length,
    );
  });

  it("tells new violations from mended ones", async () => {
    const plan = await planWith("local");
    const violation = (policy: string): Violation => ({
      policy,
      level: "advisory",
      severity: "low",
      urn: null,
      message: "m",
    });
    const verdicts = (...policies: string[]): Plan["verdicts"] => ({
      pack: "p",
      version: "1",
      policies: 3,
      violations: policies.map(violation),
      remediations: [],
    });
    const { mended, newViolations } = diffPlans(
      { ...plan, verdicts: verdicts("a", "b") },
      { ...plan, verdicts: verdicts("b", "c") },
    );
    assert.deepEqual(
      newViolations.map(({ policy }) => policy),
      ["c"],
    );
    assert.deepEqual(
      mended.map(({ policy }) => policy),
      ["a"],
    );
  });
});
