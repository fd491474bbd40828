import assert from "node:assert/strict";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rehearse } from "../../rehearsal/rehearse";
import { findTools, requireTools } from "../../rehearsal/tools";
import type { DrillReport, RehearsalReport } from "../../rehearsal/report";
import type { RehearsalOptions } from "../../rehearsal/rehearse";
import type { Plan, PlanObject, PlanResource } from "../../plan/plan";

/** Milliseconds that a test with rehearsals may take. */
export const LIMIT = 600_000;
/** Seconds for what is expected not to happen. */
export const SHORT = 25;
/** Rehearsals of others may run beside these. */
const PARENT = mkdtempSync(join(tmpdir(), "gke-stateful-cluster-"));
process.env["TMPDIR"] = PARENT;
after(() => {
  rmSync(PARENT, { recursive: true });
});

/** Folders of rehearsals that are there. */
export const leftovers = (): readonly string[] => globSync(join(PARENT, "gke-stateful-rehearsal-*"));

/** Skips all tests of a suite where the programs are not built, and sees that nothing is left behind. */
export function needsTools(): void {
  before(function () {
    if (findTools() === undefined) {
      // The reason stands in the log, and every test counts as skipped.
      console.log("    The programs of a rehearsal are not built: npm run tools does that, with Go.");
      this.skip();
    }
  });
  after(() => {
    assert.deepEqual(leftovers(), [], "nothing is left behind");
  });
}

/** A rehearsal of a plan. */
export function rehearsed(plan: Plan, options: Partial<RehearsalOptions> = {}): Promise<RehearsalReport> {
  return rehearse(plan, { tools: requireTools(), target: 0.999, ...options });
}

/** The drills of all workloads. */
export function drillsOf({ workloads }: RehearsalReport): readonly DrillReport[] {
  return workloads.flatMap(({ drills }) => drills);
}

/** What failed, and what it says. */
export function failed(report: RehearsalReport): readonly string[] {
  return drillsOf(report)
    .filter(({ outcome }) => outcome === "failed")
    .map(({ id, says }) => `${id}: ${says}`);
}

/** A plan in which the inputs of resources of a type are other ones; undefined takes them out. */
export function withFault(plan: Plan, type: string, change: (inputs: PlanObject) => PlanObject | undefined): Plan {
  const resources = plan.resources.flatMap((resource): PlanResource[] => {
    if (!resource.type.endsWith(type)) {
      return [resource];
    }
    const inputs = change(resource.inputs);
    return inputs === undefined ? [] : [{ ...resource, inputs }];
  });
  assert.notDeepEqual(resources, plan.resources, "the fault changes something");
  return { ...plan, resources };
}

/** A stack whose pods an autoscaler counts. */
export const SCALED = { "@.horizontalAutoscaler": { min: 3, max: 6, cpuPercent: 70 } } as const;

/** Inputs with another spec. */
export const specOf = (inputs: PlanObject, change: PlanObject): PlanObject => ({
  ...inputs,
  spec: { ...(inputs["spec"] as PlanObject), ...change },
});
