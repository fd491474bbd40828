import { ZONE_LABELS } from "../facts/node-labels";
import { KEEPING_KINDS } from "../graph/claim-users";
import { podLabels, podSpec } from "../graph/pods";
import { podRange, showPods } from "../graph/scaling";
import { labelSelects } from "../graph/selectors";
import { mustHold } from "../graph/spread";
import { zoneCount } from "../graph/zones";
import { defineRule, problem } from "./engine/rule";
import type { Field } from "../graph/object";

/** One pod for each zone, and more pods than zones: those that are left wait for ever. */
export const moreReplicasThanZones = defineRule({
  id: "more-replicas-than-zones",
  severity: "high",
  title: "Replicas that exclude each other by zone have a zone each",
  why: "Required anti-affinity over zones lets one pod into each. A further one stays Pending, and nothing the autoscaler can add would help; with OrderedReady all later ones wait behind it, and after the loss of a zone its pod cannot go anywhere.",
  remediation:
    "Spread with `topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: … }]`, which lets several into a zone evenly, or have no more replicas than zones.",
  effort: { time: "minutes", why: "One constraint instead of another; the pods restart once." },
  outcome: "Every replica has a place.",
  url: "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 5
  template:
    metadata: { labels: { app: db } }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - { topologyKey: topology.kubernetes.io/zone, labelSelector: { matchLabels: { app: db } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: db } }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - { topologyKey: topology.kubernetes.io/zone, labelSelector: { matchLabels: { app: db } } }`,
  },
  kinds: KEEPING_KINDS.filter((kind) => kind !== "Pod" && kind !== "DaemonSet"),
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    const terms = podSpec(object)
      .at("affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution")
      .items.filter((term) => isByZone(term) && isAmongThem(term))
      .filter((term) => labelSelects(term.at("labelSelector"), podLabels(object)));
    const tooWide = podSpec(object)
      .at("topologySpreadConstraints")
      .items.filter((one) => isByZone(one) && mustHold(one) && one.at("minDomains").isSet);
    if (terms.length + tooWide.length === 0) {
      return;
    }
    const zones = zoneCount(object, graph);
    const range = podRange(object, graph);
    const where = `${zones.isKnown ? "" : "at most "}${String(zones.count)} zones`;
    for (const term of terms.filter(() => range.min > zones.count)) {
      yield problem(term, `has ${showPods(range)} of which each wants a zone of its own, and there are ${where}`);
    }
    // With too few zones, each still takes as many pods as the skew.
    const isStuck = (one: Field): boolean =>
      (one.at("minDomains").number ?? 1) > zones.count && range.min > zones.count * (one.at("maxSkew").number ?? 1);
    for (const one of tooWide.filter(isStuck)) {
      yield problem(one, `wants pods in ${one.at("minDomains").shown} zones (minDomains), and there are ${where}`);
    }
  },
});

/** Whether a term is about all pods of the workload's own namespace. By further labels, or elsewhere, it may exclude none of them. */
function isAmongThem(term: Field): boolean {
  return !["matchLabelKeys", "mismatchLabelKeys", "namespaceSelector", "namespaces"].some((key) => term.of(key).isSet);
}

function isByZone(term: Field): boolean {
  return ZONE_LABELS.includes(term.at("topologyKey").text ?? "");
}
