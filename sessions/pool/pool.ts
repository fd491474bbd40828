import { isWarm, mayTake } from "../lifecycle/choose";
import { acquired, drained, heartbeat, quarantined, recordOf, released, wiped } from "../lifecycle/transitions";
import { Admission } from "./admission";
import { Locks } from "./locks";
import { keyOf, Places } from "./places";
import { refusal, SessionRefused } from "./refusal";
import { untilUsable } from "./usable";
import type { Patience } from "./admission";
import type { Refusal } from "../lifecycle/transitions";
import type { Ending, Holder, PoolRules, SlotRecord, SlotView } from "../lifecycle/slot";
import type { Mirror } from "../store/mirror";
import type { Writes } from "../store/writes";

/** A session that was given out. */
export interface Acquired {
  readonly slot: SlotView;
  /** Whether its pod was ready when it was asked for. */
  readonly launch: Launch;
}

type Launch = "warm" | "cold";

/** How a session is asked for. */
export interface AcquireOptions {
  /** Milliseconds to wait for a slot, and for its pod. */
  readonly wait: number;
  /** Fences off whoever holds the session now. @default false */
  readonly takesOver?: boolean;
  /** Whoever asks has gone. */
  readonly signal?: AbortSignal;
}

/** What a pool is made of. */
export interface PoolParts {
  readonly mirror: Mirror;
  readonly writes: Writes;
  readonly rules: PoolRules;
}

/** How often a write is tried again that others are faster with. */
const TRIES = 8;
/** Share of the idle time after which activity is written down again: a record may be that much older than what a leader knows. */
const NOTED = 4;

/**
 * Gives slots out and takes them back. There is one at a time, that of the leader: it decides from the mirror, and the API server refuses what was
 * decided upon something that has changed since. Errors of all: SessionRefused; ClusterError where the API server does not answer.
 */
export class SessionPool {
  readonly mirror: Mirror;
  readonly rules: PoolRules;
  /** Who changes a slot does it alone. */
  readonly locks = new Locks<number>();
  private readonly writes: Writes;
  private readonly askers = new Locks<string>();
  private readonly admission: Admission;
  private readonly places = new Places();
  /** Last activity by slot, and in which epoch. */
  private readonly activity = new Map<number, { readonly epoch: number; readonly at: number }>();
  private readonly stopListening: () => void;

  constructor({ mirror, rules, writes }: PoolParts) {
    this.mirror = mirror;
    this.writes = writes;
    this.rules = rules;
    this.admission = new Admission(() => mirror.slots(), rules);
    mirror.slots().forEach((slot) => {
      this.places.note(slot);
    });
    this.stopListening = mirror.onChange((ordinal) => {
      if (ordinal !== undefined) {
        this.places.note(mirror.slot(ordinal));
      }
      this.admission.admit();
    });
  }

  /** Callers that wait for a slot. */
  get waiting(): number {
    return this.admission.waiting;
  }

  /** Sends everybody away who waits. */
  close(): void {
    this.stopListening();
    this.admission.close();
  }

  /** Last activity that was heard of, of the session that has a slot now. */
  activeAt(ordinal: number): number | undefined {
    const known = this.activity.get(ordinal);
    return known?.epoch === this.mirror.slot(ordinal).record?.epoch ? known?.at : undefined;
  }

  /** Whether the session that a slot is for, as its disks say, has a record of another one. */
  isElsewhere({ disks, ordinal }: SlotView): boolean {
    return disks.some(({ stamp }) => stamp !== undefined && (this.places.of(stamp) ?? ordinal) !== ordinal);
  }

  /** Gives a session its slot, the same one as before where it has one, and waits until its pod is ready. Asked for twice, it gives the same. */
  async acquire(holder: Holder, options: AcquireOptions): Promise<Acquired> {
    const end = Date.now() + options.wait;
    const patience = (): Patience => ({
      wait: Math.max(0, end - Date.now()),
      signal: options.signal,
    });
    const { launch, ordinal } = await this.askers.run(keyOf(holder), () => this.claim(holder, options, patience));
    return { launch, slot: await untilUsable(this.mirror, ordinal, holder, patience()) };
  }

  /** Notes that a session is in use. */
  async heartbeat(holder: Holder, epoch: number): Promise<SlotView> {
    return this.change(holder, (record, ordinal) => {
      const next = heartbeat(record, holder, epoch, Date.now());
      if (typeof next === "string") {
        return next;
      }
      this.activity.set(ordinal, { epoch, at: Date.now() });
      return isWorthNoting(record, next, this.rules) ? next : undefined;
    });
  }

