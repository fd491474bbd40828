import { z } from "zod";
import { describeProblem, schemaProblems } from "../config/problems";

/** Namespace of the configuration. */
const PROJECT = "gke-stateful-delivery";
/** Project whose stacks are delivered. Source: Pulumi.yaml of the repository */
export const DELIVERED_PROJECT = "gke-stateful";

const name = (pattern: RegExp, allowed: string): z.ZodString => z.string().regex(pattern, `must be ${allowed}`);
const cron = name(/^\S+(?: \S+){4}$/, "a cron expression of five fields, such as 0 5 * * *");
const id = name(/^[a-z][a-z0-9-]{2,30}[a-z0-9]$/, "4 to 32 lower-case letters, digits and hyphens");

const google = z.strictObject({
  projectNumber: name(/^\d{6,20}$/, 'the project\'s number in quotes, such as "123456789012", not its id'),
  workloadPoolId: id,
  providerId: id,
  serviceAccount: name(/^[^@\s]+@[^@\s]+\.iam\.gserviceaccount\.com$/, "the address of a service account"),
});

const stack = z.strictObject({
  /** `merge`: every commit on the branch. `request`: when somebody, or a workflow, asks. `review`: a template of review stacks. */
  deploy: z.enum(["merge", "request", "review"]),
  google,
  /** When drift is looked for, in the place of `driftCron`; an empty text for never. */
  driftCron: z.union([cron, z.literal("")]).optional(),
  /** Set drift right when it is found. */
  remediateDrift: z.boolean().default(false),
  /** Moment at which the stack and all that is in it is destroyed. */
  destroyAt: z.iso.datetime("must be a moment in UTC, such as 2027-01-31T18:00:00Z").optional(),
});

const schema = z.strictObject({
  organization: name(/^[\w.-]{1,100}$/, "the name of an organization"),
  repository: name(/^[\w.-]+\/[\w.-]+$/, "OWNER/NAME"),
  branch: z.string().min(1).default("main"),
  driftCron: cron.default("0 5 * * *"),
  executorImage: z.string().default(""),
  stacks: z
    .record(name(/^[A-Za-z0-9_.-]{1,100}$/, "the name of a stack"), stack)
    .refine((all) => Object.keys(all).length > 0, "must have at least one stack"),
  /** Version of the published pack that Pulumi Cloud runs at every update, and on which stacks. */
  policyGroup: z
    .strictObject({
      version: z.string().min(1),
      stacks: z.array(z.string()).min(1),
      mode: z.enum(["audit", "preventative"]).default("preventative"),
    })
    .optional(),
});

/** How stacks are delivered. */
export type Delivery = z.infer<typeof schema>;
/** How one stack is delivered. */
export type DeliveredStack = Delivery["stacks"][string];
/** The policy group. */
export type GroupSettings = NonNullable<Delivery["policyGroup"]>;

/** The configuration does not hold. The message lists every problem. */
export class DeliveryConfigError extends Error {
  override readonly name = "DeliveryConfigError";
}

/** Reads the configuration of the engine. Errors: {@link DeliveryConfigError} that names every key. */
export function readDelivery(values: Readonly<Record<string, string>>): Delivery {
  const own = Object.entries(values).filter(([key]) => key.startsWith(`${PROJECT}:`));
  const raw = Object.fromEntries(own.map(([key, text]) => [key.slice(PROJECT.length + 1), decode(text)]));
  const result = schema.safeParse(raw, { reportInput: true });
  if (!result.success) {
    throw problems(schemaProblems(result.error, PROJECT, () => false).map(describeProblem));
  }
  const strangers = (result.data.policyGroup?.stacks ?? []).filter((one) => !Object.hasOwn(result.data.stacks, one));
  if (strangers.length > 0) {
    throw problems([
      `${PROJECT}:policyGroup.stacks has ${strangers.join(", ")}: must be stacks of ${PROJECT}:stacks. Add them there, or take them out here.`,
    ]);
  }
  return result.data;
}

/** Lists and maps come as JSON; everything else is text, or what zod makes of it. */
function decode(text: string): unknown {
  return /^[[{]/.test(text) ? (JSON.parse(text) as unknown) : text;
}

function problems(lines: readonly string[]): DeliveryConfigError {
  return new DeliveryConfigError(
    `The configuration has ${String(lines.length)} problem${lines.length === 1 ? "" : "s"}:\n${lines.map((line) => `  - ${line}`).join("\n")}\ndocs/delivery.md explains every key.`,
  );
}
