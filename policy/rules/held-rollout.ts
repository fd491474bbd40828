import { defineRule, problem } from "./engine/rule";

/** Label of the sets whose pods grafana's rollout-operator updates. Source: https://github.com/grafana/rollout-operator */
const ROLLOUT_GROUP = "rollout-group";

/** A partition or OnDelete that stays behind after a careful rollout leaves two versions running. */
export const heldRollout = defineRule({
  id: "held-rollout",
  severity: "low",
  title: "A rollout that was held back goes on",
  why: "With a partition above 0, or OnDelete, a change reaches only some pods, or none. Left behind after a careful rollout, nobody notices that the replicas differ. Pulumi also waits for all pods, and fails.",
  remediation:
    "Set `updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 0 } }` once the new version is trusted.",
  effort: { time: "minutes", why: "One number, once the new version is trusted." },
  outcome: "What is written down is what runs.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#partitions",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 2 } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { updateStrategy: { type: RollingUpdate } }`,
  },
  kinds: ["StatefulSet"],
  scope: "object",
  *check(object) {
    const strategy = object.at("spec.updateStrategy");
    const partition = strategy.at("rollingUpdate.partition");
    if (strategy.at("type").text === "OnDelete") {
      if (object.at("metadata.labels").of(ROLLOUT_GROUP).isSet) {
        return; // an operator deletes the pods, in its order
      }
      yield problem(
        strategy.at("type"),
        "has updateStrategy OnDelete, so a change reaches a pod only when somebody deletes it",
      );
    } else if ((partition.number ?? 0) > 0) {
      yield problem(
        partition,
        `has partition ${String(partition.number)}, so pods with lower ordinals keep the old version`,
      );
    }
  },
});
