import { podRange } from "../graph/scaling";
import { defineRule, problem } from "./engine/rule";

/** One replica is a choice; it should be one that somebody made. */
export const singleReplica = defineRule({
  id: "single-replica",
  severity: "advisory",
  title: "A service that must not stop has several replicas",
  why: "With one replica every drain, update and lost node is an outage of a minute or more, whatever disks and budgets there are.",
  remediation:
    "Use `replicas: 3` if the software can replicate. If it cannot, keep one, keep its start short, and plan for the gap.",
  effort: { time: "days", why: "Replication is the software's own business, and has to be set up and watched." },
  outcome: "A lost node is not an outage.",
  url: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/",
  peers:
    "Others report it as an error and ask for more replicas. On software that cannot replicate, more replicas lose data, so this is a hint.",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: {}`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3 }`,
  },
  kinds: ["StatefulSet"],
  scope: "graph",
  *check(object, graph) {
    if (podRange(object, graph).max === 1) {
      yield problem(object.at("spec.replicas"), "has one replica");
    }
  },
});
