import * as pulumi from "@pulumi/pulumi";
import * as monitoring from "@pulumi/gcp/monitoring";
import { childOptions } from "./child-options";
import { cloudPolicies } from "../monitoring/cloud";
import { ruleGroups } from "../monitoring/rules";
import { scoped } from "../monitoring/scope";
import type { MonitoringSettings } from "../config/schema/monitoring";
import type { CloudPolicy } from "../monitoring/cloud";
import type { ClusterOfMetrics } from "../monitoring/scope";

/** Arguments of {@link AlertPolicies}. */
export interface AlertPoliciesArgs {
  /** The cluster whose metrics are read; the policies are made in its project. */
  readonly cluster: ClusterOfMetrics;
  /** Namespace that the alerts are about. */
  readonly namespace: string;
  /** Metrics, receivers and runbooks. */
  readonly settings: MonitoringSettings;
  /** Labels of policies and channels. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The alerts of monitoring/alerts.yaml about one namespace, as alerting policies of Cloud Monitoring, and a channel for each address that is
 * told. They are not in the cluster, so that nothing of them goes with it.
 *
 * Cost: each policy, and what its query returns; see https://cloud.google.com/products/observability/pricing
 */
export class AlertPolicies extends pulumi.ComponentResource {
  constructor(name: string, args: AlertPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:AlertPolicies", name, args, opts);
    const options = childOptions(this, opts);
    const { cluster, labels: userLabels, namespace, settings } = args;
    const { project } = cluster;
    const told = [...createChannels(name, args, options), ...settings.channels];
    const groups = scoped(ruleGroups(settings.metrics), { namespace, cluster, runbooks: settings.runbooks });
    for (const policy of cloudPolicies(groups, `${cluster.name}/${namespace}`)) {
      new monitoring.AlertPolicy(
        `${name}-${policy.id}`,
        {
          project,
          ...policyInputs(policy),
          userLabels,
          ...(policy.severity !== undefined && { notificationChannels: told }),
        },
        options,
      );
    }
    this.registerOutputs({});
  }
}

/** Paths of a channel for each address. */
function createChannels(
  name: string,
  { cluster: { project }, labels: userLabels, settings }: AlertPoliciesArgs,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Output<string>[] {
  return settings.emails.map(
    (address) =>
      new monitoring.NotificationChannel(
        `${name}-${address}`,
        { project, type: "email", displayName: address, labels: { email_address: address }, userLabels },
        options,
      ).name,
  );
}

function policyInputs({ condition, displayName, documentation, severity }: CloudPolicy): monitoring.AlertPolicyArgs {
  return {
    displayName,
    combiner: "OR",
    conditions: [{ displayName: condition.alertRule, conditionPrometheusQueryLanguage: condition }],
    documentation,
    ...(severity !== undefined && { severity }),
  };
}
