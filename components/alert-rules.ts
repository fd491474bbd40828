import * as pulumi from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { childOptions, OBJECT_LABELS } from "./child-options";
import { managedRules, operatorRules } from "../monitoring/kubernetes";
import { ruleGroups } from "../monitoring/rules";
import { scoped } from "../monitoring/scope";
import type { MonitoringSettings } from "../config/schema/monitoring";

/** Arguments of {@link AlertRules}. */
export interface AlertRulesArgs {
  /** What evaluates the rules in the cluster. */
  readonly target: "managed-prometheus" | "prometheus-operator";
  /** Metrics, runbooks and labels. */
  readonly settings: MonitoringSettings;
  /** Namespace that the alerts are about. */
  readonly namespace: string;
}

/** Name of the objects with rules. */
const RULES = "gke-stateful-alerts";

/**
 * The alerts of monitoring/alerts.yaml about one namespace, as rules that are evaluated in the cluster: `Rules` and `ClusterRules` of GKE's
 * managed Prometheus, or a `PrometheusRule` of the operator. Who is told, its Alertmanager says.
 */
export class AlertRules extends pulumi.ComponentResource {
  constructor(name: string, args: AlertRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:AlertRules", name, args, opts);
    const { namespace, settings, target } = args;
    const groups = scoped(ruleGroups(settings.metrics), { namespace, runbooks: settings.runbooks });
    const render = target === "managed-prometheus" ? managedRules : operatorRules;
    for (const { apiVersion, kind, metadata, spec } of render(groups, { name: RULES, namespace })) {
      new CustomResource(
        `${name}-${kind}`,
        { apiVersion, kind, metadata: { ...metadata, labels: { ...settings.ruleLabels, ...OBJECT_LABELS } }, spec },
        childOptions(this, opts),
      );
    }
    this.registerOutputs({});
  }
}
