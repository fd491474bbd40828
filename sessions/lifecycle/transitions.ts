import { holderOf, isHolder } from "./slot";
import type {
  DiskView,
  DrainReason,
  Ending,
  Hold,
  Holder,
  PoolRules,
  QuarantineReason,
  SlotRecord,
  SlotState,
  SlotView,
} from "./slot";

/** Why a caller is refused. */
export type Refusal =
  /** No slot is the session's. */
  | "NoSuchSession"
  /** The epoch is an older one: somebody else holds the session by now. */
  | "Fenced";

/** Begin of the epochs of slots without a record. An epoch is an int32 in a Lease, which seconds since then stay below until 2094. */
const BEGIN = Date.UTC(2026, 0, 1);

/**
 * A slot without a record: it was never given out, or somebody deleted its Lease. Its epoch goes with the clock, so that it is later than any that a
 * deleted record had, for as long as a slot is not given out more than once a second over all its life.
 */
export function fresh(now: number): SlotRecord {
  return { epoch: Math.max(0, Math.floor((now - BEGIN) / 1000)), state: { phase: "Free" } };
}

/**
 * Gives a slot to a session. One that the session has keeps its epoch, so that a caller who lost the answer asks again; `takesOver` raises it, so
 * that whoever held the session before is fenced off. Undefined where the slot is not to be had.
 */
export function acquired(
  { epoch, state }: SlotRecord,
  holder: Holder,
  { isReady, now, takesOver }: { readonly isReady: boolean; readonly takesOver: boolean; readonly now: number },
): SlotRecord | undefined {
  const ready = isReady ? now : undefined;
  if (state.phase === "Free") {
    return { epoch: epoch + 1, state: { phase: "Held", holder, acquired: now, active: now, ready } };
  }
  if (!isHolder(holderOf(state), holder) || !("ready" in state)) {
    return undefined;
  }
  const isNew = takesOver || state.phase === "Suspended";
  return {
    epoch: isNew ? epoch + 1 : epoch,
    state: {
      phase: "Held",
      holder,
      acquired: state.phase === "Suspended" ? now : state.acquired,
      active: now,
      ready: state.ready ?? ready,
    },
  };
}

/**
 * The record that the newest stamp of a slot's disks tells of, for a slot whose Lease somebody deleted. Its epoch is a new one: what the deleted
 * record said last is not known. Undefined where no disk is stamped, but for those that are being deleted: they are nobody's any more.
 */
export function restored(disks: readonly DiskView[], now: number): SlotRecord | undefined {
  const kept = disks.filter(({ isGoing }) => !isGoing);
  const [newest] = kept.flatMap(({ stamp }) => stamp ?? []).toSorted((one, other) => other.epoch - one.epoch);
  if (newest === undefined) {
    return undefined;
  }
  const { epoch, session, tenant } = newest;
  return {
    epoch: Math.max(epoch + 1, fresh(now).epoch),
    state: { phase: "Held", holder: { tenant, session }, acquired: now, active: now, ready: now },
  };
}

/** What a slot says of itself: its Lease, or without one its disks. A slot that says nothing was never given out. */
export function recordOf({ disks, record }: Pick<SlotView, "disks" | "record">, now: number): SlotRecord {
  return record ?? restored(disks, now) ?? fresh(now);
}

/** What a state keeps of a hold in any other. */
function holdIn({ acquired: since, active, holder, ready }: Hold): Hold {
  return { holder, acquired: since, active, ready };
}

/** What a session that is there was asked for, by its holder. */
function heldBy(record: SlotRecord | undefined, holder: Holder, epoch: number): SlotRecord | Refusal {
  if (record === undefined || !isHolder(holderOf(record.state), holder)) {
    return "NoSuchSession";
  }
  return record.epoch === epoch ? record : "Fenced";
}

/** Notes activity. It brings an idle session back, and no other one that ends. */
export function heartbeat(
  record: SlotRecord | undefined,
  holder: Holder,
  epoch: number,
  now: number,
): SlotRecord | Refusal {
  const held = heldBy(record, holder, epoch);
  if (typeof held === "string") {
    return held;
  }
  const { state } = held;
  if (state.phase === "Held") {
    return { ...held, state: { ...state, active: now } };
  }
  if (state.phase === "Draining") {
    return state.reason === "IdleTimeout"
      ? { ...held, state: { ...holdIn(state), phase: "Held", active: now } }
      : { ...held, state: { ...state, active: now } };
  }
  return "NoSuchSession"; // It was given back.
}

/** Gives a slot back. A suspended session can be wiped still. */
export function released(
  record: SlotRecord | undefined,
  holder: Holder,
  epoch: number,
  { ending, now }: { readonly ending: Ending; readonly now: number },
): SlotRecord | Refusal {
  const held = heldBy(record, holder, epoch);
  return typeof held === "string" ? held : ended(held, ending, now);
}

/** The end of a hold. */
export function ended(record: SlotRecord, ending: Ending, now: number): SlotRecord {
  const { state } = record;
  if (ending === "wipe") {
    return wiped(record, now);
  }
  if (!("acquired" in state)) {
    return record;
  }
  return { ...record, state: { ...holdIn(state), phase: "Suspended" } };
}

/** Begins to wipe a slot: whoever had it has lost it from now on. */
export function wiped({ epoch, state }: SlotRecord, now: number): SlotRecord {
  const holder = "holder" in state ? state.holder : undefined;
  return { epoch: epoch + 1, state: { phase: "Wiping", holder, since: now, old: undefined } };
}

/** Tells a session to end. */
export function drained(
  record: SlotRecord,
  reason: DrainReason,
  { ending, grace }: Pick<PoolRules, "ending" | "grace">,
  now: number,
): SlotRecord {
  const { state } = record;
  if (state.phase !== "Held") {
    return record;
  }
  return { ...record, state: { ...holdIn(state), phase: "Draining", reason, until: now + grace, ending } };
}

/** A slot that nobody gets. */
export function quarantined({ epoch, state }: SlotRecord, reason: QuarantineReason): SlotRecord {
  const holder = "holder" in state ? state.holder : undefined;
  return { epoch: epoch + 1, state: { phase: "Quarantined", reason, holder } };
}

/** Another state of the same epoch. */
export function become({ epoch }: SlotRecord, state: SlotState): SlotRecord {
  return { epoch, state };
}
