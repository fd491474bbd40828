import { WORKLOAD_KINDS } from "../graph/kinds";
import { isFilledIn } from "../graph/limits";
import { containerName, forEach, podSpec, runningContainers } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";

/** A leak in one container must not take the node's other pods with it. */
export const noMemoryLimit = defineRule({
  id: "no-memory-limit",
  severity: "medium",
  title: "A container has a memory limit",
  why: "Without a limit a leak eats the node's memory, and the kernel kills whatever it likes: perhaps the database beside it.",
  remediation:
    "Set `resources: { limits: { memory: 2Gi } }`, for data services the same as the request. A CPU limit is not needed.",
  effort: { time: "minutes", why: "One number." },
  outcome: "Only the container that leaks is restarted.",
  url: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
  peers:
    "Polaris, checkov and others also demand a CPU limit. It slows a database down while CPU stands idle, so this rule does not.",
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
spec: { template: { spec: { containers: [{ name: db, resources: { limits: { memory: 1Gi } } }] } } }`,
  },
  kinds: WORKLOAD_KINDS,
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    yield* forEach(runningContainers(object), function* (container) {
      const field = container.at("resources.limits.memory");
      const isSet = field.isSet || podSpec(object).at("resources.limits.memory").isSet;
      if (!isSet && !isFilledIn(object, "limits", "memory", graph)) {
        yield problem(field, `has no memory limit on ${containerName(container)}`);
      }
    });
  },
});
