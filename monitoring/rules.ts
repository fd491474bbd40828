import { readFileSync } from "node:fs";
import { join } from "node:path";

/** An alert of Prometheus. @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must hold, such as `15m`. @default at once */
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>> & { readonly severity: Severity };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    /** Path of its page in this repository, or URL. */
    readonly runbook_url: string;
  };
}

/** How bad an alert is: somebody is called; somebody looks today; it is only shown. */
export type Severity = "critical" | "warning" | "info";

/** A series that is worked out in advance. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

/** Rules that are evaluated together. */
export interface RuleGroup {
  readonly name: string;
  /** How often, such as `1m`. */
  readonly interval: string;
  readonly rules: readonly (AlertRule | RecordingRule)[];
}

/** Which metrics there are: those that GKE collects by itself, or those of a whole kube-state-metrics too. */
export type Metrics = "gke" | "full";

/** Ends the names of groups that need a kube-state-metrics of one's own. */
const FULL = "-full";
/** Begins the names of groups about objects that are in no namespace. */
const CLUSTER = "stateful-cluster";

/** The rules of alerts.yaml that the metrics allow. */
export function ruleGroups(metrics: Metrics): readonly RuleGroup[] {
  return readGroups().filter((group) => metrics === "full" || metricsOf(group) === "gke");
}

function readGroups(): readonly RuleGroup[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at every start
  const { parse } = require("yaml") as typeof import("yaml");
  const file = parse(readFileSync(join(__dirname, "alerts.yaml"), "utf8")) as { readonly groups: readonly RuleGroup[] };
  return file.groups;
}

/** The metrics that a group needs. */
export function metricsOf({ name }: RuleGroup): Metrics {
  return name.endsWith(FULL) ? "full" : "gke";
}

/** Whether the rules of a group are about all of a cluster, and not about a namespace. */
export function isOfCluster({ name }: RuleGroup): boolean {
  return name.startsWith(CLUSTER);
}

/** Whether a rule is an alert. */
export function isAlert(rule: AlertRule | RecordingRule): rule is AlertRule {
  return "alert" in rule;
}
