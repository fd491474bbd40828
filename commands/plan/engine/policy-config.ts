import { readFileSync } from "node:fs";
import { UserError } from "../../shared/user-error";
import type { Level } from "./verdicts";

/** Configuration of a policy. */
interface PolicyConfig {
  /** How strictly; undefined for the policy's own. */
  readonly level: Level | undefined;
  /** Its settings. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Configuration of a pack: `all`, and policies by name. */
export type PackConfig = Readonly<Record<string, PolicyConfig>>;

/** Key of the level that holds where a policy has none of its own. */
export const ALL = "all";
/** Key by which the CLI takes environments of Pulumi ESC, which a plan does not have. */
const ENVIRONMENTS = "environments";
const LEVELS: readonly Level[] = ["advisory", "mandatory", "remediate", "disabled"];

/**
 * Reads a file for `--policy-pack-config` as the Pulumi CLI does.
 *
 * Errors: UserError that names the file, the key, the value and what is allowed.
 */
export function readPackConfig(file: string): PackConfig {
  const content = parse(file);
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new UserError(`${file} must hold a JSON object: policy name → level, or map of settings.`);
  }
  const entries = Object.entries(content as Record<string, unknown>).filter(([name]) => name !== ENVIRONMENTS);
  return Object.fromEntries(entries.map(([name, value]) => [name, policyConfig(file, name, value)]));
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof SyntaxError ? `is not JSON: ${error.message}` : "cannot be read";
    throw new UserError(`${file} ${reason}. Name a file for --policy-pack-config, or leave the option out.`, {
      cause: error,
    });
  }
}

function policyConfig(file: string, name: string, value: unknown): PolicyConfig {
  if (typeof value === "string") {
    return { level: levelOf(file, name, value), properties: {} };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(
      `${file}: ${name} is ${JSON.stringify(value)}; it must be one of ${LEVELS.join(", ")}, or a map with enforcementLevel and settings.`,
    );
  }
  const { enforcementLevel, ...properties } = value as Record<string, unknown>;
  const level =
    enforcementLevel === undefined ? undefined : levelOf(file, `${name}.enforcementLevel`, enforcementLevel);
  return { level, properties };
}

function levelOf(file: string, key: string, value: unknown): Level {
  const level = LEVELS.find((one) => one === value);
  if (level === undefined) {
    throw new UserError(`${file}: ${key} is ${JSON.stringify(value)}; it must be one of ${LEVELS.join(", ")}.`);
  }
  return level;
}

/** Refuses names that the pack does not have: a policy that is misspelt would be left as it is. */
export function checkNames(file: string, config: PackConfig, policies: readonly string[]): void {
  const unknown = Object.keys(config).filter((name) => name !== ALL && !policies.includes(name));
  if (unknown.length > 0) {
    throw new UserError(
      `${file}: the pack has no policy ${unknown.join(", ")}. Its policies are listed in docs/rules.md.`,
    );
  }
}

/** What a pack says of a setting: a JSON schema, of which packs use these parts. */
export interface SettingSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly items?: SettingSchema;
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly required?: readonly string[];
}

/** Refuses settings that a policy does not have, or cannot use, before anything is judged; the engine does so too. */
export function checkSettings(file: string, policy: string, { properties }: PolicyConfig, schema: SettingSchema): void {
  const wrong = complaint(policy, properties, { type: "object", ...schema });
  if (wrong !== undefined) {
    throw new UserError(
      `${file}: ${wrong}. docs/rules.md lists the settings of each policy, docs/policy.md the form of exemptions.`,
    );
  }
}

function complaint(path: string, value: unknown, schema: SettingSchema): string | undefined {
  if (!isOfType(value, schema.type)) {
    return `${path} is ${JSON.stringify(value)}; it must be of type ${schema.type ?? ""}`;
  }
  if (Array.isArray(value)) {
    return first(value.map((item, index) => complaint(`${path}[${String(index)}]`, item, schema.items ?? {})));
  }
  if (typeof value === "object" && value !== null) {
    return objectComplaint(path, value as Readonly<Record<string, unknown>>, schema);
  }
  return leafComplaint(path, value, schema);
}

function objectComplaint(
  path: string,
  value: Readonly<Record<string, unknown>>,
  schema: SettingSchema,
): string | undefined {
  const { properties = {}, required = [] } = schema;
  const names = Object.keys(properties);
  const stranger = Object.keys(value).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    return `${path} has no setting ${stranger}; there is ${names.join(", ")}`;
  }
  const missing = required.find((name) => !(name in value));
  if (missing !== undefined) {
    return `${path} lacks ${missing}`;
  }
  return first(
    Object.entries(value).map(([name, inner]) => complaint(`${path}.${name}`, inner, properties[name] ?? {})),
  );
}

function leafComplaint(
  path: string,
  value: unknown,
  { enum: allowed, minimum, pattern }: SettingSchema,
): string | undefined {
  const shown = `${path} is ${JSON.stringify(value)}; it must be`;
  if (allowed?.includes(value) === false) {
    return `${shown} one of ${allowed.join(", ")}`;
  }
  if (minimum !== undefined && Number(value) < minimum) {
    return `${shown} ${String(minimum)} or more`;
  }
  return pattern !== undefined && !new RegExp(pattern).test(String(value)) ? `${shown} like ${pattern}` : undefined;
}

function isOfType(value: unknown, type: string | undefined): boolean {
  switch (type) {
    case undefined:
      return true;
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

function first(complaints: readonly (string | undefined)[]): string | undefined {
  return complaints.find((one) => one !== undefined);
}
