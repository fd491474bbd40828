/** A cluster cannot be reached, or refuses what is asked. The message is for the user. */
export class ClusterError extends Error {
  override readonly name = "ClusterError";
}
