import { isZonal } from "../graph/clusters";
import { defineRule, problem } from "./engine/rule";

/** With a control plane in one zone, nothing heals while that zone, or an upgrade, takes it away. */
export const clusterZonalControlPlane = defineRule({
  id: "cluster-zonal-control-plane",
  severity: "high",
  title: "The control plane survives a lost zone",
  why: "A zonal control plane is gone with its zone, and during every upgrade. Pods go on running, but none is moved, restarted elsewhere or scaled: exactly when it is needed.",
  remediation:
    "Set `location` to a region. It cannot be changed in place: make a new cluster and restore the backup there.",
  effort: { time: "days", why: "A new cluster, and the workloads move." },
  outcome: "Pods of a lost zone start in another one.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters",
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { location: europe-west1-b }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { location: europe-west1 }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("location");
    if (isZonal(object)) {
      yield problem(field, `has its control plane in zone ${field.text ?? ""} only`);
    }
  },
});
