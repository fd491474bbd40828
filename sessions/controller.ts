import { tell } from "../cluster/events";
import { nextStep } from "./lifecycle/step";
import { expected } from "./parts";
import { SetKeeper } from "./set-keeper";
import type { SlotView } from "./lifecycle/slot";
import type { Step, StepReason } from "./lifecycle/step";
import type { ControllerParts } from "./parts";
import type { Written } from "./store/writes";

/** Milliseconds between two looks at what only time changes. */
const TICK = 1000;
/** Milliseconds in which changes are gathered before they are looked at. */
const GATHER = 20;
/** Milliseconds after which a slot is looked at again where something went wrong: the first time, and at most. */
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 60_000;
/** Slots that are worked on at once. */
const WORKERS = 16;
/** Steps of one slot before others have their turn. */
const STEPS = 8;
/** What people have to hear of. */
const WARNINGS: ReadonlySet<StepReason> = new Set([
  "DiskHasOtherOwner",
  "DiskNotOfPool",
  "SessionElsewhere",
  "StartTimeout",
  "RecordRestored",
]);

/** Does what the slots of a pool need, for as long as it leads. */
export class Controller {
  private readonly parts: ControllerParts;
  private readonly since = Date.now();
  private readonly dirty = new Set<number>();
  private readonly failures = new Map<number, { readonly pause: number; readonly until: number }>();
  private readonly timer: NodeJS.Timeout;
  private readonly setKeeper: SetKeeper;
  private readonly stopListening: () => void;
  private isGathering = false;
  private working = 0;
  private isStopped = false;

  constructor(parts: ControllerParts) {
    this.parts = parts;
    this.setKeeper = new SetKeeper(parts);
    const { mirror } = parts.pool;
    this.stopListening = mirror.onChange((ordinal) => {
      if (ordinal !== undefined) {
        this.dirty.add(ordinal);
      }
      this.soon();
    });
    this.timer = setInterval(() => {
      this.all();
    }, TICK);
    this.all();
  }

  /** Begins nothing more. What is under way ends. */
  stop(): void {
    this.isStopped = true;
    this.setKeeper.stop();
    this.stopListening();
    clearInterval(this.timer);
  }

  private all(): void {
    this.parts.pool.mirror.slots().forEach(({ ordinal }) => {
      this.dirty.add(ordinal);
    });
    this.soon();
  }

  private soon(): void {
    if (!this.isGathering && !this.isStopped) {
      this.isGathering = true;
      setTimeout(() => {
        this.isGathering = false;
        this.work();
        void this.setKeeper.look();
      }, GATHER);
    }
  }

  private work(): void {
    for (const ordinal of this.dirty) {
      if (this.working >= WORKERS || this.isStopped) {
        return;
      }
      this.dirty.delete(ordinal);
      if (this.needs(ordinal)) {
        this.working++;
        void this.parts.pool.locks
          .run(ordinal, () => this.slot(ordinal))
          .finally(() => {
            this.working--;
            this.work();
          });
      }
    }
  }

  private needs(ordinal: number): boolean {
    const failure = this.failures.get(ordinal);
    return (
      this.parts.pool.mirror.statefulSet() !== undefined &&
      (failure === undefined || failure.until <= Date.now()) &&
      this.stepFor(this.view(ordinal)) !== undefined
    );
  }

  private view(ordinal: number): SlotView {
    return this.parts.pool.mirror.slot(ordinal);
  }

  private stepFor(view: SlotView): Step | undefined {
    const { pool } = this.parts;
    return nextStep(view, pool.rules, {
      now: Date.now(),
      since: this.since,
      active: pool.activeAt(view.ordinal),
      isElsewhere: pool.isElsewhere(view),
    });
  }

  /** Takes steps until there are none. */
  private async slot(ordinal: number): Promise<void> {
    if (!this.needs(ordinal)) {
      return; // Somebody else did it, or failed at it, while this one waited.
    }
    let view = this.view(ordinal);
    let step = this.stepFor(view);
    try {
      for (let taken = 0; step !== undefined && taken < STEPS && !this.isStopped; taken++) {
        view = step.act === "look" ? await this.parts.pool.mirror.freshSlot(ordinal) : await this.take(view, step);
        step = this.stepFor(view);
      }
      this.failures.delete(ordinal);
    } catch (error) {
      this.failed(ordinal, step?.act ?? "look", error);
    }
  }

  /** Takes a step. Returns what there is then. */
  private async take(view: SlotView, step: Exclude<Step, { readonly act: "look" }>): Promise<SlotView> {
    if ((await this.act(view, step)) === "done") {
      this.tellOf(view.ordinal, step);
    }
    return this.view(view.ordinal);
  }

  private act(view: SlotView, step: Exclude<Step, { readonly act: "look" }>): Promise<Written> {
    const { writes } = this.parts;
    switch (step.act) {
      case "record":
        return writes.record(view, step.record);
      case "stamp":
        return writes.stamp(view, step.disks, step.stamp);
      case "project":
        return writes.project(view, step.stamp, step.isKept);
      case "deleteDisks":
        return writes.deleteDisks(view, step.disks);
      case "deletePod":
        return writes.deletePod(view);
    }
  }

  private tellOf(ordinal: number, step: Step): void {
    const why = step.act === "record" ? step.why : undefined;
    this.parts.onStep?.({ ordinal, act: step.act, ...(why !== undefined && { why }) });
    const { client, pool } = this.parts;
    const set = pool.mirror.statefulSet();
    if (why !== undefined && WARNINGS.has(why) && set !== undefined) {
      const message = `Slot ${String(ordinal)}: ${EXPLAINED[why] ?? why}.`;
      void tell(client, set, { type: "Warning", reason: why, message });
    }
  }

  private failed(ordinal: number, act: Step["act"], error: unknown): void {
    const message = expected(error);
    const pause = Math.min((this.failures.get(ordinal)?.pause ?? FIRST_RETRY / 2) * 2, LONGEST_RETRY);
    this.failures.set(ordinal, { pause, until: Date.now() + pause });
    this.parts.onStep?.({ ordinal, act, error: message });
  }
}

/** What a warning says. */
const EXPLAINED: Partial<Record<StepReason, string>> = {
  DiskHasOtherOwner:
    "its disk says that it is another session's than its record; nobody gets it until somebody has looked at it",
  DiskNotOfPool:
    "its disk was not made for the pool, so that whose data is on it is not known; nobody gets it until it is wiped",
  SessionElsewhere:
    "its record is gone, and its disk says that it is the disk of a session which has another slot by now; nobody gets it until somebody has looked at it",
  StartTimeout: "its pod was not ready in time; nobody gets it until somebody has looked at it",
  RecordRestored: "its record was gone, and was made again from what its disk says",
};
