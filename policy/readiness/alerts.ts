import { meets } from "../graph/search";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** Kinds of objects that hold alert rules, of the Prometheus operator and of Google's managed Prometheus. */
const ALERT_KINDS: readonly string[] = ["PrometheusRule", "Rules", "ClusterRules", "GlobalRules", "VMRule"];
const ALERT_GROUPS = /^(?:monitoring\.coreos\.com|monitoring\.googleapis\.com|operator\.victoriametrics\.com)\//;

interface AlertRules {
  readonly object: GraphObject;
  readonly text: string;
}

const alertRules = (graph: ObjectGraph): readonly AlertRules[] =>
  graph
    .all("Other")
    .filter(({ facts }) => ALERT_KINDS.includes(facts.kindName) && ALERT_GROUPS.test(facts.apiVersion))
    .map((object) => ({ object, text: JSON.stringify(object.facts.value) }))
    .filter(({ text }) => text.includes('"alert":'));

/** The objects whose alert rules speak of a workload: those of its namespace, and those that name it. */
export function alertsFor(workload: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  const { name, namespace } = workload;
  return graph
    .once(alertRules)
    .filter(
      ({ object, text }) =>
        object.facts.cluster === workload.facts.cluster &&
        meets(workload, object) &&
        ((name !== undefined && text.includes(name)) ||
          (namespace !== undefined && (object.at("metadata.namespace").text ?? "default") === namespace)),
    )
    .map(({ object }) => object);
}
