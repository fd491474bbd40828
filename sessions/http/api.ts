import { z } from "zod";
import { GROUP, RIGHTS } from "../../policy/facts/session-rights";

/**
 * The HTTP API: what is sent and answered. The server checks by it, the OpenAPI document is made from it, and the client has its types.
 */

/** Longest id of a session: it becomes a label value. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
const SESSION_ID = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
/** Longest name of a tenant: that of a user of Kubernetes fits. */
const MAX_TENANT = 253;
/** Longest wait for a slot and its pod, in seconds. */
export const MAX_WAIT = 600;

const sessionId = z
  .string()
  .regex(
    SESSION_ID,
    "must have 1 to 63 letters, digits, dots, dashes or underscores, and begin and end with a letter or digit",
  )
  .describe("Id of the session, chosen by the caller. The same id gives the same slot and disk again.");
const tenant = z
  .string()
  .min(1)
  .max(MAX_TENANT)
  .regex(/^[^\p{C}]+$/u, "must have no control characters")
  .describe("Whose session it is. Default: the caller. Another one needs the right to act as it.");
const epoch = z.int().min(1).describe("The fencing token that came with the session.");

/** Where a slot stands. */
const state = z.enum([
  "Free",
  "Starting",
  "Active",
  "Idle",
  "Suspended",
  "Draining",
  "Wiping",
  "Closed",
  "Quarantined",
]);

/** A session. */
const sessionSchema = z.object({
  session: z.string(),
  tenant: z.string(),
  state,
  ordinal: z.int().describe("Ordinal of its pod and disk."),
  pod: z.string().describe("Name of the pod."),
  host: z.string().describe("DNS name of the pod in the cluster."),
  epoch: z.int().describe("Fencing token: it grows with each hold. The pod has it as an annotation."),
  acquired: z.string().describe("Since when, RFC 3339."),
  active: z.string().describe("Last activity that is known, RFC 3339."),
  endsAt: z.string().optional().describe("When it ends if nothing happens, RFC 3339; only while it is told to end."),
  reason: z.string().optional().describe("Why it is told to end."),
});
export type Session = z.infer<typeof sessionSchema>;

/** A slot, as operators see it. */
const slotSchema = z.object({
  ordinal: z.int(),
  state,
  epoch: z.int(),
  pod: z.string().optional().describe("Name of the pod, where it is there."),
  isReady: z.boolean(),
  session: z.string().optional(),
  tenant: z.string().optional(),
  reason: z.string().optional(),
  since: z.string().optional(),
});
export type Slot = z.infer<typeof slotSchema>;

export const acquireSchema = z.strictObject({
  session: sessionId,
  tenant: tenant.optional(),
  waitSeconds: z.number().min(0).max(MAX_WAIT).default(60).describe("How long to wait for a slot and its pod."),
  takeOver: z
    .boolean()
    .default(false)
    .describe("Fence off whoever holds the session now: it gets a new epoch, and the old one is refused."),
});
const acquiredSchema = sessionSchema.extend({
  launch: z.enum(["warm", "cold"]).describe("Whether the pod was ready when it was asked for."),
});
export type AcquiredSession = z.infer<typeof acquiredSchema>;

export const heartbeatSchema = z.strictObject({ epoch, tenant: tenant.optional() });
export const releaseSchema = z.strictObject({
  epoch,
  tenant: tenant.optional(),
  disk: z
    .enum(["retain", "wipe"])
    .default("retain")
    .describe("retain: the disk is kept for the session. wipe: the disk and its data are deleted for good."),
});
export const tenantQuery = z.strictObject({
  tenant: tenant.optional().describe("Whose sessions. Default: the caller's. *: those of all tenants."),
});
export const sessionParams = z.strictObject({ session: sessionId });
export const slotParams = z.strictObject({ ordinal: z.coerce.number().int().min(0) });
export const slotAction = z.enum(["drain", "quarantine", "wipe"]);
export type SlotAction = z.infer<typeof slotAction>;

