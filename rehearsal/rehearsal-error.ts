/** A rehearsal cannot run. The message says what is missing and what to do. */
export class RehearsalError extends Error {
  override readonly name = "RehearsalError";
}
