import { nodeBounds } from "../sizing/capacity";
import { addressesIn, overlaps, podAddressesOf, RESERVED_ADDRESSES } from "../sizing/ranges";
import { refuse } from "./check";
import type { Check } from "./check";
import type { NetworkSettings } from "../schema/network";
import type { PoolSettings } from "../schema/pool";
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

/** Nodes at their most, with those that the upgrade of each pool adds for a while. */
function* room({ network, pools, zones }: StackConfig): Iterable<Problem> {
  const most = pools.map((pool) => ({ pool, nodes: nodesAtMost(pool, zones.length) }));
  const nodes = most.reduce((sum, one) => sum + one.nodes, 0);
  const pods = most.reduce((sum, one) => sum + one.nodes * podAddressesOf(one.pool.maxPodsPerNode), 0);
  const figures = [
    ["nodeCidr", addressesIn(network.nodeCidr) - RESERVED_ADDRESSES, nodes, "one for each"],
    ["podCidr", addressesIn(network.podCidr), pods, "twice its maxPodsPerNode for each, rounded up to a power of two"],
  ] as const;
  for (const [key, has, needs, because] of figures) {
    if (needs > has) {
      yield refuse(
        ["network", key],
        network[key],
        `has ${String(has)} addresses, and the ${String(nodes)} nodes that the pools can have, upgrades included, need ${String(needs)}: ${because}`,
        "Choose a larger range before the first up, or lower the pools' maximum: a range is hard to change later.",
      );
    }
  }
}

function nodesAtMost(pool: PoolSettings, zoneCount: number): number {
  const { max } = nodeBounds(pool, zoneCount);
  return max + (pool.upgrade.strategy === "BLUE_GREEN" ? max : pool.upgrade.maxSurge);
}
