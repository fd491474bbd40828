import { containerName, endsByItself, forEach, servingContainers } from "../../graph/pods";
import { problem } from "./rule";
import type { GraphObject } from "../../graph/object";
import type { Outcome } from "./rule";

/** A problem for each container that serves and lacks a probe. */
export function containersWithout(object: GraphObject, probe: "livenessProbe" | "readinessProbe"): Iterable<Outcome> {
  if (endsByItself(object)) {
    return [];
  }
  return forEach(servingContainers(object), function* (container) {
    const field = container.at(probe);
    if (!field.isSet) {
      yield problem(field, `has no ${probe} on ${containerName(container)}`);
    }
  });
}
