import { alertTarget } from "../config/sizing/alert-target";
import { clusterLocation } from "../config/sizing/cluster-location";
import type { AlertPoliciesArgs } from "../components/alert-policies";
import type { AlertRulesArgs } from "../components/alert-rules";
import type { Namespace } from "../components/namespace";
import type { Platform } from "./platform";
import type { StackConfig } from "../config/stack-config";

/** The alerts of a stack, once there is something to watch; none where none are wanted. Only the SDK that they need is loaded. */
export function createAlerts(config: StackConfig, { nodes, options }: Platform, namespace: Namespace): void {
  const { cluster, google, labels, monitoring } = config;
  const target = alertTarget(config);
  const about = { settings: monitoring, namespace: namespace.namespaceName };
  /* eslint-disable @typescript-eslint/no-require-imports -- an import would load both, and import() is not CommonJS */
  if (target === "cloud-monitoring" && google !== undefined) {
    const { AlertPolicies } = require("../components/alert-policies") as typeof import("../components/alert-policies");
    const { project } = google;
    const location = clusterLocation(config, google);
    const args: AlertPoliciesArgs = { ...about, cluster: { name: cluster.name, location, project }, labels };
    new AlertPolicies("alerts", args, { dependsOn: [...nodes] });
  } else if (target === "managed-prometheus" || target === "prometheus-operator") {
    const { AlertRules } = require("../components/alert-rules") as typeof import("../components/alert-rules");
    const args: AlertRulesArgs = { ...about, target };
    new AlertRules("alerts", args, { ...options, dependsOn: [namespace, ...nodes] });
  }
  /* eslint-enable @typescript-eslint/no-require-imports */
}
