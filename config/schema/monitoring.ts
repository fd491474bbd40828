import { z } from "zod";
import { kubernetesLabels, uniqueList } from "./fields";

/** What evaluates alerts. */
const TARGETS = ["cloud-monitoring", "managed-prometheus", "prometheus-operator", "none"] as const;

/** Alerts about workloads and their disks: monitoring/alerts.yaml. */
export const monitoringSchema = z.strictObject({
  target: z
    .enum(TARGETS)
    .optional()
    .describe(
      "What evaluates the alerts. cloud-monitoring: alerting policies of Google Cloud, billed for each. managed-prometheus: Rules of GKE's managed Prometheus, whose Alertmanager you configure. prometheus-operator: a PrometheusRule. none: no alerts. Default: cloud-monitoring in prod on target gke, else none.",
    ),
  metrics: z
    .enum(["gke", "full"])
    .default("gke")
    .describe(
      "gke: alerts on the metrics that GKE collects. full: also those that need a kube-state-metrics of your own, such as budgets without room.",
    ),
  emails: uniqueList(z.email("must be an e-mail address"))
    .default([])
    .describe("Who is told by mail of critical alerts and warnings. Only with cloud-monitoring."),
  channels: uniqueList(
    z
      .string()
      .regex(/^projects\/[^/]+\/notificationChannels\/\d+$/, "must be projects/PROJECT/notificationChannels/ID"),
  )
    .default([])
    .describe("Notification channels that exist, such as PagerDuty or Slack. Only with cloud-monitoring."),
  ruleLabels: kubernetesLabels
    .default({})
    .describe("Labels of the PrometheusRule, by which your Prometheus selects rules. Only with prometheus-operator."),
  runbooks: z
    .url({ protocol: /^https?$/, error: "must be a URL" })
    .optional()
    .describe(
      "URL of the folder where you publish docs/runbooks/alerts; every alert links to its page there. Default: the page's path in the repository.",
    ),
});

/** How many channels a policy takes. Source: https://docs.cloud.google.com/monitoring/quotas */
export const MAX_CHANNELS = 16;

/** {@link monitoringSchema}, with defaults filled in. */
export type MonitoringSettings = z.infer<typeof monitoringSchema>;
/** What evaluates alerts: the values of `target`. */
export type AlertTarget = (typeof TARGETS)[number];
