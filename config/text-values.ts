import type { z } from "zod";

/**
 * Parses values, and takes text for what it says where a schema asks for a truth value or a number: `"false"` for false, `"3"` for 3.
 * `pulumi config set` and editors write them so. Never the other way round: nobody knows whether 1.1 was written 1.10.
 */
export function parseText<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> {
  const first = schema.safeParse(value, { reportInput: true });
  if (first.success) {
    return first;
  }
  const meant = first.error.issues.reduce((all, issue) => withMeant(all, issue), value);
  return meant === value ? first : schema.safeParse(meant, { reportInput: true });
}

function withMeant(value: unknown, issue: z.core.$ZodIssue): unknown {
  const meant = issue.code === "invalid_type" ? meaning(issue.input, issue.expected) : undefined;
  return meant === undefined ? value : replaced(value, issue.path, meant);
}

/** What a value says where another type is expected; undefined where it says nothing of that type. */
function meaning(input: unknown, expected: string): unknown {
  if (expected === "boolean" && (input === "true" || input === "false")) {
    return input === "true";
  }
  const isNumber = typeof input === "string" && /^-?\d+(?:\.\d+)?$/.test(input);
  return isNumber && (expected === "number" || expected === "int") ? Number(input) : undefined;
}

function replaced(value: unknown, [key, ...rest]: readonly PropertyKey[], meant: unknown): unknown {
  if (key === undefined) {
    return meant;
  }
  if (Array.isArray(value)) {
    return value.map((one: unknown, index) => (index === key ? replaced(one, rest, meant) : one));
  }
  const fields = value as Readonly<Record<PropertyKey, unknown>>;
  return { ...fields, [key]: replaced(fields[key], rest, meant) };
}
