import { ASSUMPTIONS } from "../../commands/rehearse/simulation/assumptions";
import { SIMULATED } from "../../commands/rehearse/report/report";
import type { DrillReport, RehearsalReport, WorkloadReport } from "../../commands/rehearse/report/report";

/** What a drill found. */
export function rehearsedDrill(more: Partial<DrillReport> = {}): DrillReport {
  return {
    id: "node-drain",
    title: "Drain of a node",
    shows: "Pods move.",
    outcome: "passed",
    says: "2 pods moved.",
    advice: null,
    from: 10,
    to: 20,
    availability: 0.9995,
    counts: true,
    lowest: 1,
    tooFew: 2.5,
    recovery: 4,
    evictions: { granted: 2, refused: 9 },
    ...more,
  };
}

/** A report of one workload. */
export function rehearsalReport(more: Partial<RehearsalReport> = {}): RehearsalReport {
  return {
    version: 1,
    stack: "prod",
    target: 0.999,
    holds: true,
    workloads: [rehearsedWorkload()],
    assumptions: ASSUMPTIONS,
    simulated: SIMULATED,
    unknown: [],
    ...more,
  };
}

/** A workload with a drill that passed and one that was skipped. */
export function rehearsedWorkload(more: Partial<WorkloadReport> = {}): WorkloadReport {
  return {
    namespace: "shop",
    name: "db",
    replicas: 3,
    least: 2,
    drills: [
      rehearsedDrill(),
      rehearsedDrill({ id: "zone-loss", title: "Loss of a zone", outcome: "skipped", availability: null }),
    ],
    isDrilled: true,
    availability: 0.99951,
    holds: true,
    moments: [
      { at: 0, ready: { "z-a": 2, "z-b": 1 } },
      { at: 12, ready: { "z-a": 1 } },
      { at: 14.5, ready: { "z-a": 2, "z-b": 1 } },
    ],
    marks: [{ at: 12, what: "drain of <node>" }],
    ...more,
  };
}
