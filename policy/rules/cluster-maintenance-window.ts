import { defineRule, problem } from "./engine/rule";

const WINDOWS = ["recurringWindow", "dailyMaintenanceWindow"] as const;

/** Without a window, nodes are drained at noon on a Monday. */
export const clusterMaintenanceWindow = defineRule({
  id: "cluster-maintenance-window",
  severity: "medium",
  title: "A cluster is maintained when it disturbs least",
  why: "Without a window Google upgrades at any time, and drains nodes with your data services at the busiest hour.",
  remediation:
    'Set `maintenancePolicy: { recurringWindow: { startTime: "2026-01-03T02:00:00Z", endTime: "2026-01-03T08:00:00Z", recurrence: "FREQ=WEEKLY;BYDAY=SA,SU" } }`.',
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Drains happen at night, and people know when.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions",
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { maintenancePolicy: { dailyMaintenanceWindow: { startTime: "02:00" } } }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const policy = object.at("maintenancePolicy");
    if (!WINDOWS.some((window) => policy.at(window).isSet)) {
      yield problem(policy, "has no maintenance window (maintenancePolicy)");
    }
  },
});
