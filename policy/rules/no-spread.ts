import { HOST_LABEL, ZONE_LABEL } from "../facts/node-labels";
import { someHolds } from "../graph/doubts";
import { podLabels, podSelector, podSpec } from "../graph/pods";
import { podRange, showPods } from "../graph/scaling";
import { labelSelects } from "../graph/selectors";
import { isAboutOwnNamespace } from "../graph/spread";
import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";
import type { Value, ValueMap } from "../graph/value";

/** Without a spread, the scheduler may put all replicas on one node. */
export const noSpread = defineRule({
  id: "no-spread",
  severity: "medium",
  title: "Replicas are spread over zones and nodes",
  why: "The scheduler may put all replicas on one node, and does where it is the emptiest. One lost node, or zone, then takes all of them.",
  remediation:
    "Add `topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, nodeTaintsPolicy: Honor, labelSelector: { matchLabels: <the pods' labels> } }]`, and one for kubernetes.io/hostname with ScheduleAnyway.",
  effort: { time: "minutes", why: "A few lines in the pod template; one rolling update." },
  outcome: "A lost node takes one replica, a lost zone at most its share.",
  url: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { spec: {} } }`,
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
        - { maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }`,
  },
  kinds: ["StatefulSet", "Deployment", "ReplicationController"],
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    const range = podRange(object, graph);
    if (range.max < 2) {
      return;
    }
    const spec = podSpec(object);
    const antiAffinity = spec.at("affinity.podAntiAffinity");
    const terms = [
      ...antiAffinity.at("requiredDuringSchedulingIgnoredDuringExecution").items,
      ...antiAffinity
        .at("preferredDuringSchedulingIgnoredDuringExecution")
        .items.map((item) => item.at("podAffinityTerm")),
    ];
    // A term that keeps off other pods does not keep these apart.
    const isSpread =
      spec.at("topologySpreadConstraints").items.length > 0 ||
      someHolds(
        terms,
        (term) => isAboutOwnNamespace(term, object) && labelSelects(term.at("labelSelector"), podLabels(object)),
      );
    if (!isSpread) {
      const field = spec.at("topologySpreadConstraints");
      const says = `has ${showPods(range)}, and nothing spreads them over nodes and zones`;
      yield problem(field, says, setting(field, constraints(podSelector(object))));
    }
  },
});

/** Over zones by force, over nodes as far as it goes. */
function constraints(matchLabels: ValueMap): readonly Value[] {
  const each = { maxSkew: 1, nodeTaintsPolicy: "Honor", labelSelector: { matchLabels } };
  return [
    { ...each, topologyKey: ZONE_LABEL, whenUnsatisfiable: "DoNotSchedule" },
    { ...each, topologyKey: HOST_LABEL, whenUnsatisfiable: "ScheduleAnyway" },
  ];
}
