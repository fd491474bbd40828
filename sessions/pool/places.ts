import { holderOf } from "../lifecycle/slot";
import { recordOf } from "../lifecycle/transitions";
import type { Holder, SlotView } from "../lifecycle/slot";

/** Where sessions are. */
export class Places {
  /** Holder by ordinal. */
  private readonly keys = new Map<number, string>();
  /** Ordinals by holder, each with whether its record says so, or without a record its disk. */
  private readonly ordinals = new Map<string, Map<number, boolean>>();

  /** Takes over what a slot says now. */
  note(slot: SlotView): void {
    const { ordinal } = slot;
    const holder = holderOf(recordOf(slot, 0).state);
    this.forget(ordinal);
    if (holder !== undefined) {
      const key = keyOf(holder);
      this.keys.set(ordinal, key);
      this.ordinals.set(
        key,
        (this.ordinals.get(key) ?? new Map<number, boolean>()).set(ordinal, slot.record !== undefined),
      );
    }
  }

  /** The slot of a session; what a disk says counts where no record says otherwise. */
  of(holder: Holder): number | undefined {
    const all = [...(this.ordinals.get(keyOf(holder)) ?? [])];
    return (all.find(([, recorded]) => recorded) ?? all[0])?.[0];
  }

  private forget(ordinal: number): void {
    const key = this.keys.get(ordinal);
    const all = key === undefined ? undefined : this.ordinals.get(key);
    this.keys.delete(ordinal);
    all?.delete(ordinal);
    if (key !== undefined && all?.size === 0) {
      this.ordinals.delete(key);
    }
  }
}

/** No id has a line break. */
export function keyOf({ session, tenant }: Holder): string {
  return `${tenant}\n${session}`;
}
