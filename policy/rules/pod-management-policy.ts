import { ordinalHint } from "../graph/order";
import { runningContainers } from "../graph/pods";
import { podRange, showPods } from "../graph/scaling";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** Whether the pods of a set start one after another or together is a decision that cannot be changed later. */
export const podManagementPolicy = defineRule({
  id: "pod-management-policy",
  severity: "medium",
  title: "A StatefulSet with several replicas says whether they need an order",
  why: "OrderedReady, the default, starts and scales pods one by one: one pod that does not get ready stops all later ones, and a lost zone comes back one pod at a time. The field cannot be changed without replacing the set.",
  remediation:
    "Set `spec.podManagementPolicy: Parallel` where the pods are equal, and `OrderedReady` where one has to be ready before the next may start (a primary that replicas copy from). On a set that exists: `kubectl delete statefulset NAME --cascade=orphan`, then apply; pods and claims stay.",
  effort: { time: "minutes", why: "One field; on a set that exists, one replacement around its running pods." },
  outcome: "Pods start, scale and recover as fast as they can, in an order only where they need one.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: sessions }
spec: { replicas: 3 }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: sessions }
spec: { replicas: 3, podManagementPolicy: Parallel }`,
  },
  kinds: ["StatefulSet"],
  scope: "graph",
  settings: {
    orderedImages: {
      type: "array",
      items: { type: "string" },
      default: ["cassandra", "galera", "mariadb", "mongo", "mysql", "postgres", "rabbitmq", "redis", "scylla"],
      description: "Parts of image names whose replicas join one after another or copy from the first.",
    },
  },
  *check(object, graph, { orderedImages }) {
    const range = podRange(object, graph);
    const field = object.at("spec.podManagementPolicy");
    // Whatever stands there, somebody has considered it.
    if (range.max < 2 || field.isSet) {
      return;
    }
    const reason = reasonForOrder(object, graph, orderedImages);
    const advice =
      reason === undefined
        ? "Parallel fits: nothing in the pods tells one ordinal from another"
        : `OrderedReady fits: ${reason}`;
    yield problem(field, `has ${showPods(range)} and does not say spec.podManagementPolicy. ${advice}`);
  },
});

function reasonForOrder(object: GraphObject, graph: ObjectGraph, orderedImages: readonly string[]): string | undefined {
  const hint = ordinalHint(object, graph);
  if (hint !== undefined) {
    return `${hint.path} tells one ordinal from another`;
  }
  const images = runningContainers(object).flatMap((container) => container.at("image").text ?? []);
  const ordered = orderedImages.find((part) => images.some((image) => image.toLowerCase().includes(part)));
  return ordered === undefined ? undefined : `${ordered} joins its members one after another`;
}
