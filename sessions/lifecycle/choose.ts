import { holderOf, isHolder } from "./slot";
import { strangerOf } from "./step";
import type { Holder, PoolRules, SlotView } from "./slot";

/** Why there is no slot. */
export type NoSlot = "QuotaExceeded" | "PoolFull";

/** Whether nobody has a slot, and nothing speaks against giving it out. */
function isFree(slot: SlotView): boolean {
  const { disks, isForeign, record } = slot;
  const isFreeRecord = record === undefined || record.state.phase === "Free";
  return isFreeRecord && mayTake(slot, undefined) && !isForeign && !disks.some(({ isGoing }) => isGoing);
}

/** Whether nothing that is there is another's: neither the disks nor what a process in the pod has in its memory. */
export function mayTake(slot: SlotView, holder: Holder | undefined): boolean {
  const says = slot.pod?.says;
  return (
    strangerOf(slot, holder) === undefined && (says === undefined || (holder !== undefined && isHolder(holder, says)))
  );
}

/** Whether a slot can be given out without waiting. */
export function isWarm({ disks, isWanted, pod, templates }: SlotView): boolean {
  return isWanted && pod?.isReady === true && !pod.isGoing && disks.length === templates;
}

/**
 * The slot for a session that has none: the lowest one that is ready, so that the end of the set stays free and can be scaled in; else the lowest
 * one that the set has or may get. `slots` are all that the pool may have, by ordinal.
 */
export function chooseSlot(slots: readonly SlotView[], holder: Holder, rules: PoolRules): SlotView | NoSlot {
  const owned = slots.filter(({ record }) => record !== undefined && holderOf(record.state)?.tenant === holder.tenant);
  if (owned.length >= rules.perTenant) {
    return "QuotaExceeded";
  }
  const free = slots.filter(isFree);
  return free.find(isWarm) ?? free[0] ?? "PoolFull";
}

/** How many slots the set is to have. */
export interface Scale {
  /** Number of pods. */
  readonly replicas: number;
  /** Ordinals that are free, and would be scaled away: they are closed first, so that nobody gets them meanwhile. */
  readonly toClose: readonly SlotView[];
  /** Ordinals that were closed, and are needed after all. */
  readonly toOpen: readonly SlotView[];
}

/** Whether a slot needs its pod. A suspended session has given it up; one that is looked at, or wiped, keeps what it has. */
function needsPod({ isForeign, isWanted, record }: SlotView): boolean {
  const phase = record?.state.phase ?? "Free";
  if (isForeign || phase === "Quarantined" || phase === "Wiping") {
    return isWanted;
  }
  return phase === "Held" || phase === "Draining";
}

/**
 * How many pods a set is to have: enough for the last slot that needs its pod, and for the warm ones that are free, within the most that the pool may
 * have. Only the end of a set can be left out, so that a free or suspended slot before it keeps its pod.
 *
 * @param slots all that the pool may have, by ordinal
 */
export function scaleOf(slots: readonly SlotView[], rules: PoolRules): Scale {
  const lastNeeded = slots.findLastIndex(needsPod);
  let [warm, replicas] = [0, 0];
  slots.forEach((slot, index) => {
    const mayBeWarm = isFree(slot) || slot.record?.state.phase === "Closed";
    if (index <= lastNeeded || (mayBeWarm && warm < rules.warm)) {
      replicas = index + 1;
    }
    warm += mayBeWarm ? 1 : 0;
  });
  return {
    replicas,
    toClose: slots.filter((slot, index) => index >= replicas && slot.isWanted && isFree(slot)),
    toOpen: slots.filter((slot, index) => index < replicas && slot.isWanted && slot.record?.state.phase === "Closed"),
  };
}

/** What the leader does to the size of the set. */
export type ScaleStep =
  | { readonly act: "scale"; readonly replicas: number }
  | { readonly act: "close" | "open"; readonly slots: readonly SlotView[] };

/**
 * What to do now about the size that a set is to have. The set is scaled out at once. It is scaled in once it has been too large for the whole cool-down (`since`, milliseconds since
 * 1970), over slots that are closed or suspended only.
 */
export function scaleStep(
  { replicas, toClose, toOpen }: Scale,
  current: number,
  rules: PoolRules,
  { now, since }: { readonly now: number; readonly since: number | undefined },
): ScaleStep | undefined {
  if (toOpen.length > 0) {
    return { act: "open", slots: toOpen };
  }
  if (replicas > current) {
    return { act: "scale", replicas };
  }
  if (replicas === current || since === undefined || now - since < rules.coolDown) {
    return undefined;
  }
  return toClose.length > 0 ? { act: "close", slots: toClose } : { act: "scale", replicas };
}

/**
 * The slot whose pod is to be made anew from the set's template, which nobody else does: one that no session uses, and only while all other free
 * slots are ready, so that those who come meanwhile need not wait for all of them.
 */
export function slotToUpdate(slots: readonly SlotView[]): SlotView | undefined {
  const unused = slots.filter((slot) => slot.isWanted && (isFree(slot) || slot.record?.state.phase === "Suspended"));
  return unused.every((slot) => isWarm(slot) || slot.record?.state.phase === "Suspended")
    ? unused.find(({ pod }) => pod?.isOld === true && !pod.isGoing)
    : undefined;
}
