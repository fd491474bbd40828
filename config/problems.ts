import { closestTo } from "./closest";
import { knownKeys } from "./known-keys";
import type { z } from "zod";

/** Something in the configuration that does not hold. */
export interface Problem {
  /** Full key with its path, for example `gke-stateful:pools[0].machineType`. */
  readonly key: string;
  /** The value found there, or undefined if nothing was set. */
  readonly value: unknown;
  /** What is allowed, as the end of a sentence that begins with the key. */
  readonly allowed: string;
  /** What to do about it. */
  readonly fix: string;
  /** Errors stop the program; warnings are printed. */
  readonly severity: "error" | "warning";
}

/** Longest value that a message repeats. */
const MAX_SHOWN = 80;
/** Shown in place of a value that the stack keeps secret. */
export const SECRET_MARK = "[secret]";

type Path = readonly PropertyKey[];

/** A key with its path as Pulumi writes it: `ns:workloads.db.ports["http"]` becomes `ns:workloads.db.ports.http`. */
export function keyOf(namespace: string, path: Path): string {
  const [first = "", ...rest] = path;
  const tail = rest.map((part) => {
    if (typeof part === "number") {
      return `[${String(part)}]`;
    }
    const name = String(part);
    return /^[-\w]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
  });
  return `${namespace}:${String(first)}${tail.join("")}`;
}

/** A value as a message shows it: short, on one line, and never more than a hint of it. */
export function shown(value: unknown): string {
  if (value === undefined) {
    return "is not set";
  }
  const text = value === SECRET_MARK ? SECRET_MARK : JSON.stringify(value);
  return `is ${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}`;
}

/** One problem as a line of text. */
export function describeProblem({ key, value, allowed, fix }: Problem): string {
  return `${key} ${shown(value)}: ${allowed}. ${fix}`;
}

/** How a value of a key, or of something within it, is changed. */
function edit(namespace: string, [key = ""]: Path): string {
  return `Change it where it is set: in the stack's file, whose ${namespace}:${String(key)} replaces the default of Pulumi.yaml as a whole.`;
}

/** What a schema is of, and what of it may not be repeated. */
interface Subject {
  readonly namespace: string;
  readonly isSecret: (topLevelKey: string) => boolean;
  /** Where the names are known from that a misspelt one may mean. @default - nothing is proposed */
  readonly schema?: z.core.$ZodType | undefined;
}

/** Turns what zod found in one namespace into problems; a value for which `isSecret` holds is not repeated. */
export function schemaProblems(
  error: z.core.$ZodError,
  namespace: string,
  isSecret: (topLevelKey: string) => boolean,
  schema?: z.core.$ZodType,
): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, { namespace, isSecret, schema }));
}

/** What to do about a key that there is not. */
function instead(name: string, known: readonly string[]): string {
  const meant = closestTo(name, known);
  return meant === undefined
    ? "Remove it, or look its name up in docs/configuration.md."
    : `Write ${meant} if that is meant, or remove it; docs/configuration.md has all names.`;
}

function issueProblems(issue: z.core.$ZodIssue, { isSecret, namespace, schema }: Subject): Problem[] {
  const hidden = isSecret(String(issue.path[0] ?? ""));
  const problem = (path: Path, value: unknown, allowed: string, fix: string): Problem => ({
    key: keyOf(namespace, path),
    value: hidden && value !== undefined ? SECRET_MARK : value,
    allowed,
    fix,
    severity: "error",
  });
  if (issue.code === "unrecognized_keys") {
    const known = schema === undefined ? [] : knownKeys(schema, issue.path);
    return issue.keys.map((name) =>
      problem([...issue.path, name], valueAt(issue.input, name), "is not a key that exists", instead(name, known)),
    );
  }
  if (issue.code === "invalid_key") {
    const allowed = issue.issues[0]?.message ?? "must be another name";
    return [
      problem(
        issue.path,
        undefined,
        `the name ${JSON.stringify(String(issue.path.at(-1)))} ${allowed}`,
        "Rename the entry.",
      ),
    ];
  }
  return [problem(issue.path, issue.input, allowedText(issue), edit(namespace, issue.path))];
}

function valueAt(input: unknown, name: string): unknown {
  return typeof input === "object" && input !== null && Object.hasOwn(input, name)
    ? (input as Record<string, unknown>)[name]
    : undefined;
}

const EXPECTED_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map of keys to values",
  record: "a map of names to values",
};

function allowedText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (!issue.message.startsWith("Invalid input")) {
        return issue.message;
      }
      if (issue.expected === "string" && ["number", "boolean"].includes(typeof issue.input)) {
        return 'must be text; put it in quotes, such as "1"';
      }
      return issue.input === undefined
        ? `is required and must be ${EXPECTED_WORDS[issue.expected] ?? issue.expected}`
        : `must be ${EXPECTED_WORDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(String).join(", ")}`;
    default:
      return issue.message;
  }
}
