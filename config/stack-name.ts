import { createHash } from "node:crypto";

/** Stands for the name of the stack: review stacks share a file, and their clusters may not share a name. */
export const STACK_PLACEHOLDER = "{stack}";
/** Digits of the hash that tells two stacks apart whose names had to be changed alike. */
const HASH_LENGTH = 6;

/**
 * A name with the stack's in the place of {@link STACK_PLACEHOLDER}, in lower-case letters, digits and hyphens. Where that does
 * not fit, or a name had to be changed, a hash keeps it unique.
 */
export function withStackName(name: string, stack: string, longest: number): string {
  const plain = stack
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  const full = name.replaceAll(STACK_PLACEHOLDER, plain);
  if (plain === stack && full.length <= longest) {
    return full;
  }
  const hash = createHash("sha256").update(stack).digest("hex").slice(0, HASH_LENGTH);
  return `${full.slice(0, longest - HASH_LENGTH - 1).replace(/-+$/, "")}-${hash}`;
}
