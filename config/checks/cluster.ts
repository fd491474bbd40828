import { overlaps } from "../sizing/ranges";
import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { StackConfig } from "../stack-config";
import type { Problem } from "../problems";

/** Ranges that mean "everybody". */
const ANYWHERE = ["0.0.0.0/0", "::/0"];

/** Longest time without any upgrade. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions */
const MAX_FREEZE_DAYS = 90;

/** Cluster and network: reachable by whom they should be, and nothing contradicts itself. */
export const clusterChecks: Check = function* (config) {
  if (config.target !== "gke") {
    return;
  }
  yield* protection(config);
  yield* reachability(config);
  yield* maintenance(config);
  yield* ranges(config);
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

function* maintenance({ cluster: { maintenance: window } }: StackConfig): Iterable<Problem> {
  if (window.end <= window.start) {
    yield refuse(
      ["cluster", "maintenance", "end"],
      window.end,
      `must be after maintenance.start ${window.start}`,
      "Make the window at least four hours long.",
    );
  }
  for (const [index, exclusion] of window.exclusions.entries()) {
    const path = ["cluster", "maintenance", "exclusions", index, "end"];
    if (exclusion.scope === "NO_UPGRADES" && exclusion.end === undefined) {
      yield refuse(
        path,
        undefined,
        "is required with scope NO_UPGRADES",
        "Give an end at most 90 days after the start.",
      );
    }
    if (exclusion.scope === "NO_UPGRADES" && daysOf(exclusion) > MAX_FREEZE_DAYS) {
      yield refuse(
        path,
        exclusion.end,
        `must be at most ${String(MAX_FREEZE_DAYS)} days after its start ${exclusion.start} with scope NO_UPGRADES`,
        "Give an earlier end, or use NO_MINOR_OR_NODE_UPGRADES.",
      );
    }
    if (exclusion.end !== undefined && exclusion.end <= exclusion.start) {
      yield refuse(
        path,
        exclusion.end,
        `must be after its start ${exclusion.start}`,
        "Swap the two, or correct one of them.",
      );
    }
  }
}

const MILLISECONDS_PER_DAY = 86_400_000;

function daysOf({ end, start }: { readonly start: string; readonly end?: string | undefined }): number {
  return end === undefined ? 0 : (Date.parse(end) - Date.parse(start)) / MILLISECONDS_PER_DAY;
}

function* ranges({ network }: StackConfig): Iterable<Problem> {
  if (network.existing !== undefined) {
    return;
  }
  const keys = ["nodeCidr", "podCidr", "serviceCidr"] as const;
  for (const [index, key] of keys.entries()) {
    for (const other of keys.slice(index + 1)) {
      if (overlaps(network[key], network[other])) {
        yield refuse(
          ["network", other],
          network[other],
          `must not overlap network.${key} ${network[key]}`,
          "Choose ranges that are apart.",
        );
      }
    }
  }
}
