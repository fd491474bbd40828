import { WORKLOAD_KINDS } from "../graph/kinds";
import { isFilledIn } from "../graph/limits";
import { containerName, forEach, podSpec, runningContainers } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";

const RESOURCES = ["cpu", "memory"] as const;

/** Without requests, the scheduler takes a database for something that needs nothing. */
export const noRequests = defineRule({
  id: "no-requests",
  severity: "medium",
  title: "A container asks for CPU and memory",
  why: "Without requests the scheduler packs the pod onto any node, the node takes its memory back first when it runs short, and the cluster autoscaler adds no node for it.",
  remediation:
    "Set `resources: { requests: { cpu: 500m, memory: 1Gi } }` from what it uses; a VerticalPodAutoscaler with updateMode Off tells.",
  effort: { time: "hours", why: "Two numbers, after a day or more of measuring." },
  outcome: "The pod gets the node it needs and is not the first to be evicted.",
  url: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
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
spec: { template: { spec: { containers: [{ name: db, resources: { requests: { cpu: 500m, memory: 1Gi } } }] } } }`,
  },
  kinds: WORKLOAD_KINDS,
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    yield* forEach(runningContainers(object), function* (container) {
      const resources = container.at("resources");
      const ofPod = podSpec(object).at("resources");
      // The API server takes a limit for the request where only the limit is given.
      const missing = RESOURCES.filter(
        (name) =>
          !resources.at("requests").of(name).isSet &&
          !resources.at("limits").of(name).isSet &&
          !ofPod.at("requests").of(name).isSet &&
          !ofPod.at("limits").of(name).isSet &&
          !isFilledIn(object, "requests", name, graph) &&
          !isFilledIn(object, "limits", name, graph),
      );
      if (missing.length > 0) {
        yield problem(resources, `has no request for ${missing.join(" and ")} on ${containerName(container)}`);
      }
    });
  },
});
