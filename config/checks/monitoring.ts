import { alertTarget } from "../sizing/alert-target";
import { MAX_CHANNELS } from "../schema/monitoring";
import { refuse, warn } from "./check";
import type { Problem } from "../problems";
import type { AlertTarget, MonitoringSettings } from "../schema/monitoring";
import type { Check } from "./check";

/** Keys that say who is told, which only Cloud Monitoring reads. */
const TOLD = ["emails", "channels"] as const;

/** Alerts: evaluated somewhere that the stack has, and told to somebody. */
export const monitoringChecks: Check = function* (config) {
  const { environment, monitoring, target } = config;
  const goesTo = alertTarget(config);
  if (goesTo === "cloud-monitoring" && target !== "gke") {
    yield refuse(
      ["monitoring", "target"],
      goesTo,
      `needs target gke, and target is ${target}: its metrics come from Google Cloud`,
      "Choose managed-prometheus or prometheus-operator, whichever the cluster has, or none.",
    );
    return;
  }
  yield* goesTo === "cloud-monitoring" ? told(monitoring) : toldByOthers(monitoring, goesTo);
  if (goesTo !== "prometheus-operator" && Object.keys(monitoring.ruleLabels).length > 0) {
    yield refuse(
      ["monitoring", "ruleLabels"],
      monitoring.ruleLabels,
      `is read by nobody with monitoring.target ${goesTo}`,
      "Remove the key, or set monitoring.target to prometheus-operator.",
    );
  }
  if (environment === "prod" && goesTo === "none" && target === "gke") {
    yield warn(
      ["monitoring", "target"],
      goesTo,
      "leaves prod without alerts: nobody learns of a full disk or a pod that does not come back",
      "Remove the key, or have your own alerts.",
    );
  }
};

function* toldByOthers(monitoring: MonitoringSettings, goesTo: AlertTarget): Iterable<Problem> {
  for (const key of TOLD) {
    if (monitoring[key].length > 0) {
      yield refuse(
        ["monitoring", key],
        monitoring[key],
        `is read by nobody with monitoring.target ${goesTo}`,
        "Configure the receivers in its Alertmanager, and remove the key; or set monitoring.target to cloud-monitoring.",
      );
    }
  }
}

function* told(monitoring: MonitoringSettings): Iterable<Problem> {
  const count = TOLD.reduce((sum, key) => sum + monitoring[key].length, 0);
  if (count > MAX_CHANNELS) {
    yield refuse(
      ["monitoring", "emails"],
      monitoring.emails,
      `and monitoring.channels are ${String(count)} receivers, and Cloud Monitoring takes ${String(MAX_CHANNELS)} for each policy`,
      "Use the address of a group.",
    );
  }
  if (count === 0) {
    yield warn(
      ["monitoring", "emails"],
      [],
      "is empty, and so is monitoring.channels: alerts are shown in the console, and nobody is told",
      'Name who is called: pulumi config set --path "gke-stateful:monitoring.emails[0]" ADDRESS',
    );
  }
}
