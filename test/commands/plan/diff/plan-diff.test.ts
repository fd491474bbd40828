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
    assert.deepEqual(diffPlans(plan, plan), {
      added: [],
      removed: [],
      replaced: [],
      changed: [],
      newViolations: [],
      mended: [],
    });
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

  it("says what is replaced and why, also what follows from that", async () => {
    const because = async (
      before: Parameters<typeof planWith>[1],
      after: Parameters<typeof planWith>[1],
    ): Promise<unknown> =>
      diffPlans(await planWith("dev", before), await planWith("dev", after)).replaced.map(({ because, resource }) => [
        resource.name,
        because,
      ]);
    assert.deepEqual(await because({}, { "@.serviceName": "pods" }), [
      ["terminal-pods-headless", ["metadata.name"]],
      ["terminal-pods-set", ["spec.serviceName"]],
    ]);
    assert.deepEqual(await because({ "pools.0.spot": false }, { "pools.0.spot": true }), [
      ["stateful-suffix", ["keepers.spot"]],
      ["stateful-pool", ["name", "nodeConfig.spot"]],
    ]);
    assert.deepEqual(await because({}, { "pools.0.machineType": "e2-standard-8", "@.replicas": 4 }), []);
  });

  it("takes every object of a cluster for replaced where the cluster is another one", async () => {
    const plan = await planWith("dev");
    const other = (one: Plan["resources"][number]): Plan["resources"][number] =>
      one.type === "pulumi:providers:kubernetes"
        ? { ...one, inputs: { ...one.inputs, clusterIdentifier: "other" } }
        : one;
    const { replaced } = diffPlans(plan, { ...plan, resources: plan.resources.map(other) });
    const objects = plan.resources.filter(({ custom, type }) => custom && type.startsWith("kubernetes:"));
    assert.deepEqual(
      names(replaced.map(({ resource }) => resource)).toSorted(),
      ["cluster-kubernetes", ...names(objects)].toSorted(),
    );
  });

  it("heeds what is ignored, what replaces by an option, and that two stacks replace nothing of each other", async () => {
    const plan = await planWith("dev");
    const withOptions = (options: object, stack = plan.stack): Plan => ({
      ...plan,
      stack,
      resources: plan.resources.map((one) =>
        one.name === "network-vpc" ? { ...one, inputs: { ...one.inputs, name: "x", mtu: 1500 }, options } : one,
      ),
    });
    const why = (after: Plan): unknown =>
      diffPlans(plan, after).replaced.find(({ resource }) => resource.name === "network-vpc")?.because;
    assert.deepEqual(why(withOptions({})), ["name"]);
    assert.equal(why(withOptions({ ignoreChanges: ["name"] })), undefined);
    assert.deepEqual(why(withOptions({ ignoreChanges: ["name"], replaceOnChanges: ["mtu"] })), ["mtu"]);
    assert.equal(why(withOptions({ ignoreChanges: ["*"] })), undefined);
    assert.equal(why(withOptions({}, "other")), undefined);
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
      paths((one) =>
        one.name === "cluster-kubernetes" ? { ...one, inputs: { ...one.inputs, kubeconfig: "other" } } : one,
      ).filter((path) => path === "cluster-kubernetes kubeconfig"),
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
            inputs: { ...one.inputs, "a.b": 1, a: { b: 2, "": 3 }, "resource option": { protect: "input" } },
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
    const others = names(added).filter((name) => !name.startsWith("alerts-"));
    assert.ok(others.length < added.length, "prod has alerts");
    assert.deepEqual(others.toSorted(), ["system-pool", "system-suffix", "terminal-pods-failover"]);
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
