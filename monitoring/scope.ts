import { isAlert } from "./rules";
import type { AlertRule, RecordingRule, RuleGroup } from "./rules";

/** What rules are about. */
export interface Scope {
  readonly namespace: string;
  /** The cluster, where metrics of several come together. @default - not told apart */
  readonly cluster?: ClusterOfMetrics | undefined;
  /** URL of a folder with the pages of docs/runbooks/alerts. @default - their paths in the repository */
  readonly runbooks?: string | undefined;
}

/** A cluster, as the labels of metrics of GKE name it. */
export interface ClusterOfMetrics {
  readonly name: string;
  /** Region or zone. */
  readonly location: string;
  /** Google Cloud project id. */
  readonly project: string;
}

/** Where alerts.yaml says that a selector is about the stack. */
const OF_NAMESPACE = 'namespace=~".+"';
/** Where it says that a selector is about the cluster: by the name of something that is in no namespace. */
const OF_CLUSTER = /(?:persistentvolume|volumeattachment)=~"\.\+"/g;
/** Folder of the pages, as alerts.yaml names it. */
const PAGES = "docs/runbooks/alerts";

/** Rules that see one namespace of one cluster, and the volumes of that cluster. */
export function scoped(groups: readonly RuleGroup[], scope: Scope): readonly RuleGroup[] {
  return groups.map((group) => ({ ...group, rules: group.rules.map((rule) => scopedRule(rule, scope)) }));
}

function scopedRule(rule: AlertRule | RecordingRule, scope: Scope): AlertRule | RecordingRule {
  const expr = scopedQuery(rule.expr, scope);
  if (!isAlert(rule)) {
    return { ...rule, expr };
  }
  const { runbook_url: page } = rule.annotations;
  const url = scope.runbooks === undefined ? page : page.replace(PAGES, scope.runbooks.replace(/\/$/, ""));
  return { ...rule, expr, annotations: { ...rule.annotations, runbook_url: url } };
}

function scopedQuery(query: string, { cluster, namespace }: Scope): string {
  const ofCluster = cluster === undefined ? [] : matchersOf(cluster);
  return query
    .replaceAll(OF_NAMESPACE, [...ofCluster, `namespace=${quoted(namespace)}`].join(", "))
    .replaceAll(OF_CLUSTER, (matcher) => [...ofCluster, matcher].join(", "));
}

/** Source of the labels: https://cloud.google.com/stackdriver/docs/managed-prometheus/exporters, reserved labels */
function matchersOf({ location, name, project }: ClusterOfMetrics): readonly string[] {
  return [`project_id=${quoted(project)}`, `location=${quoted(location)}`, `cluster=${quoted(name)}`];
}

/** A text as PromQL writes it. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
