import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { Problem } from "../problems";
import type { StackConfig } from "../stack-config";
import type { WorkloadSettings } from "../schema/workload";

/** Services for clients: a load balancer admits whom somebody has named, and nobody else. */
export const serviceChecks: Check = function* (config) {
  for (const [name, workload] of Object.entries(config.workloads)) {
    yield* service(name, workload, config);
  }
};

function* service(
  name: string,
  { ports, service: { internal, sourceRanges, type } }: WorkloadSettings,
  { target }: StackConfig,
): Iterable<Problem> {
  const path = ["workloads", name, "service"];
  if (type !== "LoadBalancer") {
    if (sourceRanges.length > 0) {
      yield refuse(
        [...path, "sourceRanges"],
        sourceRanges,
        `has an effect with type LoadBalancer only, and type is ${type}`,
        "Set service.type to LoadBalancer, or remove it; pods are named in network.clients.",
      );
    }
    return;
  }
  if (Object.keys(ports).length === 0) {
    yield refuse([...path, "type"], type, "has nothing to offer: the workload has no ports", "Add ports.");
  }
  if (sourceRanges.length === 0) {
    yield refuse(
      [...path, "sourceRanges"],
      undefined,
      "is required with type LoadBalancer, or nobody could connect",
      "Name the ranges of the clients, such as [10.0.0.0/8].",
    );
  }
  if (internal && target !== "gke") {
    yield warn(
      [...path, "internal"],
      internal,
      "is an annotation of GKE, and on another cloud the address would be on the internet",
      "On another cloud, add its annotation for internal load balancers to service.annotations.",
    );
  }
}
