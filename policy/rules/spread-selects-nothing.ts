import { mayHaveUnseenPods } from "../graph/budgets";
import { SERVICE_KINDS } from "../graph/kinds";
import { forEach, podLabels, podSpec } from "../graph/pods";
import { labelSelects } from "../graph/selectors";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject, Field } from "../graph/object";

/** A spread counts the pods that its selector selects; if that is none, it spreads nothing. */
export const spreadSelectsNothing = defineRule({
  id: "spread-selects-nothing",
  severity: "medium",
  title: "A spread or anti-affinity selects the pods that it is about",
  why: "The scheduler counts the pods that the selector selects. With a typing error there it counts none, and places replicas as if that part of the rule were not there.",
  remediation:
    "Write labels that the pods have into the selector, `labelSelector: { matchLabels: { app: db } }`, or give the pods the label; take the term out where another one says the same.",
  effort: { time: "minutes", why: "One selector; one rolling update." },
  outcome: "The spread does what it was written for.",
  url: "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#affinity-and-anti-affinity",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: db } }
    spec:
      topologySpreadConstraints:
        - { maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: dp } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: db } }
    spec:
      topologySpreadConstraints:
        - { maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }`,
  },
  kinds: SERVICE_KINDS,
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    const spec = podSpec(object);
    yield* forEach(spec.at("topologySpreadConstraints").items, function* (constraint) {
      const selector = constraint.at("labelSelector");
      if (!labelSelects(selector, podLabels(object))) {
        yield problem(selector, "has a topologySpreadConstraint whose labelSelector does not select its own pods");
      }
    });
    yield* forEach(antiAffinityTerms(spec), function* (term) {
      const selector = term.at("labelSelector");
      const isElsewhere = term.at("namespaces").isSet || term.at("namespaceSelector").isSet;
      if (!isElsewhere && !selectsSomebody(selector, object, graph)) {
        yield problem(selector, "has an anti-affinity whose labelSelector selects no pods here");
      }
    });
  },
});

function antiAffinityTerms(spec: Field): readonly Field[] {
  const antiAffinity = spec.at("affinity.podAntiAffinity");
  return [
    ...antiAffinity.at("requiredDuringSchedulingIgnoredDuringExecution").items,
    ...antiAffinity
      .at("preferredDuringSchedulingIgnoredDuringExecution")
      .items.map((preferred) => preferred.at("podAffinityTerm")),
  ];
}

function selectsSomebody(selector: Field, object: GraphObject, graph: ObjectGraph): boolean {
  return (
    labelSelects(selector, podLabels(object)) ||
    mayHaveUnseenPods(object, graph) ||
    SERVICE_KINDS.some((kind) => graph.some(object, kind, (other) => labelSelects(selector, podLabels(other))))
  );
}
