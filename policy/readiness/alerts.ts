import { entryOf } from "../facts/entry";
import { meets } from "../graph/search";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** A kind of objects that hold alerts. */
interface AlertKind {
  /** Group of its API. */
  readonly group: RegExp;
  /** What in an object says that it does. */
  readonly says: string;
  /** Evaluated outside the cluster, so that no namespace of it counts. @default false */
  readonly isOutside?: true;
}

const ALERT_KINDS: Readonly<Record<string, AlertKind>> = {
  PrometheusRule: { group: /^monitoring\.coreos\.com\//, says: '"alert":' },
  Rules: { group: /^monitoring\.googleapis\.com\//, says: '"alert":' },
  ClusterRules: { group: /^monitoring\.googleapis\.com\//, says: '"alert":' },
  GlobalRules: { group: /^monitoring\.googleapis\.com\//, says: '"alert":' },
  VMRule: { group: /^operator\.victoriametrics\.com\//, says: '"alert":' },
  // Of Google Cloud, made by Pulumi or by Config Connector.
  AlertPolicy: { group: /^$/, says: '"conditions":', isOutside: true },
  MonitoringAlertPolicy: {
    group: /^monitoring\.cnrm\.cloud\.google\.com\//,
    says: '"conditions":',
    isOutside: true,
  },
  GrafanaAlertRuleGroup: { group: /^grafana\.integreatly\.org\//, says: '"rules":' },
  DatadogMonitor: { group: /^datadoghq\.com\//, says: '"query":' },
};

interface AlertRules {
  readonly object: GraphObject;
  readonly text: string;
  readonly kind: AlertKind;
}

const alertRules = (graph: ObjectGraph): readonly AlertRules[] =>
  graph.all("Other").flatMap((object) => {
    const { apiVersion, kindName, value } = object.facts;
    const kind = entryOf(ALERT_KINDS, kindName);
    const text = kind?.group.test(apiVersion) === true ? JSON.stringify(value) : "";
    return kind !== undefined && text.includes(kind.says) ? [{ object, text, kind }] : [];
  });

/** The objects whose alerts speak of a workload: those of its namespace, and those that name it or its namespace. */
export function alertsFor(workload: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return graph
    .once(alertRules)
    .filter((rules) => speaksOf(rules, workload))
    .map(({ object }) => object);
}

function speaksOf(rules: AlertRules, workload: GraphObject): boolean {
  if (rules.kind.isOutside === true) {
    return names(rules, workload);
  }
  const isNear = rules.object.facts.cluster === workload.facts.cluster && meets(workload, rules.object);
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
