/** A person has stopped a command by Ctrl-C. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";

  constructor() {
    super("Cancelled. Nothing was written.");
  }
}
