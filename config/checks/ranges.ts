import { nodeBounds } from "../sizing/capacity";
import { addressesIn, overlaps, podAddressesOf, RESERVED_ADDRESSES } from "../sizing/ranges";
import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { NetworkSettings } from "../schema/network";
import type { Problem } from "../problems";
import type { StackConfig } from "../stack-config";

/** Ranges of the network: apart, and large enough for what the pools can have. Those of a network that exists are not known. */
export const rangeChecks: Check = function* (config) {
  if (config.target !== "gke" || config.network.existing !== undefined) {
    return;
  }
  yield* apart(config.network);
  yield* room(config);
};

function* apart(network: NetworkSettings): Iterable<Problem> {
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

/** Nodes at their most, with those that an upgrade adds for a while: GKE upgrades one pool after the other. */
function* room({ network, pools, zones }: StackConfig): Iterable<Problem> {
  const counted = pools.map((pool) => {
    const { max } = nodeBounds(pool, zones.length);
    const extra = pool.upgrade.strategy === "BLUE_GREEN" ? max : pool.upgrade.maxSurge;
    return { max, extra, pods: podAddressesOf(pool.maxPodsPerNode) };
  });
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  const most = (amounts: readonly number[]): number => Math.max(0, ...amounts);
  const nodes = sum(counted.map(({ max }) => max)) + most(counted.map(({ extra }) => extra));
  const addresses =
    sum(counted.map(({ max, pods }) => max * pods)) + most(counted.map(({ extra, pods }) => extra * pods));
  const figures = [
    ["nodeCidr", addressesIn(network.nodeCidr) - RESERVED_ADDRESSES, nodes, "one for each"],
    [
      "podCidr",
      addressesIn(network.podCidr),
      addresses,
      "twice its maxPodsPerNode for each, rounded up to a power of two",
    ],
  ] as const;
  for (const [key, has, needs, because] of figures) {
    if (needs > has) {
      // The autoscaler takes a maximum that it can never reach, so this is no reason to stop a stack that is up.
      yield warn(
        ["network", key],
        network[key],
        `has ${String(has)} addresses, and the ${String(nodes)} nodes that the pools can have, with an upgrade, need ${String(needs)}: ${because}`,
        "Choose a larger range before the first up, for it is hard to change later; or lower the pools' maximum.",
      );
    }
  }
}
