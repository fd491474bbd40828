import assert from "node:assert/strict";
import { drillsOf, failed, LIMIT, needsTools, rehearsed, SCALED, SHORT, specOf, withFault } from "../support/cluster";
import { planWith } from "../support/stacks";
import type { RehearsalReport } from "../../commands/rehearse/report/report";
import type { Changes } from "../support/stacks";
import type { Plan } from "../../commands/plan/engine/plan";

/** Rehearsals wait more than they work. */
const SIDE_BY_SIDE = 3;

/** A plan in which the stack gives no field to others. */
function withoutIgnoring(plan: Plan): Plan {
  const resources = plan.resources.map((resource) =>
    resource.type.endsWith(":StatefulSet")
      ? { ...resource, options: { ...resource.options, ignoreChanges: [] } }
      : resource,
  );
  return { ...plan, resources };
}

describe("a rehearsal", function () {
  this.timeout(LIMIT);
  needsTools();
  const faults: readonly (readonly [
    name: string,
    drill: string,
    seed: (plan: Plan) => Plan,
    says: RegExp,
    changes?: Changes,
  ])[] = [
    [
      "an autoscaler beside a number that the stack insists on",
      "two-writers",
      withoutIgnoring,
      /^two-writers: An update of the stack fails while another writer sets the number of pods: .*\.spec\.replicas/s,
      SCALED,
    ],
    [
      "a quota that has no room for what the autoscaler may make",
      "quota",
      (plan) => withFault(plan, ":ResourceQuota", (inputs) => specOf(inputs, { hard: { pods: "4" } })),
      /^quota: An autoscaler may make 6 pods, and the quota has room for 4/,
      SCALED,
    ],
    [
      "a budget that blocks",
      "node-drain",
      (plan) => withFault(plan, ":PodDisruptionBudget", (inputs) => specOf(inputs, { maxUnavailable: 0 })),
      /^node-drain: The drain of the node did not end: 0 pods went, .* Still there: terminal-pods-\d \(.*disruption budget/,
    ],
    [
      "a class of one zone",
      "zone-loss",
      (plan) => withFault(plan, ":StorageClass", (inputs) => ({ ...inputs, parameters: { type: "pd-ssd" } })),
      /^zone-loss: \d of \d pods of europe-west1-[bc] did not come back until the zone did/,
    ],
    [
      "a wrong serviceName",
      "names",
      (plan) => withFault(plan, ":StatefulSet", (inputs) => specOf(inputs, { serviceName: "nobody" })),
      /^names: The set names Service nobody, and there is none/,
    ],
    [
      "a namespace that lets everything in",
      "isolation",
      (plan) => withFault(plan, ":Namespace", (inputs) => ({ ...inputs, metadata: { name: "stateful" } })),
      /^isolation: A privileged pod is let into namespace stateful/,
    ],
    [
      "a quota that is too small",
      "validation",
      (plan) => withFault(plan, ":ResourceQuota", (inputs) => specOf(inputs, { hard: { pods: "2" } })),
      /^bring-up: 2 of 3 pods became ready/,
    ],
  ];
  describe("catches", () => {
    const lanes: Promise<unknown>[] = Array.from({ length: SIDE_BY_SIDE }, () => Promise.resolve());
    const reports: Promise<RehearsalReport>[] = [];
    before(() => {
      for (const [index, [, drill, seed, , changes]] of faults.entries()) {
        const lane = index % SIDE_BY_SIDE;
        const report = lanes[lane]!.then(async () =>
          rehearsed(seed(await planWith("prod", changes ?? {}, "update")), { drills: [drill], patience: SHORT }),
        );
        // Its own test says what went wrong; the next one in the lane runs nevertheless.
        lanes[lane] = report.catch(() => undefined);
        reports.push(report);
      }
    });
    // Also where only some of the tests run.
    after(() => Promise.all(lanes));
    for (const [index, [name, , , says]] of faults.entries()) {
      it(name, async () => {
        const report = await reports[index]!;
        const found = failed(report);
        assert.equal(found.length, 1, JSON.stringify(drillsOf(report)));
        assert.match(found[0]!, says);
        assert.equal(report.holds, false);
      });
    }
  });

  it("scores a stack without a budget worse", async () => {
    const plan = await planWith("prod", {}, "update");
    const faulty = withFault(plan, ":PodDisruptionBudget", () => undefined);
    const options = { drills: ["node-drain", "pool-upgrade"] };
    const [right, wrong] = await Promise.all([rehearsed(plan, options), rehearsed(faulty, options)]);
    assert.equal(right.workloads[0]?.availability, 1);
    assert.ok((wrong.workloads[0]?.availability ?? 1) < 1, "too few pods for a while");
    assert.deepEqual([right.holds, wrong.holds], [true, false]);
  });
});
