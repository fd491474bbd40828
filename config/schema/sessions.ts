import { z } from "zod";
import { dnsLabel, whole } from "./fields";

/** Seconds of each unit of a duration. */
const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
/** A whole number and a unit. */
const DURATION = /^[1-9]\d{0,4}[smhd]$/;

const duration = z.string().regex(DURATION, "must be a whole number with s, m, h or d, such as 90s, 15m, 8h or 30d");

/** Seconds of a duration that has been checked. */
export function durationSeconds(text: string): number {
  return Number(text.slice(0, -1)) * UNITS[text.slice(-1) as keyof typeof UNITS];
}

/** How the pods of a set are given out as sessions. */
export const poolRules = z.strictObject({
  warm: whole(0, 5000)
    .default(1)
    .describe("Free slots that are kept ready, so that a caller need not wait. Each costs a pod and a disk."),
  max: whole(1, 5000).default(20).describe("Most slots: sessions, suspended ones included, and free ones."),
  perTenant: whole(1, 5000)
    .default(5)
    .describe("Sessions that one tenant may have, suspended ones included, because they keep their disks."),
  idle: duration.default("30m").describe("Without a heartbeat for so long, a session is told to end."),
  grace: duration.default("2m").describe("Time between being told and the end."),
  maxAge: duration.optional().describe("Longest session. Default: any."),
  onEnd: z
    .enum(["retain", "wipe"])
    .default("retain")
    .describe(
      "What becomes of the disk of a session that the controller ends: retain suspends the session, and keeps disk and slot for it; wipe deletes the disk.",
    ),
  keep: duration
    .optional()
    .describe(
      "Since its last activity, a suspended session keeps its disk for so long; then it is wiped. Default: for ever.",
    ),
  start: duration.default("10m").describe("Longest wait for the pod of a new session; then its slot is quarantined."),
  coolDown: duration
    .default("10m")
    .describe("How long free slots at the end must not have been needed before they go."),
});
/** How a pool is run, with defaults filled in. */
export type PoolSettings = z.infer<typeof poolRules>;

/** The flag of `sessions serve` for a key: `--per-tenant` for `perTenant`. */
export function poolFlag(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The sessions of a workload. */
export const sessionsSchema = poolRules.extend({
  callers: z
    .array(
      z.strictObject({
        serviceAccount: dnsLabel(253).describe("Name of the account."),
        namespace: dnsLabel(63).optional().describe("Its namespace. Default: that of the workload."),
        allTenants: z
          .boolean()
          .default(false)
          .describe(
            "It may act for every tenant, as a gateway with users of its own does. Otherwise it is a tenant itself.",
          ),
      }),
    )
    .default([])
    .describe("Accounts that may acquire sessions; their pods reach the controller."),
});
/** The sessions of a workload, with defaults filled in. */
export type SessionsSettings = z.infer<typeof sessionsSchema>;
