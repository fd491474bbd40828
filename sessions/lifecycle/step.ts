import { holderOf, isHolder } from "./slot";
import { become, drained, ended, fresh, quarantined, restored, wiped } from "./transitions";
import type {
  DiskView,
  DrainReason,
  Holder,
  Old,
  PoolRules,
  QuarantineReason,
  SlotRecord,
  SlotState,
  SlotView,
  Stamp,
} from "./slot";

/** What the controller does next for a slot: one write, or writes that do not depend on each other. */
export type Step =
  /** Replaces the record, if it is still the one that was looked at. */
  | { readonly act: "record"; readonly record: SlotRecord; readonly why: StepReason }
  /** Writes the stamp on claims that have none, or an older one of the same session. */
  | { readonly act: "stamp"; readonly disks: readonly DiskView[]; readonly stamp: Stamp }
  /** Says on the pod whose it is (`stamp`), or that it is nobody's now, and whether the autoscaler may take its node. */
  | { readonly act: "project"; readonly stamp: Stamp | undefined; readonly isKept: boolean }
  /** Deletes claims with their disks. */
  | { readonly act: "deleteDisks"; readonly disks: readonly DiskView[] }
  | { readonly act: "deletePod" }
  /** Reads the slot from the API server, and looks again. */
  | { readonly act: "look" };

/** When it is. Milliseconds since 1970. */
export interface Clock {
  readonly now: number;
  /** Since when this process leads. */
  readonly since: number;
  /** Last activity of the session that this process has heard of; undefined for none. */
  readonly active?: number | undefined;
  /** Whether the session that the slot's disk tells of has a record of another slot. @default false */
  readonly isElsewhere?: boolean;
}

type StateOf<Phase extends SlotState["phase"]> = Extract<SlotState, { readonly phase: Phase }>;

/** Why a record changes; also the reason of the Event that tells of it. */
export type StepReason =
  | "Ready"
  | "IdleTimeout"
  | "MaxAge"
  | "Ended"
  | "KeptLongEnough"
  | "Wiping"
  | "Wiped"
  | "Reopened"
  | "RecordRestored"
  | QuarantineReason;

/**
 * The next step for a slot; undefined where there is nothing to do. Pure: time and the cluster are arguments, so that every order of what may
 * happen can be tried out.
 *
 * A record is written less often than a session is active, so `clock` tells what this process knows beyond it.
 */
export function nextStep(view: SlotView, rules: PoolRules, clock: Clock): Step | undefined {
  if (view.isForeign) {
    return undefined;
  }
  const { record } = view;
  if (record === undefined) {
    return withoutRecord(view, clock);
  }
  switch (record.state.phase) {
    case "Free":
      return freeStep(view, record, clock);
    case "Closed":
      return closedStep(view, record);
    case "Wiping":
      return wipingStep(view, record, record.state);
    case "Quarantined":
      return view.pod?.isKept === true ? { act: "project", stamp: view.pod.says, isKept: false } : undefined;
    default:
      return heldStep(view, record, rules, clock);
  }
}

/** A slot without a Lease is free, or somebody deleted the Lease: the disk still says whose it is. */
function withoutRecord(view: SlotView, clock: Clock): Step | undefined {
  const record = restored(view.disks, clock.now);
  return record === undefined
    ? freeStep(view, fresh(clock.now), clock)
    : (quarantineStep(record, strangerOf(view, holderOf(record.state)) ?? elsewhere(clock)) ?? {
        act: "record",
        record,
        why: "RecordRestored",
      });
}

/** Which of two disks a session wants is not for us to say. */
function elsewhere({ isElsewhere = false }: Clock): "SessionElsewhere" | undefined {
  return isElsewhere ? "SessionElsewhere" : undefined;
}

/** A disk that is being deleted, and a pod that says whose it was, are left of a wipe of which somebody deleted the record: it begins anew. */
function freeStep(view: SlotView, record: SlotRecord, { now }: Clock): Step | undefined {
  const isLeft = view.pod?.says !== undefined || view.disks.some(({ isGoing }) => isGoing);
  const kept = view.disks.filter(({ isGoing }) => !isGoing);
  return (
    quarantineStep(record, strangerOf({ disks: kept }, undefined)) ??
    (isLeft ? { act: "record", record: wiped(record, now), why: "Wiping" } : undefined)
  );
}

/** What is wrong with the disks of a slot that is to be `holder`'s, or nobody's. */
export function strangerOf(
  { disks }: Pick<SlotView, "disks">,
  holder: Holder | undefined,
): "DiskHasOtherOwner" | "DiskNotOfPool" | undefined {
  const isOthers = ({ stamp }: DiskView): boolean =>
    stamp !== undefined && (holder === undefined || !isHolder(holder, stamp));
  if (disks.some(isOthers)) {
    return "DiskHasOtherOwner";
  }
  return disks.some(({ isOfPool }) => !isOfPool) ? "DiskNotOfPool" : undefined;
}

function quarantineStep(record: SlotRecord, why: QuarantineReason | undefined): Step | undefined {
  return why === undefined ? undefined : { act: "record", record: quarantined(record, why), why };
}

