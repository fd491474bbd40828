import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { StackConfig } from "../stack-config";
import type { Problem } from "../problems";

/** Ranges that mean "everybody". */
const ANYWHERE = ["0.0.0.0/0", "::/0"];

/** The cluster: reachable by whom it should be, and protected in prod. */
export const clusterChecks: Check = function* (config) {
  if (config.target !== "gke") {
    return;
  }
  yield* protection(config);
  yield* reachability(config);
};

function* protection({ deletionProtection, environment }: StackConfig): Iterable<Problem> {
  if (environment === "prod" && !deletionProtection) {
    yield warn(
      ["deletionProtection"],
      false,
      "lets one command delete prod",
      "Set it to true again as soon as what had to go has gone.",
    );
  }
}

function* reachability({ cluster, environment }: StackConfig): Iterable<Problem> {
  if (!cluster.dnsEndpoint && cluster.authorizedNetworks.length === 0) {
    yield refuse(
      ["cluster", "dnsEndpoint"],
      false,
      "leaves no way to the control plane, not even for Pulumi, while cluster.authorizedNetworks is empty",
      "Set dnsEndpoint to true, or name the ranges that may connect.",
    );
  }
  for (const [index, { cidr }] of cluster.authorizedNetworks.entries()) {
    if (environment === "prod" && ANYWHERE.includes(cidr)) {
      yield refuse(
        ["cluster", "authorizedNetworks", index, "cidr"],
        cidr,
        "opens the control plane of a prod stack to everybody",
        "Name the ranges of your offices and runners, or rely on the DNS endpoint.",
      );
    }
  }
}
