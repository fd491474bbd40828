import type { Stage } from "./drill";

/** Why a release reaches no pod by itself; undefined where it does. */
export function byHand({ workload }: Stage): string | undefined {
  return workload.isUpdatedByHand ? "Releases wait until somebody deletes the pods (OnDelete)." : undefined;
}

/** Why a release does not reach all pods by itself; undefined where it does. */
export function heldBack(stage: Stage): string | undefined {
  const { partition: from } = stage.workload;
  return (
    byHand(stage) ?? (from > 0 ? `Releases are held at ordinal ${String(from)} (updateStrategy.partition).` : undefined)
  );
}

/** Seconds in which a release shows what it does: it takes as many pods as the update strategy lets it, and no more. */
export const LOOK = 8;
