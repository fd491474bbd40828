import { chooseSlot } from "../lifecycle/choose";
import { acquired, recordOf } from "../lifecycle/transitions";
import { FairQueue } from "./queue";
import { SessionRefused } from "./refusal";
import type { Holder, PoolRules, SlotView } from "../lifecycle/slot";

/** Somebody who waits for a slot. */
interface Asker {
  readonly holder: Holder;
  readonly give: (ordinal: number) => void;
  readonly refuse: (error: SessionRefused) => void;
}

/** How long somebody waits. */
export interface Patience {
  /** Milliseconds. */
  readonly wait: number;
  /** Whoever asks has gone. */
  readonly signal: AbortSignal | undefined;
}

/** Decides who gets which slot, one at a time and in turn. */
export class Admission {
  private readonly slots: () => readonly SlotView[];
  private readonly rules: PoolRules;
  private readonly queue = new FairQueue<Asker>();
  /** Slots that are being given out, and to whom. */
  private readonly reserved = new Map<number, Holder>();

  constructor(slots: () => readonly SlotView[], rules: PoolRules) {
    this.slots = slots;
    this.rules = rules;
  }

  /** Callers that wait. */
  get waiting(): number {
    return this.queue.size;
  }

  /** A slot for a session that has none. It is reserved until {@link settle}. Errors: SessionRefused where there is none in time. */
  turn(holder: Holder, { signal, wait }: Patience): Promise<number> {
    return new Promise((resolve, reject) => {
      const leave = (message: string): void => {
        this.queue.remove({ tenant: holder.tenant, item: asker });
        asker.refuse(new SessionRefused("PoolFull", message));
      };
      const timer = setTimeout(leave, wait, "No slot became free in time. Ask again later.");
      const onAbort = (): void => {
        leave("The caller has gone.");
      };
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      const asker: Asker = {
        holder,
        give: (ordinal) => {
          done();
          resolve(ordinal);
        },
        refuse: (error) => {
          done();
          reject(error);
        },
      };
      signal?.addEventListener("abort", onAbort);
      this.queue.add({ tenant: holder.tenant, item: asker });
      this.admit();
    });
  }

  /** The record of a slot that was given out is written, or could not be. */
  settle(ordinal: number): void {
    this.reserved.delete(ordinal);
    this.admit();
  }

  /** Gives free slots to those who wait, in turn. No time passes in here, so that nobody else decides meanwhile. */
  admit(): void {
    let slots: readonly SlotView[] | undefined;
    for (const asker of this.queue.inTurn()) {
      const { holder } = asker;
      slots ??= this.slotsNow();
      const choice = chooseSlot(slots, holder, this.rules);
      if (choice === "PoolFull") {
        return;
      }
      this.queue.served({ tenant: holder.tenant, item: asker });
      if (choice === "QuotaExceeded") {
        asker.refuse(
          new SessionRefused(
            choice,
            `The tenant has ${String(this.rules.perTenant)} sessions, those that are suspended included: must be fewer. Release one with its disk wiped.`,
          ),
        );
      } else {
        this.reserved.set(choice.ordinal, holder);
        asker.give(choice.ordinal);
        slots = undefined;
      }
    }
  }

  /** Sends everybody away who waits. */
  close(): void {
    for (const { refuse } of this.queue.inTurn()) {
      refuse(new SessionRefused("ShuttingDown", "This replica does not lead any more. Ask again."));
    }
    this.queue.clear();
  }

  /** The slots, with those that are being given out as what they will be. */
  private slotsNow(): readonly SlotView[] {
    return this.slots().map((slot) => {
      const holder = this.reserved.get(slot.ordinal);
      const record = holder && acquired(recordOf(slot, 0), holder, { isReady: false, takesOver: false, now: 0 });
      return record === undefined ? slot : { ...slot, record };
    });
  }
}
