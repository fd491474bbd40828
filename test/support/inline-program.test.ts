import assert from "node:assert/strict";
import { planApart, planWith } from "./stacks";
import type { Changes, StackName } from "./stacks";
import type { Plan, PlanMode } from "../../commands/plan/engine/plan";

/** A plan, or what is said where there is none. */
const outcome = (plan: Promise<Plan>): Promise<unknown> => plan.catch((error: unknown) => String(error));

describe("a plan in the tests' own process", () => {
  for (const [stack, changes, mode] of [
    ["dev", {}, "preview"],
    ["prod", { "gcp:project": "shop-data", monitoring: { emails: ["oncall@example.com"] } }, "update"],
    ["local", { "@.volumes.data": { size: "10Gi", mountPath: "/data" } }, "preview"],
    ["dev", { zones: [] }, "preview"],
  ] satisfies [StackName, Changes, PlanMode][]) {
    it(`is the one that the command makes of ${stack} with ${JSON.stringify(changes)}, ${mode}`, async () => {
      assert.deepEqual(await outcome(planWith(stack, changes, mode)), await outcome(planApart(stack, changes, mode)));
    });
  }
});
