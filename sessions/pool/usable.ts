import { holderOf, isHolder } from "../lifecycle/slot";
import { SessionRefused } from "./refusal";
import type { Holder, SlotView } from "../lifecycle/slot";
import type { Mirror } from "../store/mirror";
import type { Patience } from "./admission";

/** Whether a session may be told that it has its slot: the record, the disks and the pod all say so. */
function isUsable({ disks, pod, record, templates }: SlotView, holder: Holder): boolean {
  if (record?.state.phase !== "Held" || record.state.ready === undefined || !isHolder(record.state.holder, holder)) {
    return false;
  }
  const { epoch } = record;
  return (
    pod?.isReady === true &&
    pod.says?.epoch === epoch &&
    disks.length === templates &&
    disks.every(({ isGoing, stamp }) => !isGoing && stamp?.epoch === epoch)
  );
}

/** Waits until a session can be used. Errors: SessionRefused where it cannot in time. */
export async function untilUsable(
  mirror: Mirror,
  ordinal: number,
  holder: Holder,
  { signal, wait }: Patience,
): Promise<SlotView> {
  const end = performance.now() + wait;
  let wake = (): void => undefined;
  const stop = mirror.onChange((changed) => {
    if (changed === ordinal) {
      wake();
    }
  });
  const onAbort = (): void => {
    wake();
  };
  signal?.addEventListener("abort", onAbort);
  try {
    for (;;) {
      const slot = mirror.slot(ordinal);
      if (isUsable(slot, holder)) {
        return slot;
      }
      const left = signal?.aborted === true ? 0 : end - performance.now();
      refuseUnusable(slot, holder, left);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    stop();
    signal?.removeEventListener("abort", onAbort);
  }
}

function refuseUnusable({ record }: SlotView, holder: Holder, left: number): void {
  if (record !== undefined && !isHolder(holderOf(record.state), holder)) {
    throw new SessionRefused("StartFailed", "The session's pod did not start, or the session was ended. Ask again.");
  }
  if (left <= 0) {
    throw new SessionRefused(
      "StartDeadline",
      "The session has a slot, and its pod is not ready yet. Ask again with the same id.",
    );
  }
}
