/** Something that the user can mend. Its message is printed as it is, without a stack trace, and the exit code is 2. */
export class UserError extends Error {
  override readonly name = "UserError";
}
