import { readFileSync } from "node:fs";
import { UserError } from "./user-error";
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
