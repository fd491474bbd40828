import { isAlert } from "./rules";
import type { AlertRule, RecordingRule, RuleGroup, Severity } from "./rules";

/** An alerting policy of Cloud Monitoring, in the words of its API. @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies */
export interface CloudPolicy {
  /** Short name, different from that of every other one. */
  readonly id: string;
  readonly displayName: string;
  /** Left out for what is only shown: nobody is told of that. */
  readonly severity?: "CRITICAL" | "WARNING";
  readonly condition: {
    readonly query: string;
    /** How long it must hold, such as `900s`. */
    readonly duration: string;
    readonly evaluationInterval: string;
    readonly alertRule: string;
    readonly ruleGroup: string;
    readonly labels: Readonly<Record<string, string>>;
    /** A policy is made before the first pod has been, when there is no such metric yet. */
    readonly disableMetricValidation: true;
  };
  readonly documentation: { readonly content: string; readonly mimeType: "text/markdown"; readonly subject: string };
}

const SEVERITIES = { critical: "CRITICAL", warning: "WARNING", info: undefined } as const satisfies Record<
  Severity,
  CloudPolicy["severity"] | undefined
>;

/** Steps of a series that is worked out where it is needed: the interval at which it would be recorded. */
const STEP = "1m";

/** The alerts as policies, one each. There are no recorded series: what they hold is worked out in each query. */
export function cloudPolicies(groups: readonly RuleGroup[], title: string): readonly CloudPolicy[] {
  const recorded = groups.flatMap(({ rules }) => rules.filter((rule): rule is RecordingRule => !isAlert(rule)));
  return groups.flatMap((group) =>
    group.rules.filter(isAlert).map((rule) => policyOf(rule, { group, recorded, title })),
  );
}

interface Around {
  readonly group: RuleGroup;
  readonly recorded: readonly RecordingRule[];
  readonly title: string;
}

function policyOf(rule: AlertRule, { group, recorded, title }: Around): CloudPolicy {
  const { alert, annotations, expr, for: duration = "0s", labels } = rule;
  const severity = SEVERITIES[labels.severity];
  const id = [alert, ...(labels["window"] === undefined ? [] : [labels["window"]])].join("-");
  return {
    id,
    displayName: `${title}: ${id}`,
    ...(severity !== undefined && { severity }),
    condition: {
      query: inlined(expr, recorded),
      duration: inSeconds(duration),
      evaluationInterval: inSeconds(group.interval),
      alertRule: alert,
      ruleGroup: group.name,
      labels,
      disableMetricValidation: true,
    },
    documentation: {
      subject: inVariables(annotations.summary),
      content: `${inVariables(annotations.description)}\n\nRunbook: ${annotations.runbook_url}`,
      mimeType: "text/markdown",
    },
  };
}

/**
 * A query in which each recorded series is worked out: `name{…}` becomes `(its expression)`, and `name{…}[1h]` `(its expression)[1h:1m]`. One
 * that uses another one is recorded after it, so that the last comes first here.
 */
function inlined(query: string, recorded: readonly RecordingRule[]): string {
  return recorded.reduceRight((text, { expr, record }) => {
    const use = new RegExp(`${record}\\{[^}]*\\}(?:\\[(\\w+)\\])?`, "g");
    return text.replaceAll(use, (_, range?: string) => `(${expr})${range === undefined ? "" : `[${range}:${STEP}]`}`);
  }, query);
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A duration of Prometheus as the API takes it: `15m` is `900s`. */
function inSeconds(duration: string): string {
  const [, count = "", unit = ""] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  const length = UNITS[unit];
  if (length === undefined) {
    throw new Error(`${duration} is no duration of one unit`);
  }
  return `${String(Number(count) * length)}s`;
}

/** What is said of a value that Prometheus would format: Cloud Monitoring shows the bare number. */
const UNITS_SAID: Readonly<Record<string, string>> = {
  humanizePercentage: " (1 is all)",
  humanizeDuration: " seconds",
};

/**
 * A text of Prometheus with the variables of Cloud Monitoring, as Google's own converter of rules writes them.
 * Source: gcloud alpha monitoring policies migrate, help of --policies-from-prometheus-alert-rules-yaml
 */
function inVariables(text: string): string {
  return text
    .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, "$${metric_or_resource.label.$1}")
    .replaceAll(
      /\{\{ \$value(?: \| (\w+))? \}\}/g,
      (_, format?: string) => `\${metric.label.value}${UNITS_SAID[format ?? ""] ?? ""}`,
    );
}
