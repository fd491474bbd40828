import { createHash } from "node:crypto";
import { MAX_GKE_NAME } from "./schema/cluster";

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

/** Longest name of an object that is one for the whole cluster. */
export const MAX_OBJECT_NAME = 253;

/** A name that may have the stack's in it. */
interface StackedName {
  readonly path: readonly [key: string, ...fields: string[]];
  readonly longest: number;
  /** Taken on a cluster that exists, where the stack makes the object and nothing else is said: other stacks may be there. */
  readonly shared?: string;
}

const NAMES: readonly StackedName[] = [
  { path: ["cluster", "name"], longest: MAX_GKE_NAME },
  { path: ["priorityClass", "name"], longest: MAX_OBJECT_NAME, shared: "gke-stateful-{stack}" },
  { path: ["storage", "className"], longest: MAX_OBJECT_NAME, shared: "fast-ssd-{stack}" },
  { path: ["storage", "snapshotClass", "name"], longest: MAX_OBJECT_NAME, shared: "fast-ssd-snapshots-{stack}" },
];

/** Values of keys, before a schema has seen them. */
type Raw = Readonly<Record<string, unknown>>;

/** Puts the stack's name into the names that may have it. Whatever is of another shape is for the schema to refuse. */
export function putStackName(raw: Raw, stack: string): Raw {
  return NAMES.reduce((all, { longest, path, shared }) => {
    const missing = all["target"] === "kubeconfig" ? shared : undefined;
    return changed(all, path, (name, isMade) => {
      const given = name ?? (isMade ? missing : undefined);
      return typeof given === "string" && given.includes(STACK_PLACEHOLDER)
        ? withStackName(given, stack, longest)
        : given;
    });
  }, raw);
}

type Change = (name: unknown, isMade: boolean) => unknown;

function changed(raw: Raw, [key = "", ...rest]: readonly string[], change: Change): Raw {
  const before = raw[key];
  const fields = fieldsOf(before ?? {});
  const after = rest.length === 0 ? change(before, raw["create"] !== false) : fields && changed(fields, rest, change);
  return after === undefined || after === before || after === fields ? raw : { ...raw, [key]: after };
}

function fieldsOf(value: unknown): Raw | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Raw) : undefined;
}
