import { allReady, eventually, nodesInUse, ownPodsOn } from "./drill";
import type { ApiObject } from "../../../cluster/api-object";
import type { Stage } from "./drill";

/** Pods of a workload in a zone. */
interface Share {
  readonly zone: string;
  readonly pods: number;
}

/**
 * Waits until a workload has all its pods, and spreads them over its zones again, as the bring-up did: after a drain they may be in
 * one zone, Kubernetes never moves them back, and a drill is to show what it does and not what the one before it left. False where
 * not all come back.
 */
export async function settle(stage: Stage): Promise<boolean> {
  let skew = Infinity;
  await eventually(stage, () => Promise.resolve(stage.cluster.autoscaler.isAtMinimum));
  while (await allReady(stage)) {
    const shares = sharesOf(stage);
    const [most, least] = [shares[0], shares.at(-1)];
    const now = (most?.pods ?? 0) - (least?.pods ?? 0);
    if (most === undefined || now <= 1 || now >= skew) {
      return true;
    }
    skew = now;
    await moveFrom(stage, most.zone);
  }
  return false;
}

async function moveFrom(stage: Stage, zone: string): Promise<void> {
  const [pod] = podsIn(stage, zone);
  if (pod !== undefined) {
    await stage.cluster.api.delete(pod);
  }
}

function podsIn(stage: Stage, zone: string): readonly ApiObject[] {
  return ownPodsOn(
    stage,
    stage.cluster.nodes.list.filter((node) => node.zone === zone),
  );
}

/** Pods in each zone of the pools that a workload uses, the most first. */
export function sharesOf(stage: Stage): readonly Share[] {
  const zones = new Set(nodesInUse(stage).flatMap(({ pool }) => pool.zones));
  return [...zones]
    .map((zone) => ({ zone, pods: podsIn(stage, zone).length }))
    .toSorted((one, other) => other.pods - one.pods);
}

/** What is to be said where all pods have come together in one of several zones. */
export function crowding(stage: Stage): string {
  const [most, ...others] = sharesOf(stage);
  return most !== undefined && most.pods > 1 && others.length > 0 && others.every(({ pods }) => pods === 0)
    ? ` All pods are in ${most.zone} now, and nothing moves them back: a zone without a node that takes pods does not count for their spread. More nodes per zone (pools[].min) avoid it.`
    : "";
}
