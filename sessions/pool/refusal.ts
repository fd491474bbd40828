import type { Refusal } from "../lifecycle/transitions";

/** Why a caller does not get what it asks for. */
export type RefusalReason =
  | Refusal
  /** The tenant has as many sessions as it may. */
  | "QuotaExceeded"
  /** No slot became free in time. */
  | "PoolFull"
  /** The session has a slot whose pod is not ready yet. */
  | "StartDeadline"
  /** The session's pod did not start, or the session was ended meanwhile. */
  | "StartFailed"
  /** What is asked for does not go together with what the slot is used for. */
  | "SlotInUse"
  /** Others changed the same slot each time. */
  | "Contended"
  /** This replica stops, or does not lead any more. */
  | "ShuttingDown";

/** A caller is refused. The message is for the caller, and says nothing about others. */
export class SessionRefused extends Error {
  override readonly name = "SessionRefused";
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The error of a refusal by the lifecycle. */
export function refusal(why: Refusal): SessionRefused {
  return why === "Fenced"
    ? new SessionRefused(why, "The epoch is an older one: somebody else holds the session by now. Acquire it again.")
    : new SessionRefused(why, "There is no such session, or it was given back.");
}
