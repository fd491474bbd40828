/** A cluster cannot be reached, or refuses what is asked. The message is for the user. */
export class ClusterError extends Error {
  override readonly name: string = "ClusterError";
}

/** A cluster refuses what is asked, and will again. */
export class RefusedError extends ClusterError {
  override readonly name = "RefusedError";
  /** HTTP status of the answer. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** A cluster does not answer, or is too busy to: what is asked now may be answered later. */
export class UnreachableError extends ClusterError {
  override readonly name = "UnreachableError";
}
