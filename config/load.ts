import { CHECKS } from "./checks";
import { closestTo } from "./closest";
import { completedWorkloads } from "./sizing/completed";
import { googleSchema, PROJECT, projectSchema } from "./schema/stack";
import { parseText } from "./text-values";
import { putStackName } from "./stack-name";
import { schemaProblems, describeProblem, SECRET_MARK } from "./problems";
import type { Problem } from "./problems";
import type { GoogleSettings } from "./schema/stack";
import type { StackConfig } from "./stack-config";

/** Where values come from: the raw text of every key, as the Pulumi engine hands it to the program. */
export interface ConfigSource {
  /** Name of the stack. */
  readonly stack: string;
  /** `namespace:key` → text; lists and maps as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Whether a full key holds a secret, whose value no message may repeat. */
  readonly isSecret: (fullKey: string) => boolean;
}

/** The configuration does not hold. The message lists every problem, not the first only. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** All that is wrong. */
  readonly problems: readonly Problem[];

  constructor(stack: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
    const lines = problems.map((problem) => `  - ${describeProblem(problem)}`);
    super(`The configuration of stack ${stack} has ${count}:\n${lines.join("\n")}`);
    this.problems = problems;
  }
}

/**
 * Reads, checks and completes the configuration of a stack.
 *
 * Errors: {@link ConfigError} with every problem in keys and values; once those hold, with every combination that cannot work.
 */
export function loadConfig(source: ConfigSource): StackConfig {
  const raw = new Map<string, unknown>();
  const problems: Problem[] = [];
  for (const [fullKey, text] of Object.entries(source.values)) {
    const [namespace, key] = split(fullKey);
    if (namespace === PROJECT) {
      raw.set(key, decode(text, key));
      problems.push(...hostileNames(fullKey, text));
    }
  }
  problems.push(...nearlyOurs(source));
  const project = parseText(projectSchema, putStackName(Object.fromEntries(raw), source.stack));
  if (!project.success) {
    const isSecret = (key: string): boolean => key === "secrets" || source.isSecret(`${PROJECT}:${key}`);
    problems.push(...schemaProblems(project.error, PROJECT, isSecret, projectSchema));
  }
  const google = readGoogle(source, raw.get("target"));
  problems.push(...google.problems);
  if (!project.success || problems.length > 0) {
    throw new ConfigError(source.stack, problems);
  }
  const given: StackConfig = { ...project.data, stack: source.stack, google: google.settings, warnings: [] };
  const config = { ...given, workloads: completedWorkloads(given) };
  return judged(config, [
    ...secretsInClear(source),
    ...secretsElsewhere(source),
    ...CHECKS.flatMap((check) => [...check(config)]),
  ]);
}

/** Keys of the Google Cloud provider without which a stack is nowhere. */
const GOOGLE_KEYS = Object.keys(googleSchema.shape);

/** Keys that nothing reads and that look like one that is read: a namespace or a name with a typing error. */
function nearlyOurs({ isSecret, values }: ConfigSource): Problem[] {
  return Object.entries(values).flatMap(([key, text]) => {
    const [namespace, name] = split(key);
    const meant =
      namespace === "gcp" && !GOOGLE_KEYS.includes(name)
        ? closestTo(name, GOOGLE_KEYS)
        : namespace !== PROJECT && closestTo(namespace, [PROJECT]) !== undefined
          ? name
          : undefined;
    const place = namespace === "gcp" ? "gcp" : PROJECT;
    return meant === undefined
      ? []
      : [
          {
            key,
            value: isSecret(key) ? SECRET_MARK : text,
            allowed: "is read by nobody",
            fix: `Write ${place}:${meant}, and take this one out: pulumi config rm ${key}`,
            severity: "error" as const,
          },
        ];
  });
}

function judged(config: StackConfig, problems: readonly Problem[]): StackConfig {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    throw new ConfigError(config.stack, errors);
  }
  return { ...config, warnings: problems.map(describeProblem) };
}

function readGoogle(
  source: ConfigSource,
  target: unknown,
): { settings: GoogleSettings | undefined; problems: Problem[] } {
  if (target !== "gke") {
    return { settings: undefined, problems: [] };
  }
  const google = googleSchema.safeParse(
    { project: source.values["gcp:project"], region: source.values["gcp:region"] },
    { reportInput: true },
  );
  return google.success
    ? { settings: google.data, problems: [] }
    : { settings: undefined, problems: schemaProblems(google.error, "gcp", () => false) };
}

/** A name with a meaning in JavaScript, which the schema would pass over in silence. */
const HOSTILE_NAME = "__proto__";

function hostileNames(key: string, text: string): Problem[] {
  return text.includes(`"${HOSTILE_NAME}"`)
    ? [
        {
          key,
          value: undefined,
          allowed: `must not use the name ${HOSTILE_NAME}`,
          fix: "Rename the entry.",
          severity: "error",
        },
      ]
    : [];
}

/** What is encrypted outside `secrets` would still reach the state and the plan in clear, because the program decides by it. */
function secretsElsewhere(source: ConfigSource): Problem[] {
  return Object.keys(source.values)
    .filter((key) => key.startsWith(`${PROJECT}:`) && key !== `${PROJECT}:secrets` && source.isSecret(key))
    .map((key) => ({
      key,
      value: SECRET_MARK,
      allowed: "must not be encrypted, because its values would reach the stack's state in clear all the same",
      fix: `Put the value into ${PROJECT}:secrets, and its name into workloads.<name>.secrets.<secret>.fromConfig.`,
      severity: "error",
    }));
}

/** Secrets must be encrypted in the stack's file; the engine says which keys are. */
function secretsInClear(source: ConfigSource): Problem[] {
  const key = `${PROJECT}:secrets`;
  const text = source.values[key];
  if (text === undefined || text === "{}" || source.isSecret(key)) {
    return [];
  }
  return [
    {
      key,
      value: undefined,
      allowed: "must be encrypted, and stands in clear in the stack's file",
      fix: `Take the values out of the file, set each with: pulumi config set --secret --path '${key}.WORKLOAD.SECRET.KEY', and renew what has leaked.`,
      severity: "error",
    },
  ];
}

function split(fullKey: string): [namespace: string, key: string] {
  const colon = fullKey.indexOf(":");
  return [fullKey.slice(0, colon), fullKey.slice(colon + 1)];
}

/** Keys whose text is the value itself; every other key holds JSON. */
const TEXT_KEYS: readonly string[] = ["environment", "target"];

/** Text that is no JSON stays text, for the schema to refuse with the key and the value. */
function decode(text: string, key: string): unknown {
  if (TEXT_KEYS.includes(key)) {
    return text;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
