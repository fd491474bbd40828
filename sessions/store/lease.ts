import { leaderLease, POOL, SESSION_KEYS, slotLease } from "../../policy/facts/session-keys";
import { ordinalIn } from "../../policy/facts/ordinals";
import { LEASE, microTime } from "../../cluster/lease";
import type { ApiObject } from "../../cluster/api-object";
import type { SetName } from "../../cluster/claims";
import type {
  DrainReason,
  Ending,
  Hold,
  Holder,
  Old,
  QuarantineReason,
  SlotRecord,
  SlotState,
  Version,
} from "../lifecycle/slot";

/** Annotations of a slot's Lease. */
const NOTES = {
  phase: "gke-stateful/phase",
  ready: "gke-stateful/ready",
  reason: "gke-stateful/reason",
  until: "gke-stateful/until",
  ending: "gke-stateful/ending",
  since: "gke-stateful/since",
  oldPod: "gke-stateful/old-pod",
  oldClaims: "gke-stateful/old-claims",
} as const;

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
  readonly leaseDurationSeconds?: number;
}

/**
 * The Lease that says what a record says. It has the name of the slot's pod; `holderIdentity` is the session, `leaseTransitions` the epoch,
 * `acquireTime` and `renewTime` the begin and the last activity. What a Lease has no field for stands in annotations.
 * Without `before` it must not be there; with it, it must still be that one.
 */
export function leaseOf(
  pool: SetName,
  ordinal: number,
  { epoch, state }: SlotRecord,
  { before, idle }: { readonly before: Version | undefined; readonly idle: number },
): ApiObject {
  const holder = "holder" in state ? state.holder : undefined;
  const isHeld = "acquired" in state;
  const spec: LeaseSpec = {
    leaseTransitions: epoch,
    ...(isHeld && {
      holderIdentity: state.holder.session,
      acquireTime: microTime(state.acquired),
      renewTime: microTime(state.active),
      leaseDurationSeconds: Math.max(1, Math.round(idle / 1000)),
    }),
  };
  return {
    ...LEASE,
    metadata: {
      name: slotLease(pool.name, ordinal),
      namespace: pool.namespace,
      labels: { [POOL]: pool.name },
      annotations: {
        [NOTES.phase]: state.phase,
        ...(holder !== undefined && {
          [SESSION_KEYS.tenant]: holder.tenant,
          [SESSION_KEYS.session]: holder.session,
        }),
        ...notesOf(state),
      },
      ...before,
    },
    spec,
  };
}

function notesOf(state: SlotState): Record<string, string> {
  const ready = "ready" in state && state.ready !== undefined ? { [NOTES.ready]: microTime(state.ready) } : {};
  switch (state.phase) {
    case "Draining":
      return {
        ...ready,
        [NOTES.reason]: state.reason,
        [NOTES.until]: microTime(state.until),
        [NOTES.ending]: state.ending,
      };
    case "Wiping":
      return {
        [NOTES.since]: microTime(state.since),
        ...(state.old !== undefined && {
          [NOTES.oldPod]: state.old.pod ?? "",
          [NOTES.oldClaims]: state.old.claims.join(" "),
        }),
      };
    case "Quarantined":
      return { [NOTES.reason]: state.reason };
    default:
      return ready;
  }
}

/** What a slot's Lease says. Undefined where the Lease is none of the pool's, or says nothing that is understood: nobody gets that slot. */
export function recordIn(lease: ApiObject, pool: SetName): SlotRecord | undefined {
  const { annotations = {}, labels = {} } = lease.metadata;
  const spec = (lease["spec"] ?? {}) as LeaseSpec;
  const state = labels[POOL] === pool.name ? stateIn(annotations, spec) : undefined;
  return state === undefined ? undefined : { epoch: spec.leaseTransitions ?? 0, state };
}

type Notes = Readonly<Record<string, string>>;

/** How the state of each phase is read. */
const READERS: Readonly<Record<string, (notes: Notes, spec: LeaseSpec) => SlotState | undefined>> = {
  Free: () => ({ phase: "Free" }),
  Closed: () => ({ phase: "Closed" }),
  Held: (notes, spec) => withHold(notes, spec, (hold) => ({ phase: "Held", ...hold })),
  Suspended: (notes, spec) => withHold(notes, spec, (hold) => ({ phase: "Suspended", ...hold })),
  Draining: (notes, spec) =>
    withHold(notes, spec, (hold) => ({
      phase: "Draining",
      ...hold,
      reason: notes[NOTES.reason] as DrainReason,
      until: timeIn(notes[NOTES.until]) ?? hold.active,
      ending: notes[NOTES.ending] as Ending,
    })),
  Wiping: (notes) => ({
    phase: "Wiping",
    holder: holderIn(notes),
    since: timeIn(notes[NOTES.since]) ?? 0,
    old: oldIn(notes),
  }),
  Quarantined: (notes) => ({
    phase: "Quarantined",
    holder: holderIn(notes),
    reason: notes[NOTES.reason] as QuarantineReason,
  }),
};

function stateIn(notes: Notes, spec: LeaseSpec): SlotState | undefined {
  return READERS[notes[NOTES.phase] ?? ""]?.(notes, spec);
}

function holderIn({ [SESSION_KEYS.session]: session, [SESSION_KEYS.tenant]: tenant }: Notes): Holder | undefined {
  return session === undefined || tenant === undefined ? undefined : { tenant, session };
}

function withHold(
  notes: Notes,
  { acquireTime, renewTime }: LeaseSpec,
  make: (hold: Hold) => SlotState,
): SlotState | undefined {
  const [holder, acquired, active] = [holderIn(notes), timeIn(acquireTime), timeIn(renewTime)];
  return holder === undefined || acquired === undefined || active === undefined
    ? undefined
    : make({ holder, acquired, active, ready: timeIn(notes[NOTES.ready]) });
}

function oldIn({ [NOTES.oldClaims]: claims, [NOTES.oldPod]: pod }: Notes): Old | undefined {
  return claims === undefined
    ? undefined
    : { pod: pod === "" ? undefined : pod, claims: claims.split(" ").filter((uid) => uid !== "") };
}

/** Ordinal of a slot by the name of its Lease; undefined for that of the leader, and others. */
export function ordinalOfLease({ metadata: { name } }: ApiObject, { name: set }: SetName): number | undefined {
  return name === leaderLease(set) ? undefined : ordinalIn(name, set);
}

function timeIn(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
