import { z } from "zod";
import { cpu, mountPath, port, size, whole } from "../../config/schema/fields";
import { googleSchema } from "../../config/schema/stack";
import { workloadName } from "../../config/schema/workload";
import { loadPrices } from "../../policy/cost/prices";
import { imageReference } from "../../config/schema/workload-parts";

/** Kinds of data, and what makes them so. */
export const DATA_KINDS = {
  replicated:
    "members that keep copies of each other's data and vote, such as etcd, Kafka, or PostgreSQL under Patroni",
  single: "one writer without copies, such as a plain PostgreSQL, a queue with its own disk, or a CI server",
  sessions: "one pod and one disk for each caller, such as terminals or notebooks",
  cache: "anything that can be made again from elsewhere",
  "shared-files": "files that several pods write",
  none: "no data of its own",
} as const;

/** A kind of data. */
export type DataKind = keyof typeof DATA_KINDS;

/** Data may be lost: there is no recovery point. */
export const MAY_BE_LOST = "any";

const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440 };
const DURATION = /^(\d{1,4})([mhd])$/;

/** Minutes of a duration. */
function minutesOf(text: string): number {
  const [, amount, unit = ""] = DURATION.exec(text) ?? [];
  return Number(amount ?? 0) * (MINUTES[unit] ?? 0);
}

const duration = z
  .string()
  .regex(/^(?:0|\d{1,4}[mhd])$/, "must be 0, or a number of minutes, hours or days such as 30m, 4h or 1d");

/** A number, typed. */
function typed<Schema extends z.ZodType<number, number>>(
  schema: Schema,
  message: string,
): z.ZodPipe<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>, Schema> {
  return z
    .string()
    .regex(/^\d{1,9}(?:\.\d{1,6})?$/, message)
    .transform(Number)
    .pipe(schema);
}

/** A whole number, typed. */
function typedWhole(least: number, most: number): ReturnType<typeof typed<z.ZodInt>> {
  return typed(whole(least, most), `must be a whole number from ${String(least)} to ${String(most)}`);
}

/** A size of data. Without a unit it would be a number of bytes, which nobody means. */
const dataSize = size.regex(/[a-zA-Z]$/, "must have a unit, such as 20Gi");

const PERCENT = "must be a percentage from 50 to 99.999";
const KINDS = Object.keys(DATA_KINDS) as [DataKind, ...DataKind[]];

/** What a service needs. Every answer is a text, as a person types it. */
export const requirementsSchema = z.strictObject({
  name: workloadName.default("db").describe("Name of the workload."),
  data: z.enum(KINDS, `must be one of ${KINDS.join(", ")}`).describe("Kind of data."),
  replicas: typedWhole(1, 1000).optional().describe("Number of pods."),
  size: dataSize.describe("Data of each pod today."),
  growth: z
    .union([dataSize, z.literal("0")], "must be 0, or a size with a unit such as 5Gi")
    .default("0")
    .describe("How much more each pod holds a month later."),
  rpo: z
    .union(
      [duration.transform(minutesOf), z.literal(MAY_BE_LOST)],
      "must be 0, a duration such as 30m, 4h or 1d, or any if the data may be lost",
    )
    .describe("Recovery point: most data that may be lost, in time."),
  rto: duration
    .transform(minutesOf)
    .optional()
    .describe("Recovery time: longest time without service after a failure."),
  availability: typed(z.number().min(50, PERCENT).max(99.999, PERCENT), PERCENT)
    .default(99)
    .describe("Share of a month in which the service answers, in percent."),
  budget: typed(z.number().positive("must be above 0"), "must be an amount of US dollars such as 500")
    .optional()
    .describe("Most that a month may cost, in US dollars at list prices."),
  zones: typedWhole(1, 3).optional().describe("Number of zones, where it is given."),
  iops: typedWhole(1, 1_000_000).optional().describe("Read and write operations a second of each pod's disk."),
  cpu: cpu.optional().describe("CPU of each pod."),
  memory: dataSize.optional().describe("Memory of each pod."),
  image: imageReference.optional().describe("Container image."),
  port: typed(port, "must be a port from 1 to 65535").optional().describe("Port on which it serves."),
  project: googleSchema.shape.project.optional().describe("Google Cloud project."),
  mountPath: mountPath.default("/data").describe("Directory in which the image keeps its data."),
  region: googleSchema.shape.region
    .refine(isKnownRegion, "must be a region whose prices are known here, such as europe-west1")
    .default("europe-west1")
    .describe("Region."),
});

/** What is recommended is priced, and a budget means nothing where nobody knows what things cost. */
function isKnownRegion(region: string): boolean {
  return Object.hasOwn(loadPrices().regions, region);
}

/** Whether the kind of data says all: there is no disk to choose. */
export function needsNoMore({ data }: Readonly<Record<string, unknown>>): boolean {
  return data === "none" || data === "shared-files";
}

/** What stands for answers that do not matter, where {@link needsNoMore}. */
export const NO_MATTER = { size: "1Gi", rpo: MAY_BE_LOST } as const;

/** What a service needs, read and checked. */
export type Requirements = z.output<typeof requirementsSchema>;