function closedStep({ isWanted, pod }: SlotView, record: SlotRecord): Step | undefined {
  // As long as the set has it, whoever scales decides; it opens again once the pod is gone.
  return isWanted || pod !== undefined
    ? undefined
    : { act: "record", record: become(record, { phase: "Free" }), why: "Reopened" };
}

/**
 * What was there when the session had lost its slot goes: the claims first, because a pod that is made while they go waits for new ones, but one
 * that is made before would get the old disk. What a watch says may be late, so only a fresh look counts.
 */
function wipingStep(view: SlotView, record: SlotRecord, state: StateOf<"Wiping">): Step | undefined {
  if (!view.isFresh) {
    return { act: "look" };
  }
  if (state.old === undefined) {
    const old = { pod: view.pod?.uid, claims: view.disks.map(({ uid }) => uid) };
    return { act: "record", record: become(record, { ...state, old }), why: "Wiping" };
  }
  return wipeStep(view, record, state.old);
}

function wipeStep(view: SlotView, record: SlotRecord, old: Old): Step | undefined {
  const left = view.disks.filter(({ uid }) => old.claims.includes(uid));
  const toDelete = left.filter(({ isGoing }) => !isGoing);
  if (toDelete.length > 0) {
    return { act: "deleteDisks", disks: toDelete };
  }
  const mustGo = isOldPod(view, old, left.length > 0);
  if (mustGo || left.length > 0) {
    return mustGo && view.pod?.isGoing === false ? { act: "deletePod" } : undefined;
  }
  return view.isWanted && view.disks.length < view.templates ? undefined : wipedStep(view, record);
}

/** Whether a pod had the old disks, keeps one of them from going, or was made too early and never gets one. */
function isOldPod({ disks, pod, templates }: SlotView, old: Old, isLeft: boolean): boolean {
  return pod !== undefined && (pod.uid === old.pod || isLeft || (pod.misses && disks.length < templates));
}

function wipedStep(view: SlotView, record: SlotRecord): Step | undefined {
  const free = become(record, { phase: "Free" });
  return quarantineStep(record, strangerOf(view, undefined)) ?? { act: "record", record: free, why: "Wiped" };
}

function heldStep(view: SlotView, record: SlotRecord, rules: PoolRules, clock: Clock): Step | undefined {
  const { epoch, state } = record;
  const holder = holderOf(state);
  const why = strangerOf(view, holder);
  if (holder === undefined || why !== undefined) {
    return quarantineStep(record, why);
  }
  const stamp = { ...holder, epoch };
  const unstamped = view.disks.filter((disk) => !disk.isGoing && disk.stamp?.epoch !== epoch);
  if (unstamped.length > 0) {
    return { act: "stamp", disks: unstamped, stamp };
  }
  return endStep(record, rules, clock) ?? podStep(view, record, stamp, clock);
}

/** What time brings. */
function endStep(record: SlotRecord, rules: PoolRules, clock: Clock): Step | undefined {
  const { state } = record;
  switch (state.phase) {
    case "Draining":
      return clock.now < Math.max(state.until, clock.since + rules.grace)
        ? undefined
        : { act: "record", record: ended(record, state.ending, clock.now), why: "Ended" };
    case "Suspended":
      return rules.keep === undefined || clock.now - Math.max(state.active, clock.since) <= rules.keep
        ? undefined
        : { act: "record", record: wiped(record, clock.now), why: "KeptLongEnough" };
    case "Held":
      return state.ready === undefined
        ? startStep(record, state, rules, clock)
        : drainStep(record, drainReason(state, rules, clock), rules, clock);
    default:
      return undefined;
  }
}

function startStep(record: SlotRecord, state: StateOf<"Held">, rules: PoolRules, clock: Clock): Step | undefined {
  return clock.now - Math.max(state.acquired, clock.since) > rules.start
    ? quarantineStep(record, "StartTimeout")
    : undefined;
}

function drainStep(
  record: SlotRecord,
  why: DrainReason | undefined,
  rules: PoolRules,
  { now }: Clock,
): Step | undefined {
  return why === undefined ? undefined : { act: "record", record: drained(record, why, rules, now), why };
}

/** A new leader has not heard of the latest activity, and its clock may be another one: a session has its whole time again then. */
function drainReason(state: StateOf<"Held">, rules: PoolRules, clock: Clock): DrainReason | undefined {
  const { active = 0, now, since } = clock;
  if (rules.maxAge !== undefined && now - state.acquired > rules.maxAge) {
    return "MaxAge";
  }
  return now - Math.max(state.active, active, since) > rules.idle ? "IdleTimeout" : undefined;
}

/** What the pod has to say. A suspended session needs no pod, so that its node may go. */
function podStep({ pod }: SlotView, record: SlotRecord, stamp: Stamp, { now }: Clock): Step | undefined {
  const { state } = record;
  if (pod === undefined || pod.isGoing) {
    return undefined;
  }
  const isKept = state.phase !== "Suspended";
  if (pod.isKept !== isKept || pod.says?.epoch !== stamp.epoch || !isHolder(stamp, pod.says)) {
    return { act: "project", stamp, isKept };
  }
  return state.phase === "Held" && state.ready === undefined && pod.isReady
    ? { act: "record", record: become(record, { ...state, ready: now }), why: "Ready" }
    : undefined;
}
