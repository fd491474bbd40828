import { defineRule, problem } from "./engine/rule";

/** A pod without a controller is gone with its node. */
export const barePod = defineRule({
  id: "bare-pod",
  severity: "medium",
  title: "A pod has a controller",
  why: "A pod that no controller owns is not made again when its node goes, and an upgrade of the node deletes it for good. A drain by hand refuses to go on because of it, and the autoscaler keeps its node.",
  remediation: "Make it a StatefulSet with replicas 1 if it keeps data, a Deployment if not, a Job if it ends.",
  effort: { time: "minutes", why: "The pod's specification becomes the template." },
  outcome: "The pod comes back after a drain.",
  url: "https://kubernetes.io/docs/concepts/workloads/pods/#working-with-pods",
  example: {
    wrong: `
apiVersion: v1
kind: Pod
metadata: { name: db }
spec: { containers: [{ name: db }] }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 1, template: { spec: { containers: [{ name: db }] } } }`,
  },
  kinds: ["Pod"],
  scope: "object",
  skipsOwned: true,
  *check(object) {
    if (object.at("spec.restartPolicy").text !== "Never") {
      yield problem(object.root, "has no controller that makes it again when its node goes");
    }
  },
});
