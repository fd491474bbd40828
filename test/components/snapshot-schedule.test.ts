import assert from "node:assert/strict";
import { ofType, only, planWith } from "../support/stacks";
import type { Plan, PlanObject } from "../../commands/plan/engine/plan";

const IMAGE = "europe-docker.pkg.dev/my-project/tools/gke-stateful:1.0.0";
/** A stack whose disks are saved by snapshots. */
const SCHEDULED = {
  operations: { image: IMAGE },
  "@.backup": { snapshots: { cron: "0 */6 * * *", keep: 4, maxAge: "7d" } },
};

describe("SnapshotSchedule", () => {
  let plan: Plan;
  before(async () => {
    plan = await planWith("prod", SCHEDULED);
  });
  const spec = (): PlanObject => only(plan, "CronJob").inputs["spec"] as PlanObject;
  const pod = (): PlanObject => {
    const { template } = (spec()["jobTemplate"] as { spec: { template: { spec: PlanObject } } }).spec;
    return template.spec;
  };

  it("runs the command line at the times that are said, one run at a time", () => {
    assert.equal(spec()["schedule"], "0 */6 * * *");
    assert.equal(spec()["concurrencyPolicy"], "Forbid");
    const [container] = pod()["containers"] as readonly [PlanObject];
    assert.equal(container["image"], IMAGE);
    assert.deepEqual(container["args"], [
      ...["volumes", "snapshot", "terminal-pods", "--namespace", "stateful"],
      ...["--keep", "4", "--max-age", "7d", "--timeout", "3300", "--apply"],
    ]);
  });

  it("has rights in its namespace, and outside of it only what is said", () => {
    const rules = (type: string): readonly PlanObject[] =>
      ofType(plan, type)
        .filter(({ inputs }) => JSON.stringify(inputs["metadata"]).includes("snapshots"))
        .flatMap(({ inputs }) => inputs["rules"] as readonly PlanObject[]);
    const verbs = rules("rbac.authorization.k8s.io/v1:ClusterRole").flatMap(({ resources, verbs }) =>
      (resources as string[]).map((resource) => `${resource}: ${(verbs as string[]).join(" ")}`),
    );
    assert.deepEqual(verbs, [
      "persistentvolumes: get",
      "persistentvolumeclaims: get",
      "volumesnapshotclasses: list",
      "volumesnapshotcontents: get patch",
    ]);
    const all = JSON.stringify([...rules("rbac.authorization.k8s.io/v1:Role"), ...rules("ClusterRole")]);
    assert.ok(!all.includes("secrets") && !all.includes("*"));
  });

  it("runs pods that the workload's Services, budget and spread do not take for its own", () => {
    const { metadata } = (spec()["jobTemplate"] as { spec: { template: { metadata: PlanObject } } }).spec.template;
    const labels = metadata["labels"] as Record<string, string>;
    assert.equal(labels["app"], undefined);
    assert.equal(labels["gke-stateful/snapshots-of"], "terminal-pods");
  });

  it("is not made by itself", async () => {
    assert.equal(ofType(await planWith("prod"), "CronJob").length, 0);
  });
});