/** What is answered where a caller is refused. */
const refusalSchema = z.object({
  reason: z.string().describe("In one word, for programs."),
  message: z.string().describe("For people."),
});

/** Where each thing is asked for. */
const ROUTES = [
  {
    method: "POST",
    path: "/v1/sessions",
    summary: "Acquire a session: the same slot and disk as before, or a free one.",
    body: acquireSchema,
    answer: acquiredSchema,
    right: "use",
  },
  {
    method: "GET",
    path: "/v1/sessions",
    summary: "List sessions.",
    query: tenantQuery,
    answer: z.object({ sessions: z.array(sessionSchema) }),
    right: "use",
  },
  {
    method: "GET",
    path: "/v1/sessions/{session}",
    summary: "Look at a session.",
    params: sessionParams,
    query: tenantQuery,
    answer: sessionSchema,
    right: "use",
  },
  {
    method: "POST",
    path: "/v1/sessions/{session}/heartbeat",
    summary: "Say that a session is in use.",
    params: sessionParams,
    body: heartbeatSchema,
    answer: sessionSchema,
    right: "use",
  },
  {
    method: "POST",
    path: "/v1/sessions/{session}/release",
    summary: "Give a session back.",
    params: sessionParams,
    body: releaseSchema,
    answer: slotSchema,
    right: "use",
  },
  {
    method: "GET",
    path: "/v1/watch",
    summary: "Follow sessions: server-sent events, each with a session.",
    query: tenantQuery,
    answer: sessionSchema,
    right: "use",
  },
  {
    method: "GET",
    path: "/v1/slots",
    summary: "List all slots.",
    answer: z.object({ slots: z.array(slotSchema) }),
    right: "operate",
  },
  {
    method: "POST",
    path: "/v1/slots/{ordinal}/drain",
    summary: "Tell the session of a slot to end.",
    params: slotParams,
    answer: slotSchema,
    right: "operate",
  },
  {
    method: "POST",
    path: "/v1/slots/{ordinal}/quarantine",
    summary: "Give a slot to nobody.",
    params: slotParams,
    answer: slotSchema,
    right: "operate",
  },
  {
    method: "POST",
    path: "/v1/slots/{ordinal}/wipe",
    summary: "Delete the disk of a slot that is quarantined or suspended, so that it is free again.",
    params: slotParams,
    answer: slotSchema,
    right: "operate",
  },
] as const;

/** The OpenAPI document of the API. */
export function openApi(version: string): object {
  const schemaOf = (schema: z.ZodType): object => z.toJSONSchema(schema, { target: "openapi-3.0", io: "input" });
  const paths: Record<string, Record<string, object>> = {};
  for (const route of ROUTES) {
    const content = (schema: z.ZodType): object => ({ content: { "application/json": { schema: schemaOf(schema) } } });
    (paths[route.path] ??= {})[route.method.toLowerCase()] = {
      summary: route.summary,
      description: `Needs the right to ${RIGHTS[route.right].verb} ${RIGHTS[route.right].resource} of API group ${GROUP}.`,
      parameters: [
        ...parametersOf("params" in route ? route.params : undefined, "path"),
        ...parametersOf("query" in route ? route.query : undefined, "query"),
      ],
      ...("body" in route && { requestBody: { required: true, ...content(route.body) } }),
      responses: {
        200: { description: "Done.", ...content(route.answer) },
        default: { description: "Refused.", ...content(refusalSchema) },
      },
    };
  }
  return {
    openapi: "3.0.3",
    info: { title: "gke-stateful sessions", version },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    security: [{ token: [] }],
    paths,
  };
}

function parametersOf(schema: z.ZodObject | undefined, place: "path" | "query"): readonly object[] {
  return Object.entries(schema?.shape ?? {}).map(([name, part]) => ({
    name,
    in: place,
    required: place === "path",
    schema: z.toJSONSchema(part as z.ZodType, { target: "openapi-3.0", io: "input" }),
  }));
}
