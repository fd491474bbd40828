import { allScalersOf, scalersOf } from "../graph/scaling";
import { defineRule, problem } from "./engine/rule";
import { titlesOf } from "../graph/titles";

/** Paths of ignoreChanges that leave the replicas alone. */
const IGNORING = ["spec.replicas", "spec", "*"];

/** What is deployed and what an autoscaler decided overwrite each other. */
export const twoReplicaWriters = defineRule({
  id: "two-replica-writers",
  severity: "high",
  title: "One writer decides about replicas",
  why: "Where the program sets spec.replicas and an autoscaler does too, every deployment puts the number back: replicas with their data are stopped in the middle of a load, or server-side apply fails with a conflict.",
  remediation:
    'Leave `spec.replicas` out, or in Pulumi add `ignoreChanges: ["spec.replicas"]`. Keep one autoscaler for each workload.',
  effort: {
    time: "minutes",
    why: "One line. Leaving replicas out of an existing manifest sets 1 for a moment: hand the field over as the linked page says.",
  },
  outcome: "A deployment leaves the number of replicas alone.",
  url: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3 }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 5 }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: {}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 5 }`,
  },
  kinds: ["StatefulSet", "Deployment", "ReplicaSet", "ReplicationController"],
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    const scalers = scalersOf(object, graph);
    const field = object.at("spec.replicas");
    const isIgnored = (object.facts.ignoreChanges ?? []).some((path) => IGNORING.includes(path));
    if (scalers.length > 0 && field.isSet && !isIgnored) {
      yield problem(field, `sets spec.replicas ${field.shown}, and so does ${titlesOf(scalers)}`);
    }
    const all = allScalersOf(object, graph);
    if (all.length > 1) {
      const titles = titlesOf(all);
      yield problem(field, `is scaled by ${String(all.length)} autoscalers: ${titles}`);
    }
  },
});
