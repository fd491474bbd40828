import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { describeProblem, schemaProblems } from "../config/problems";

/** Namespace of the configuration. */
const PROJECT = "gke-stateful-delivery";
/** Where the stacks have their files. */
export const REPOSITORY = join(__dirname, "..");
/** Project whose stacks are delivered. Source: Pulumi.yaml of the repository */
export const DELIVERED_PROJECT = "gke-stateful";

const name = (pattern: RegExp, allowed: string): z.ZodString => z.string().regex(pattern, `must be ${allowed}`);
/** Fields of a cron expression and what they may hold: minute, hour, day, month, day of the week. */
const CRON = /^(?:[\d*/,-]+ ){3}[\d*/,A-Za-z-]+ [\d*/,A-Za-z-]+$/;
const cron = name(CRON, "a cron expression of five fields, such as 0 5 * * *");
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
  driftCron: name(new RegExp(`^$|${CRON.source}`), "a cron expression of five fields, or empty for never").optional(),
  /** Set drift right when it is found. */
  remediateDrift: z.boolean().default(false),
  /** Moment at which the stack and all that is in it is destroyed. */
  destroyAt: z.iso.datetime("must be a moment in UTC, such as 2027-01-31T18:00:00Z").optional(),
});

const schema = z.strictObject({
  organization: name(/^(?!null$)[\w.-]{1,100}$/, "the name of an organization"),
  repository: name(/^[\w.-]+\/[\w.-]+$/, "OWNER/NAME"),
  branch: name(/^(?!refs\/)[\w./-]+$/, "the name of a branch, without refs/heads/").default("main"),
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
    const found = schemaProblems(result.error, PROJECT, () => false);
    throw problems(found.map((problem) => describeProblem({ ...problem, fix: ADVICE })));
  }
  const wrong = [...strangers(result.data), ...Object.entries(result.data.stacks).flatMap(contradictions)];
  if (wrong.length > 0) {
    throw problems(wrong);
  }
  return result.data;
}

const ADVICE = "docs/delivery.md explains every key.";

function strangers({ policyGroup, stacks }: Delivery): readonly string[] {
  const unknown = (policyGroup?.stacks ?? []).filter((one) => !Object.hasOwn(stacks, one));
  return unknown.length === 0
    ? []
    : [
        `${PROJECT}:policyGroup.stacks has ${unknown.join(", ")}: must be stacks of ${PROJECT}:stacks. Add them there, or take them out here.`,
      ];
}

/** What each setting allows, and all of them together do not. */
function contradictions([stackName, { deploy, destroyAt, driftCron, remediateDrift }]: [
  string,
  DeliveredStack,
]): readonly string[] {
  const key = `${PROJECT}:stacks.${stackName}`;
  const file = `Pulumi.${stackName}.yaml`;
  const isWatched = (driftCron ?? "") !== "" || remediateDrift;
  return [
    ...(existsSync(join(REPOSITORY, file)) ? [] : [`${key} has no file ${file}. Write one, or take the stack out.`]),
    ...(deploy === "review" && isWatched
      ? [
          `${key} is a template of review stacks, which nobody watches for drift. Take driftCron and remediateDrift out.`,
        ]
      : []),
    ...(destroyAt !== undefined && isProduction(file)
      ? [
          `${key}.destroyAt is ${JSON.stringify(destroyAt)}, and ${file} says environment: prod. Take destroyAt out: it destroys data.`,
        ]
      : []),
  ];
}

function isProduction(file: string): boolean {
  const path = join(REPOSITORY, file);
  const content = existsSync(path)
    ? (parse(readFileSync(path, "utf8")) as { config?: Record<string, unknown> } | null)
    : null;
  return content?.config?.[`${DELIVERED_PROJECT}:environment`] === "prod";
}

/** Lists and maps come as JSON; everything else is text, or what zod makes of it. */
function decode(text: string): unknown {
  try {
    return /^[[{]/.test(text) ? (JSON.parse(text) as unknown) : text;
  } catch {
    return text;
  }
}

function problems(lines: readonly string[]): DeliveryConfigError {
  return new DeliveryConfigError(
    `The configuration has ${String(lines.length)} problem${lines.length === 1 ? "" : "s"}:\n${lines.map((line) => `  - ${line}`).join("\n")}`,
  );
}
