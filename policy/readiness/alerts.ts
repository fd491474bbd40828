import { entryOf } from "../facts/entry";
import { meets } from "../graph/search";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** Kinds of objects that hold alerts: the group of their API, and what in them says that they do. */
const ALERT_KINDS: Readonly<Record<string, { readonly group: RegExp; readonly says: string }>> = {
  PrometheusRule: { group: /^monitoring\.coreos\.com\//, says: '"alert":' },
  Rules: { group: /^monitoring\.googleapis\.com\//, says: '"alert":' },
  ClusterRules: { group: /^monitoring\.googleapis\.com\//, says: '"alert":' },
  GlobalRules: { group: /^monitoring\.googleapis\.com\//, says: '"alert":' },
  VMRule: { group: /^operator\.victoriametrics\.com\//, says: '"alert":' },
  // Of Google Cloud, made by Pulumi or by Config Connector.
  AlertPolicy: { group: /^$/, says: '"conditions":' },
  MonitoringAlertPolicy: { group: /^monitoring\.cnrm\.cloud\.google\.com\//, says: '"conditions":' },
  GrafanaAlertRuleGroup: { group: /^grafana\.integreatly\.org\//, says: '"rules":' },
  DatadogMonitor: { group: /^datadoghq\.com\//, says: '"query":' },
};
/** Alerts that are evaluated outside the cluster, which are not in a namespace of it. */
const OUTSIDE: readonly string[] = ["AlertPolicy", "MonitoringAlertPolicy"];

interface AlertRules {
  readonly object: GraphObject;
  readonly text: string;
}

const alertRules = (graph: ObjectGraph): readonly AlertRules[] =>
  graph.all("Other").flatMap((object) => {
    const { apiVersion, kindName, value } = object.facts;
    const kind = entryOf(ALERT_KINDS, kindName);
    const text = kind?.group.test(apiVersion) === true ? JSON.stringify(value) : "";
    return kind !== undefined && text.includes(kind.says) ? [{ object, text }] : [];
  });

/** The objects whose alerts speak of a workload: those of its namespace, and those that name it or its namespace. */
export function alertsFor(workload: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return graph
    .once(alertRules)
    .filter((rules) => speaksOf(rules, workload))
    .map(({ object }) => object);
}

function speaksOf(rules: AlertRules, workload: GraphObject): boolean {
  const { cluster, kindName } = rules.object.facts;
  if (OUTSIDE.includes(kindName)) {
    return names(rules, workload);
  }
  const isNear = cluster === workload.facts.cluster && meets(workload, rules.object);
  return isNear && (names(rules, workload) || isBeside(rules, workload));
}

/** Whether alerts name a workload, or its namespace as PromQL does: in JSON, its quotes are escaped. */
function names({ text }: AlertRules, { name, namespace }: GraphObject): boolean {
  const namesIt = name !== undefined && text.includes(name);
  return namesIt || (namespace !== undefined && text.includes(`namespace=\\"${namespace}\\"`));
}

function isBeside({ object }: AlertRules, { namespace }: GraphObject): boolean {
  return namespace !== undefined && (object.at("metadata.namespace").text ?? "default") === namespace;
}
