import { holderOf } from "../lifecycle/slot";
import { recordOf } from "../lifecycle/transitions";
import type { Holder, SlotView } from "../lifecycle/slot";

/** Where sessions are: holder → ordinal. */
export class Places {
  private readonly ordinals = new Map<string, number>();
  private readonly keys = new Map<number, string>();

  /** Takes over what a slot says now. */
  note(slot: SlotView): void {
    const { ordinal } = slot;
    const holder = holderOf(recordOf(slot, 0).state);
    const [before, now] = [this.keys.get(ordinal), holder === undefined ? undefined : keyOf(holder)];
    if (before === now) {
      return;
    }
    if (before !== undefined && this.ordinals.get(before) === ordinal) {
      this.ordinals.delete(before);
    }
    this.keys.delete(ordinal);
    if (now !== undefined) {
      this.keys.set(ordinal, now);
      this.ordinals.set(now, ordinal);
    }
  }

  of(holder: Holder): number | undefined {
    return this.ordinals.get(keyOf(holder));
  }
}

/** No id has a line break. */
export function keyOf({ session, tenant }: Holder): string {
  return `${tenant}\n${session}`;
}
