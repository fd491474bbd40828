import { SERVICE_KINDS } from "../graph/kinds";
import { isFilledIn } from "../graph/limits";
import { containerName, forEach, runningContainers } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";

/** A log file that fills the node's disk evicts every pod on the node. */
export const noEphemeralStorageLimit = defineRule({
  id: "no-ephemeral-storage-limit",
  severity: "low",
  title: "A container limits what it writes to the node",
  why: "Logs and temporary files go to the node's boot disk. When it is full the kubelet evicts pods, also those that wrote nothing.",
  remediation:
    "Set `resources: { requests: { ephemeral-storage: 1Gi }, limits: { ephemeral-storage: 2Gi } }`, or a LimitRange for the namespace.",
  effort: { time: "minutes", why: "Two numbers." },
  outcome: "Only the pod that writes too much is evicted.",
  url: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db }] } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, resources: { limits: { ephemeral-storage: 1Gi } } }] } } }`,
  },
  kinds: [...SERVICE_KINDS, "Pod"],
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    yield* forEach(runningContainers(object), function* (container) {
      const field = container.at("resources.limits").of("ephemeral-storage");
      if (!field.isSet && !isFilledIn(object, "limits", "ephemeral-storage", graph)) {
        yield problem(field, `has no ephemeral-storage limit on ${containerName(container)}`);
      }
    });
  },
});