  /** Takes a session back. */
  async release(holder: Holder, epoch: number, ending: Ending): Promise<SlotView> {
    return this.change(holder, (record) => released(record, holder, epoch, { ending, now: Date.now() }));
  }

  /** Tells the session of a slot to end. */
  async drain(ordinal: number): Promise<SlotView> {
    return this.changeSlot(ordinal, (record) => {
      if (record.state.phase !== "Held") {
        throw new SessionRefused("SlotInUse", `Slot ${String(ordinal)} has no session that could be told to end.`);
      }
      return drained(record, "Requested", this.rules, Date.now());
    });
  }

  /** Sees to it that nobody gets a slot. A session that has it loses it; its disk stays as it is. */
  async quarantine(ordinal: number): Promise<SlotView> {
    return this.changeSlot(ordinal, (record) => quarantined(record, "Requested"));
  }

  /** Wipes a slot that is quarantined or suspended, so that it is free again. */
  async wipe(ordinal: number): Promise<SlotView> {
    return this.changeSlot(ordinal, (record) => {
      const { phase } = record.state;
      if (phase !== "Quarantined" && phase !== "Suspended") {
        throw new SessionRefused("SlotInUse", `Slot ${String(ordinal)} is ${phase}: must be Quarantined or Suspended.`);
      }
      return wiped(record, Date.now());
    });
  }

  private async claim(
    holder: Holder,
    { takesOver = false }: AcquireOptions,
    patience: () => Patience,
  ): Promise<{ ordinal: number; launch: Launch }> {
    for (let tries = 0; tries < TRIES; tries++) {
      const ordinal = this.places.of(holder) ?? (await this.admission.turn(holder, patience()));
      try {
        const launch = await this.locks.run(ordinal, () => this.take(ordinal, holder, takesOver));
        if (launch !== undefined) {
          return { ordinal, launch };
        }
      } finally {
        this.admission.settle(ordinal);
      }
    }
    throw contended();
  }

  /** Writes down that a session has a slot. Undefined where it was not to be had any more. */
  private async take(ordinal: number, holder: Holder, takesOver: boolean): Promise<Launch | undefined> {
    const slot = this.mirror.slot(ordinal);
    // While it waited for its turn, another slot may have turned out to be its own.
    if ((this.places.of(holder) ?? ordinal) !== ordinal || !mayTake(slot, holder)) {
      return undefined;
    }
    const isReady = isWarm(slot);
    const now = Date.now();
    const record = acquired(recordOf(slot, now), holder, { isReady, takesOver, now });
    if (record === undefined || (await this.writes.record(slot, record)) === "stale") {
      return undefined;
    }
    const stamp = { ...holder, epoch: record.epoch };
    const unstamped = slot.disks.filter((disk) => disk.stamp?.epoch !== stamp.epoch);
    // What does not come about here, the controller makes up for.
    await Promise.all([
      this.writes.stamp(slot, unstamped, stamp),
      slot.pod === undefined || slot.pod.says?.epoch === stamp.epoch
        ? undefined
        : this.writes.project(slot, stamp, true),
    ]);
    return isReady ? "warm" : "cold";
  }

  /** Changes the record of a session. `decide` says undefined for no change. */
  private async change(
    holder: Holder,
    decide: (record: SlotRecord, ordinal: number) => SlotRecord | Refusal | undefined,
  ): Promise<SlotView> {
    const ordinal = this.places.of(holder);
    if (ordinal === undefined) {
      throw refusal("NoSuchSession");
    }
    return this.changeSlot(ordinal, (record) => {
      const next = decide(record, ordinal);
      if (typeof next === "string") {
        throw refusal(next);
      }
      return next;
    });
  }

  private changeSlot(ordinal: number, decide: (record: SlotRecord) => SlotRecord | undefined): Promise<SlotView> {
    return this.locks.run(ordinal, async () => {
      for (let tries = 0; tries < TRIES; tries++) {
        const slot = this.mirror.slot(ordinal);
        const next = decide(recordOf(slot, Date.now()));
        if (next === undefined || (await this.writes.record(slot, next)) === "done") {
          return this.mirror.slot(ordinal);
        }
      }
      throw contended();
    });
  }
}

function contended(): SessionRefused {
  return new SessionRefused("Contended", "Others changed the same slot each time. Ask again.");
}

/** Activity is written down now and then only: a record for each beat of each session would be most of what the API server does. */
function isWorthNoting({ state: before }: SlotRecord, { state: after }: SlotRecord, { idle }: PoolRules): boolean {
  return (
    before.phase !== after.phase ||
    ("active" in before && "active" in after && after.active - before.active > idle / NOTED)
  );
}
