/** Who holds a slot: a session of a tenant. The same id of two tenants is two sessions. */
export interface Holder {
  readonly tenant: string;
  readonly session: string;
}

/** What becomes of the disk when a session ends. */
export type Ending = "retain" | "wipe";

/** Why a session is asked to end. */
export type DrainReason = "IdleTimeout" | "MaxAge" | "Requested";

/** Why a slot is given to nobody until a person has looked at it. */
export type QuarantineReason =
  /** The disk says that it is somebody else's. */
  | "DiskHasOtherOwner"
  /** The disk was not made for the pool: whose data is on it is not known. */
  | "DiskNotOfPool"
  /** The disk says that it is the disk of a session which has another slot: one that was being wiped when somebody deleted its record, as a rule. */
  | "SessionElsewhere"
  /** The pod did not come up in time for a session that was new. */
  | "StartTimeout"
  /** A person said so. */
  | "Requested";

/** What was there after a slot was taken from its session, and has to be gone before it is anybody's again. */
export interface Old {
  /** UID of the pod; undefined where there was none. */
  readonly pod: string | undefined;
  /** UIDs of the claims. */
  readonly claims: readonly string[];
}

/** What all slots that somebody holds have. Times are milliseconds since 1970. */
export interface Hold {
  readonly holder: Holder;
  /** When the session got the slot. */
  readonly acquired: number;
  /** Last activity. */
  readonly active: number;
  /** When the session's pod was ready first; undefined while it never was. */
  readonly ready: number | undefined;
}

/** What a slot's Lease says beside the epoch. */
export type SlotState =
  | { readonly phase: "Free" }
  /** The set is about to be scaled below it. */
  | { readonly phase: "Closed" }
  | (Hold & { readonly phase: "Held" })
  /** Told to end; ends at `until`. With reason IdleTimeout, activity brings it back. */
  | (Hold & {
      readonly phase: "Draining";
      readonly reason: DrainReason;
      readonly until: number;
      readonly ending: Ending;
    })
  /** Given back, with its disk kept for the session. */
  | (Hold & { readonly phase: "Suspended" })
  /** `old` is undefined until it has been looked at what there is. */
  | {
      readonly phase: "Wiping";
      readonly holder: Holder | undefined;
      readonly since: number;
      readonly old: Old | undefined;
    }
  | { readonly phase: "Quarantined"; readonly reason: QuarantineReason; readonly holder: Holder | undefined };

/** The record of a slot. */
export interface SlotRecord {
  /** How often the slot was given out, the fencing token: whoever comes with an older one has lost it. */
  readonly epoch: number;
  readonly state: SlotState;
}

/** The stamp of a claim. */
export interface Stamp extends Holder {
  readonly epoch: number;
}

/** Which object was looked at, and in which state: a write that was decided upon another one is refused. */
export interface Version {
  readonly uid: string;
  readonly resourceVersion: string;
}

/** A claim of a slot. */
export interface DiskView extends Version {
  readonly name: string;
  /** Whether it is being deleted. */
  readonly isGoing: boolean;
  /** Whether it was made from a template with the pool's label. */
  readonly isOfPool: boolean;
  readonly stamp: Stamp | undefined;
}

/** The pod of a slot. */
export interface PodView {
  readonly uid: string;
  readonly isGoing: boolean;
  readonly isReady: boolean;
  /** Whether it waits for a claim that is not there: one that is made while its claim goes away never starts (kubernetes/kubernetes#89910). */
  readonly misses: boolean;
  /** What it says about its session; undefined for nothing. */
  readonly says: Stamp | undefined;
  /** Whether it was made from an older template than the set has, and nobody but the controller updates it (OnDelete). */
  readonly isOld: boolean;
  /** Whether it keeps the autoscaler off its node. */
  readonly isKept: boolean;
}

/** A slot as the cluster shows it. */
export interface SlotView {
  readonly ordinal: number;
  /** Undefined: it has no Lease. It was never given out, or somebody deleted it: `recordOf` says what that means. */
  readonly record: SlotRecord | undefined;
  /** The Lease that the record was read from; undefined where there is none. */
  readonly lease: Version | undefined;
  /** Whether a Lease of its name is somebody else's. */
  readonly isForeign: boolean;
  /** Whether the set is told to have it. */
  readonly isWanted: boolean;
  readonly pod: PodView | undefined;
  /** Its claims, one for each template that has made one. */
  readonly disks: readonly DiskView[];
  /** Number of templates. */
  readonly templates: number;
  /** Whether it was read from the API server for this look, rather than heard of by a watch, which may be late. */
  readonly isFresh: boolean;
}

/** How a pool is run. Times are milliseconds. */
export interface PoolRules {
  /** Free slots that are ready, so that a caller need not wait. */
  readonly warm: number;
  /** Most slots. */
  readonly max: number;
  /** Sessions that one tenant may have; those that are suspended count, because they have a disk. */
  readonly perTenant: number;
  /** Without activity for so long, a session is told to end. */
  readonly idle: number;
  /** Between being told and the end. */
  readonly grace: number;
  /** Longest session; undefined for any. */
  readonly maxAge: number | undefined;
  /** What becomes of the disk of a session that is ended here. */
  readonly ending: Ending;
  /** How long a suspended session keeps its disk after its last activity; undefined for ever. */
  readonly keep: number | undefined;
  /** Longest wait for the pod of a session that is new. */
  readonly start: number;
  /** How long free slots at the end must not have been needed before the set is scaled in. */
  readonly coolDown: number;
}

/** Where a slot stands, in one word for callers. */
export type SlotWord =
  "Free" | "Starting" | "Active" | "Idle" | "Suspended" | "Draining" | "Wiping" | "Closed" | "Quarantined";

/** Whether somebody is the holder. */
export function isHolder(holder: Holder | undefined, { session, tenant }: Holder): boolean {
  return holder?.session === session && holder.tenant === tenant;
}

/** The holder that a state is for; that of a slot which is wiped or quarantined has lost it. */
export function holderOf(state: SlotState): Holder | undefined {
  return state.phase === "Held" || state.phase === "Draining" || state.phase === "Suspended" ? state.holder : undefined;
}

/** Where a slot stands. */
export function wordOf({ isForeign, pod, record }: Pick<SlotView, "isForeign" | "pod" | "record">): SlotWord {
  if (isForeign) {
    return "Quarantined";
  }
  const state = record?.state ?? { phase: "Free" };
  switch (state.phase) {
    case "Held":
      return state.ready === undefined || pod?.isReady !== true ? "Starting" : "Active";
    case "Draining":
      return state.reason === "IdleTimeout" ? "Idle" : "Draining";
    default:
      return state.phase;
  }
}
