import { mayHaveUnseenPods } from "../graph/budgets";
import { someHolds } from "../graph/doubts";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { podLabels } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";
import { sameFile } from "../graph/search";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject, Field } from "../graph/object";

/** A Service that selects no pod is a name without anybody behind it. */
export const serviceSelectsNothing = defineRule({
  id: "service-selects-nothing",
  severity: "medium",
  title: "A Service selects pods",
  why: "A Service whose selector fits no pod has a name and an address, and every connection to it fails or hangs. Kubernetes says nothing.",
  remediation: "Write the pods' labels into the selector: `spec: { selector: { app: db } }`.",
  effort: { time: "minutes", why: "One selector." },
  outcome: "Clients reach the pods.",
  url: "https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/",
  example: {
    wrong: `
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: dp }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: peers, template: { metadata: { labels: { app: db } } } }`,
    right: `
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: peers, template: { metadata: { labels: { app: db } } } }`,
  },
  kinds: ["Service"],
  scope: "graph",
  *check(object, graph) {
    const selector = object.at("spec.selector");
    if (selector.entries.length === 0 || object.at("spec.type").text === "ExternalName") {
      return;
    }
    // Elsewhere the pods may come from anything. A governing Service is judged with its set.
    const isComplete = standsWithOne(object, graph) && !mayHaveUnseenPods(object, graph) && !isGoverning(object, graph);
    if (isComplete && !mayFindPods(object, selector, graph)) {
      yield problem(selector, "has a selector that fits the pods of no workload in its namespace here");
    }
  },
});

/** Whether a workload stands beside it, in its file or under its name, as it would if its pods came from one. */
function standsWithOne(object: GraphObject, graph: ObjectGraph): boolean {
  return someHolds(WORKLOAD_KINDS, (kind) =>
    graph.some(object, kind, (workload) => sameFile(object, workload) || workload.name === object.name),
  );
}

function isGoverning(object: GraphObject, graph: ObjectGraph): boolean {
  return graph.some(object, "StatefulSet", (set) => graph.target(set.at("spec.serviceName"), "Service") === object);
}

/** Labels that controllers put on pods. Sources: https://kubernetes.io/docs/reference/labels-annotations-taints/, and pkg/apis/{apps,batch} of Kubernetes */
const BY_CONTROLLERS: readonly string[] = [
  "apps.kubernetes.io/pod-index",
  "batch.kubernetes.io/controller-uid",
  "batch.kubernetes.io/job-completion-index",
  "batch.kubernetes.io/job-name",
  "controller-revision-hash",
  "controller-uid",
  "job-name",
  "pod-template-hash",
  "statefulset.kubernetes.io/pod-name",
];

/** Software labels its own pods while it runs, such as the one that leads. So only what the pods say otherwise counts against it. */
function mayFindPods(object: GraphObject, selector: Field, graph: ObjectGraph): boolean {
  const wanted = selector.entries.filter(([key]) => !BY_CONTROLLERS.includes(key));
  if (wanted.length === 0) {
    return true;
  }
  return someHolds(WORKLOAD_KINDS, (kind) =>
    graph.some(object, kind, (workload) => {
      const labels = podLabels(workload);
      const said = wanted.filter(([key]) => labels.of(key).isSet);
      return said.length > 0 && said.every(([key, value]) => value.text === labels.of(key).text);
    }),
  );
}
