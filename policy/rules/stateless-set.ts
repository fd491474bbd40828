import { ordinalHint } from "../graph/order";
import { keptVolumes } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";

/** A StatefulSet without state is a Deployment that updates more slowly. */
export const statelessSet = defineRule({
  id: "stateless-set",
  severity: "advisory",
  title: "A StatefulSet is for pods with a disk or an identity",
  why: "A StatefulSet replaces pods one by one and waits for each, and a pod of a lost node is not made again until the node is known to be gone. Without a disk or an identity that buys nothing.",
  remediation: "Use a Deployment, `kind: Deployment, spec: { replicas: 3, … }`, if no pod needs its own disk or name.",
  effort: { time: "hours", why: "Another kind, and one switch of the Service." },
  outcome: "Faster updates, and pods of a lost node are replaced at once.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#using-statefulsets",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: web }
spec: { replicas: 3, template: { spec: { containers: [{ name: web }] } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template: { spec: { containers: [{ name: db }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]`,
  },
  kinds: ["StatefulSet"],
  scope: "graph",
  *check(object, graph) {
    if (keptVolumes(object).length === 0 && ordinalHint(object, graph) === undefined) {
      yield problem(
        object.at("spec.volumeClaimTemplates"),
        "has no disk, and nothing in its pods tells one ordinal from another",
      );
    }
  },
});
