import { entryOf } from "../facts/entry";
import { escaped } from "../facts/escaped";
import { meets } from "../graph/search";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** A kind of objects that hold alerts. */
interface AlertKind {
  /** Group of its API. */
  readonly group: RegExp;
  /** What in an object says that it does. */
  readonly says: string;
  /** What it sees: its own namespace, all of the cluster, or, evaluated outside of it, what its text names. @default "namespace" */
  readonly sees?: "cluster" | "named";
}

const ALERT_KINDS: Readonly<Record<string, AlertKind>> = {
  PrometheusRule: { group: /^monitoring\.coreos\.com\//, says: '"alert":', sees: "cluster" },
  Rules: { group: /^monitoring\.googleapis\.com\//, says: '"alert":' },
  ClusterRules: { group: /^monitoring\.googleapis\.com\//, says: '"alert":', sees: "cluster" },
  GlobalRules: { group: /^monitoring\.googleapis\.com\//, says: '"alert":', sees: "cluster" },
  VMRule: { group: /^operator\.victoriametrics\.com\//, says: '"alert":', sees: "cluster" },
  // Of Google Cloud, made by Pulumi or by Config Connector.
  AlertPolicy: { group: /^$/, says: '"conditions":', sees: "named" },
  MonitoringAlertPolicy: {
    group: /^monitoring\.cnrm\.cloud\.google\.com\//,
    says: '"conditions":',
    sees: "named",
  },
  GrafanaAlertRuleGroup: { group: /^grafana\.integreatly\.org\//, says: '"rules":' },
  DatadogMonitor: { group: /^datadoghq\.com\//, says: '"query":' },
};

interface AlertRules {
  readonly object: GraphObject;
  /** As JSON, with the quotes of its queries as they are written there. */
  readonly text: string;
  readonly kind: AlertKind;
}

const alertRules = (graph: ObjectGraph): readonly AlertRules[] =>
  graph.all("Other").flatMap((object) => {
    const { apiVersion, kindName, value } = object.facts;
    const kind = entryOf(ALERT_KINDS, kindName);
    const text = kind?.group.test(apiVersion) === true ? JSON.stringify(value).replaceAll('\\"', '"') : "";
    return kind !== undefined && text.includes(kind.says) ? [{ object, text, kind }] : [];
  });

/** The objects whose alerts speak of a workload: those of its namespace, those that name it or its namespace, and those about all workloads. */
export function alertsFor(workload: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return graph
    .once(alertRules)
    .filter((rules) => speaksOf(rules, workload))
    .map(({ object }) => object);
}

function speaksOf(rules: AlertRules, workload: GraphObject): boolean {
  const { sees } = rules.kind;
  if (sees === "named") {
    return names(rules, workload);
  }
  const isNear = rules.object.facts.cluster === workload.facts.cluster && meets(workload, rules.object);
  return isNear && (names(rules, workload) || isBeside(rules, workload) || (sees === "cluster" && isAboutAll(rules)));
}

/** Whether a query selects a workload, its pods or its namespace by name. What begins or ends with that name is something else. */
function names({ text }: AlertRules, { name, namespace }: GraphObject): boolean {
  const namesIt =
    name !== undefined && new RegExp(`["'|(:=^]${escaped(name)}(?=["'|),;}]|-?[.[(\\\\]|-\\d)`).test(text);
  return namesIt || (namespace !== undefined && ofNamespace(namespace).test(text));
}

/** `namespace="shop"` of PromQL, `namespace_name` of Google Cloud, `kube_namespace:shop` of Datadog, also as one of several. */
function ofNamespace(namespace: string): RegExp {
  return new RegExp(`namespace(?:_name)?\\s*(?:=~?|:)\\s*["']?(?:[^"'{}]*[|(^])?${escaped(namespace)}(?![\\w.-])`);
}

/** Metrics about workloads and their disks, and what they are selected by. */
const OF_WORKLOADS = /\b(?:kube_(?:statefulset|pod|persistentvolumeclaim)|kubelet_volume_stats)_\w+(?:\{([^}]*)\})?/g;

/** Whether a query is about workloads of every namespace, as those of kubernetes-mixin are. */
function isAboutAll({ text }: AlertRules): boolean {
  return [...text.matchAll(OF_WORKLOADS)].some(
    ([, matchers = ""]) => !/\bnamespace\s*=/.test(matchers) || /\bnamespace\s*=~\s*"\.[+*]"/.test(matchers),
  );
}

function isBeside({ object }: AlertRules, { namespace }: GraphObject): boolean {
  return namespace !== undefined && (object.at("metadata.namespace").text ?? "default") === namespace;
}
