import { scaleOf, scaleStep, slotToUpdate } from "./lifecycle/choose";
import { become, recordOf } from "./lifecycle/transitions";
import { expected } from "./parts";
import type { ScaleStep } from "./lifecycle/choose";
import type { SlotView } from "./lifecycle/slot";
import type { ControllerParts } from "./parts";

/** Does what concerns more than one slot: how many there are, and which is updated next. One thing at a time. */
export class SetKeeper {
  private readonly parts: ControllerParts;
  private isBusy = false;
  private isStopped = false;
  /** Since when the set is too large; undefined while it is not. */
  private tooLarge: number | undefined;

  constructor(parts: ControllerParts) {
    this.parts = parts;
  }

  /** Begins nothing more. */
  stop(): void {
    this.isStopped = true;
  }

  /** Does what is due. */
  async look(): Promise<void> {
    if (this.isBusy || this.isStopped || this.parts.pool.mirror.statefulSet() === undefined) {
      return;
    }
    this.isBusy = true;
    const step = this.scaleStep();
    const error = await (step === undefined ? this.update() : this.scaleBy(step)).catch(expected);
    this.isBusy = false;
    if (step !== undefined) {
      this.tell(step.act, error);
    } else if (error !== undefined) {
      this.tell("update", error);
    }
  }

  private tell(act: ScaleStep["act"] | "update", error: string | undefined): void {
    this.parts.onStep?.({ ordinal: undefined, act, ...(error !== undefined && { error }) });
  }

  private scaleStep(): ScaleStep | undefined {
    const { mirror, rules } = this.parts.pool;
    const { replicas } = mirror.shape();
    const [scale, now] = [scaleOf(mirror.slots(), rules), Date.now()];
    this.tooLarge = scale.replicas < replicas ? (this.tooLarge ?? now) : undefined;
    return scaleStep(scale, replicas, rules, { now, since: this.tooLarge });
  }

  /** Deletes the pod of a slot that is to be made anew, if still nobody has it. */
  private async update(): Promise<undefined> {
    const { pool, writes } = this.parts;
    const slot = slotToUpdate(pool.mirror.slots());
    if (slot === undefined) {
      return;
    }
    await pool.locks.run(slot.ordinal, async () => {
      if (pool.mirror.slot(slot.ordinal).record === slot.record) {
        await writes.deletePod(slot);
      }
    });
    this.parts.onStep?.({ ordinal: slot.ordinal, act: "update" });
  }

  private async scaleBy(step: ScaleStep): Promise<undefined> {
    if (step.act === "scale") {
      await this.parts.writes.scale(step.replicas);
    } else {
      await this.turn(step.slots, step.act === "close" ? "Closed" : "Free");
    }
  }

  /** Closes or opens slots, each if it is still what it was. */
  private async turn(slots: readonly SlotView[], phase: "Closed" | "Free"): Promise<void> {
    const { pool, writes } = this.parts;
    await Promise.all(
      slots.map((slot) =>
        pool.locks.run(slot.ordinal, async () => {
          if (pool.mirror.slot(slot.ordinal).record === slot.record) {
            await writes.record(slot, become(recordOf(slot, Date.now()), { phase }));
          }
        }),
      ),
    );
  }
}
