import { isEverybody } from "../../policy/facts/everybody";
import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { StackConfig } from "../stack-config";
import type { Problem } from "../problems";

/** The cluster: reachable by whom it should be, and protected in prod. */
export const clusterChecks: Check = function* (config) {
  if (config.target !== "gke") {
    return;
  }
  yield* protection(config);
  yield* reachability(config);
  yield* topic(config);
  yield* hostProject(config);
};

function* topic({ cluster, google }: StackConfig): Iterable<Problem> {
  const named = cluster.notifications?.topic;
  if (named !== undefined && google !== undefined && !named.startsWith(`projects/${google.project}/`)) {
    yield refuse(
      ["cluster", "notifications", "topic"],
      named,
      `must be a topic of the cluster's own project ${google.project}`,
      "Name one there, or leave it out to have one made.",
    );
  }
}

/** A network that is named in full says whose it is. */
function* hostProject({ google, network }: StackConfig): Iterable<Problem> {
  const { existing } = network;
  const host = existing?.hostProject;
  if (existing === undefined || host === undefined) {
    return;
  }
  const expected = {
    network: `projects/${host}/`,
    subnetwork: `projects/${host}/regions/${google?.region ?? ""}/`,
  };
  for (const key of ["network", "subnetwork"] as const) {
    if (existing[key].includes("/") && !existing[key].includes(expected[key])) {
      yield refuse(
        ["network", "existing", key],
        existing[key],
        `must be one of ${expected[key]} with hostProject ${host}`,
        "Correct one of them, or give the name alone.",
      );
    }
  }
}

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
    if (environment === "prod" && isEverybody(cidr)) {
      yield refuse(
        ["cluster", "authorizedNetworks", index, "cidr"],
        cidr,
        "opens the control plane of a prod stack to everybody",
        "Name the ranges of your offices and runners, or rely on the DNS endpoint.",
      );
    }
  }
}
