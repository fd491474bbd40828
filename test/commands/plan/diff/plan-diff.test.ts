import assert from "node:assert/strict";
import { diffPlans } from "../../../../commands/plan/diff/plan-diff";
import { planWith } from "../../../support/stacks";
import type { PlanDiff } from "../../../../commands/plan/diff/plan-diff";
import type { Plan } from "../../../../commands/plan/engine/plan";
import type { Violation } from "../../../../commands/plan/engine/verdicts";

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
    assert.deepEqual(names(forwards.removed).toSorted(), ["backup-drill-plan", "backup-plan", "backup-restore-plan"]);
    assert.deepEqual(forwards.added, []);
    const set = forwards.changed.find(({ resource }) => resource.name === "terminal-pods-set");
    assert.deepEqual(set?.changes, [
      {
        path: 'metadata.annotations["gke-stateful/backup-plan"]',
        before: "projects/my-project-dev/locations/europe-west1/backupPlans/gke-stateful-dev",
        after: undefined,
      },
      { path: "spec.replicas", before: 3, after: 4 },
    ]);
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
      { path: "resource option.protect", before: false, after: true },
    ]);
  });

  it("shows what decides about the life of a resource, and about where it goes", async () => {
    const plan = await planWith("dev");
    const paths = (change: (resource: Plan["resources"][number]) => Plan["resources"][number]): readonly string[] =>
      diffPlans(plan, { ...plan, resources: plan.resources.map(change) }).changed.flatMap(({ changes, resource }) =>
        changes.map(({ path }) => `${resource.name} ${path}`),
      );
    assert.deepEqual(
      paths((one) =>
        one.name === "terminal-pods-set"
          ? {
              ...one,
              provider: null,
              options: { retainOnDelete: true, deleteBeforeReplace: true, replaceOnChanges: ["*"] },
            }
          : one,
      ).filter((path) => !path.includes("deletedWith") && !path.includes("ignoreChanges")),
      [
        "terminal-pods-set resource option.deleteBeforeReplace",
        "terminal-pods-set resource option.provider",
        "terminal-pods-set resource option.replaceOnChanges",
        "terminal-pods-set resource option.replaceOnChanges[0]",
        "terminal-pods-set resource option.retainOnDelete",
      ],
    );
    assert.deepEqual(
      paths((one) => (one.name === "cluster-kubernetes" ? { ...one, inputs: { kubeconfig: "other" } } : one)).filter(
        (path) => path === "cluster-kubernetes kubeconfig",
      ),
      ["cluster-kubernetes kubeconfig"],
    );
  });

  it("follows a resource to its new name, and keeps keys apart that look alike", async () => {
    const plan = await planWith("dev");
    const renamed = plan.resources.map((one) =>
      one.name === "network-vpc"
        ? {
            ...one,
            urn: `${one.urn}-2`,
            inputs: { "a.b": 1, a: { b: 2, "": 3 }, "resource option": { protect: "input" } },
            options: { ...one.options, aliases: [one.urn] },
          }
        : one,
    );
    const { added, changed, removed } = diffPlans(plan, { ...plan, resources: renamed });
    assert.deepEqual([added, removed], [[], []]);
    const paths = changed.find(({ resource }) => resource.name === "network-vpc")!.changes.map(({ path }) => path);
    assert.ok(paths.includes('["a.b"]') && paths.includes("a.b"), paths.join(" "));
    assert.ok(paths.includes('a[""]') && paths.includes('["resource option"].protect'), paths.join(" "));
  });

  it("compares two stacks of a program by what is at the same place", async () => {
    const { added, changed, removed } = diffPlans(await planWith("dev"), await planWith("prod"));
    assert.deepEqual(names(added).toSorted(), ["system-pool", "system-suffix", "terminal-pods-failover"]);
    assert.deepEqual(removed, []);
    assert.ok(changed.length > 5);
  });

  it("takes a plan that is not there for an empty one", async () => {
    const plan = await planWith("local");
    assert.equal(diffPlans(undefined, plan).added.length, plan.resources.filter(({ custom }) => custom).length);
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
