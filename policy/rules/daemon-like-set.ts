import { HOST_LABEL } from "../facts/node-labels";
import { podLabels, podSpec } from "../graph/pods";
import { labelSelects } from "../graph/selectors";
import { volumesOf } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import type { GraphObject } from "../graph/object";

/** One pod for each node, which uses the node: that is a DaemonSet. */
export const daemonLikeSet = defineRule({
  id: "daemon-like-set",
  severity: "advisory",
  title: "One pod for each node is a DaemonSet",
  why: "A StatefulSet that allows one pod on a node and uses the node's files or network has to be scaled by hand whenever a node comes or goes.",
  remediation: "Use a DaemonSet with a nodeSelector for the nodes that are meant.",
  effort: { time: "hours", why: "Another kind; data on the nodes stays where it is." },
  outcome: "Every node has its pod, also the next one.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: agent }
spec:
  template:
    metadata: { labels: { app: agent } }
    spec:
      hostNetwork: true
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: agent } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    metadata: { labels: { app: db } }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: db } } }`,
  },
  kinds: ["StatefulSet"],
  scope: "object",
  *check(object) {
    const terms = podSpec(object).at("affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution");
    const alone = terms.items.some(
      (term) => term.at("topologyKey").text === HOST_LABEL && labelSelects(term.at("labelSelector"), podLabels(object)),
    );
    if (alone && usesNode(object)) {
      yield problem(terms, "runs once for each node and uses the node's files or network");
    }
  },
});

function usesNode(object: GraphObject): boolean {
  return (
    podSpec(object).at("hostNetwork").flag === true || volumesOf(object).some(({ source }) => source === "hostPath")
  );
}
