import { holderOf, wordOf } from "../lifecycle/slot";
import type { SlotRecord, SlotState, SlotView } from "../lifecycle/slot";
import type { Replica } from "../replica";
import type { Session, Slot } from "./api";

/** Where pods are found. */
interface Addresses {
  readonly set: string;
  readonly namespace: string;
  /** Name of the headless Service. */
  readonly service: string;
}

/** Where the pods of a replica's pool are found. */
export function addressesOf({ mirror }: Replica): Addresses {
  const { name, namespace } = mirror.pool;
  const { serviceName = name } = (mirror.statefulSet()?.["spec"] ?? {}) as { serviceName?: string };
  return { set: name, namespace, service: serviceName };
}

/** A session as callers see it; undefined where a slot has none. */
export function sessionOf(
  slot: SlotView,
  { namespace, service, set }: Addresses,
  lastActive: number | undefined,
): Session | undefined {
  const { ordinal, record } = slot;
  const holder = record === undefined ? undefined : holderOf(record.state);
  if (record === undefined || holder === undefined || !("acquired" in record.state)) {
    return undefined;
  }
  const { acquired, active } = record.state;
  const pod = `${set}-${String(ordinal)}`;
  return {
    session: holder.session,
    tenant: holder.tenant,
    state: wordOf(slot),
    ordinal,
    pod,
    host: `${pod}.${service}.${namespace}.svc`,
    epoch: record.epoch,
    acquired: new Date(acquired).toISOString(),
    active: new Date(Math.max(active, lastActive ?? 0)).toISOString(),
    ...endOf(record.state),
  };
}

/** A slot as operators see it. */
export function slotOf(slot: SlotView, set: string): Slot {
  const { ordinal, pod, record } = slot;
  return {
    ordinal,
    state: wordOf(slot),
    epoch: record?.epoch ?? 0,
    isReady: pod?.isReady === true,
    ...(pod !== undefined && { pod: `${set}-${String(ordinal)}` }),
    ...ownerOf(record),
    ...(slot.isForeign && { reason: "LeaseOfSomebodyElse" }),
  };
}

function ownerOf(record: SlotRecord | undefined): Partial<Slot> {
  const { state } = record ?? {};
  if (state === undefined) {
    return {};
  }
  const since = "acquired" in state ? state.acquired : state.phase === "Wiping" ? state.since : undefined;
  return {
    ...("holder" in state && state.holder),
    ...("reason" in state && { reason: state.reason }),
    ...(since !== undefined && { since: new Date(since).toISOString() }),
  };
}

function endOf(state: SlotState): Pick<Session, "endsAt" | "reason"> {
  return state.phase === "Draining" ? { reason: state.reason, endsAt: new Date(state.until).toISOString() } : {};
}
