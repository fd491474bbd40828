import { containerName, endsByItself, forEach, runningContainers, servingContainers } from "../../graph/pods";
import { problem } from "./rule";
import type { GraphObject } from "../../graph/object";
import type { Outcome } from "./rule";

/** A pod of its own that ends, or has no port: something that somebody tries, or a client. */
function servesNobody(object: GraphObject): boolean {
  return (
    object.kind === "Pod" &&
    (endsByItself(object) || !runningContainers(object).some((container) => container.reach("ports").isSet))
  );
}

/** A problem for each container that serves and lacks a probe. */
export function containersWithout(object: GraphObject, probe: "livenessProbe" | "readinessProbe"): Iterable<Outcome> {
  if (servesNobody(object)) {
    return [];
  }
  return forEach(servingContainers(object), function* (container) {
    const field = container.at(probe);
    if (!field.isSet) {
      yield problem(field, `has no ${probe} on ${containerName(container)}`);
    }
  });
}
