import { SERVICE_KINDS } from "./kinds";
import { podLabels, runningContainers } from "./pods";
import { mapSelects } from "./selectors";
import type { ObjectGraph } from "./graph";
import type { Field, GraphObject } from "./object";

/** The workloads whose pods a Service selects; of files, the nearest ones. */
export function servedBy(service: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  return graph.onceFor(service, findServed);
}

function findServed(service: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  const selector = service.at("spec.selector");
  if (selector.names.length === 0) {
    return [];
  }
  return [...SERVICE_KINDS, "Pod" as const]
    .filter((kind) => graph.all(kind).length > 0)
    .flatMap((kind) =>
      graph.selectedBy(service, { kind, selector, labelsOf: podLabels }, (object) =>
        mapSelects(selector, podLabels(object)),
      ),
    );
}

/** Ports that a workload's containers name: name → number. */
export function namedPorts(object: GraphObject): ReadonlyMap<string, number> {
  const ports = runningContainers(object).flatMap((container) => container.at("ports").items);
  return new Map(ports.map((port) => [port.at("name").text ?? "", port.at("containerPort").number ?? 0]));
}

/** The numbers that a target port stands for: its own, or those of its name in the pods that a Service selects. */
export function portNumbers(target: Field, service: GraphObject, graph: ObjectGraph): readonly number[] {
  const { number, text } = target;
  if (number !== undefined) {
    return [number];
  }
  return text === undefined ? [] : servedBy(service, graph).flatMap((object) => namedPorts(object).get(text) ?? []);
}
