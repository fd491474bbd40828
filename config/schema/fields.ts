import { z } from "zod";
import { BYTES_PATTERN, CPU_PATTERN } from "../../policy/facts/quantities";

/** Field types that several keys share. The text of each is what a user reads when the value does not fit. */

const LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";

/** A name in the DNS label form that Kubernetes asks of most names. */
export function dnsLabel(maxLength: number): z.ZodString {
  return z
    .string()
    .regex(
      new RegExp(`^${LABEL}$`),
      "must be lower-case letters, digits and hyphens, starting and ending with a letter or digit",
    )
    .max(maxLength, `must have at most ${String(maxLength)} characters`);
}

/** A name of Google Cloud: a DNS label that starts with a letter. */
export function cloudName(maxLength: number): z.ZodString {
  return dnsLabel(maxLength).regex(/^[a-z]/, "must start with a letter");
}

/** Longest Kubernetes label value and DNS label. */
export const MAX_LABEL = 63;

/** A name with dots, as ConfigMap keys and file names take. */
export const fileName = z
  .string()
  .regex(
    /^(?!\.\.)[-._a-zA-Z0-9]{1,253}$/,
    "must be a file name of letters, digits, dots, hyphens and underscores, without a path",
  );

/** A CPU quantity, kept as text. */
export const cpu = z
  .string({ error: ({ input }) => numberInQuotes(input, "a CPU quantity", "") })
  .regex(CPU_PATTERN, 'must be a CPU quantity in quotes, such as 500m or "2"');

/** A memory or storage quantity, kept as text. */
export const size = z
  .string({ error: ({ input }) => numberInQuotes(input, "a whole size with a unit", "Gi") })
  .regex(BYTES_PATTERN, {
    error: ({ input }) =>
      `must be a whole size with a unit, such as ${/^\d+$/.test(String(input)) ? `${String(input)}Gi` : "512Mi or 20Gi"}`,
  });

/** What a number that stands for a quantity should be; undefined for anything else. */
function numberInQuotes(input: unknown, what: string, unit: string): string | undefined {
  return typeof input === "number" && input > 0
    ? `must be ${what}${unit === "" ? " in quotes" : ""}, such as ${unit === "" ? JSON.stringify(String(input)) : `${String(input)}${unit}`}`
    : undefined;
}

/** An absolute path in a container, without `..`. */
export const mountPath = z
  .string()
  .regex(
    /^\/(?!.*(?:^|\/)\.\.(?:\/|$))[^:\0]*$/,
    "must be an absolute path without .. and without a colon, such as /workspace",
  );

/** A path within a volume, without `..`. */
export const subPath = z
  .string()
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^:\0]+$/,
    "must be a path within the volume, without a leading slash and without .., such as data",
  );

/** A network range in CIDR form. */
export const cidr = z.union([z.cidrv4(), z.cidrv6()], "must be a network range such as 10.0.0.0/20");

/** A TCP or UDP port. */
export const port = z
  .int("must be a port from 1 to 65535")
  .min(1, "must be a port from 1 to 65535")
  .max(65535, "must be a port from 1 to 65535");

/** A whole number of at least `least`. */
export function whole(least: number, most = 2 ** 31 - 1): z.ZodInt {
  const text =
    most === 2 ** 31 - 1
      ? `must be a whole number of at least ${String(least)}`
      : `must be a whole number from ${String(least)} to ${String(most)}`;
  return z.int(text).min(least, text).max(most, text);
}

/** Label values as Google Cloud takes them: the stricter of its rules and those of Kubernetes. */
export const cloudLabels = z.record(
  z
    .string()
    .regex(/^[a-z][-_a-z0-9]{0,62}$/, "must be a label key of lower-case letters, digits, hyphens and underscores"),
  z
    .string()
    .regex(/^[-_a-z0-9]{0,63}$/, "must be a label value of lower-case letters, digits, hyphens and underscores"),
);

/** Labels, annotations' keys and node labels of Kubernetes. */
export const kubernetesLabels = z.record(
  z
    .string()
    .regex(
      new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*/)?[a-zA-Z0-9](?:[-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$`),
      "must be a label key such as app or example.com/team",
    ),
  z
    .string()
    .regex(
      /^(?:[a-zA-Z0-9](?:[-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)?$/,
      "must be a label value of at most 63 letters, digits, hyphens, dots and underscores",
    ),
);

/** The resource name of a Cloud KMS key. */
export const kmsKey = z
  .string()
  .regex(
    /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/,
    "must be projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY",
  );

/** A point in time, in UTC: other zones make the provider report a difference for ever. */
export const utcTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "must be a time in UTC such as 2026-01-03T02:00:00Z");

/** A share (`25%`) or a whole number of pods. */
export const podCount = z.union(
  [z.int().min(0), z.string().regex(/^(?:100|[1-9]?\d)%$/)],
  'must be a whole number of pods, or a share in quotes such as "25%"',
);

/** The permanent id of a tag key or value. Source: https://cloud.google.com/resource-manager/docs/tags/tags-overview */
export function tagId(kind: "tagKeys" | "tagValues"): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^${kind}/\\d+$`), `must be ${kind}/ and the permanent id, such as ${kind}/123456`);
}

/** The id of a Google Cloud project. */
export const googleProject = z
  .string("is required: the Google Cloud project")
  .regex(/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/, "must be a project id: 6 to 30 lower-case letters, digits and hyphens");

/** A list without repetitions. */
export function uniqueList<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z.array(item).refine((items) => new Set(items).size === items.length, "must not name anything twice");
}

/** Times in the five fields of cron. */
export const cronFields = z.string().regex(/^\S+ \S+ \S+ \S+ \S+$/, "must be five cron fields such as 0 3 * * *");
