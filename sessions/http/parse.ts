import type { z } from "zod";

/** A request is not what the API takes. */
export class BadRequest extends Error {}

/** Reads what was sent. Errors: BadRequest that names the key, what it is and what is allowed. */
export function parse<T extends z.ZodType>(schema: T, sent: unknown): z.infer<T> {
  const result = schema.safeParse(sent ?? {});
  if (result.success) {
    return result.data;
  }
  const [issue] = result.error.issues;
  const path = issue?.path.join(".") ?? "";
  throw new BadRequest(
    `${path === "" ? "The request" : path}: ${issue?.message ?? "is not understood"}. See /openapi.json.`,
  );
}
