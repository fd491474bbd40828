import { z } from "zod";
import { EVERY_RULE } from "./findings";
import { UserError } from "../shared/user-error";
import { resolveExemptions, resolveSettings, SettingError } from "../../policy/rules/engine/settings";
import { SEVERITIES } from "../../policy/rules/engine/rule";
import { readShaped } from "../shared/read-shaped";

const RULE_NAME = z.string().refine((name) => EVERY_RULE.has(name), "must be the name of a rule; --explain lists them");
const NAMES = z.array(RULE_NAME).optional();

/** Keys of .gke-stateful.yaml. */
const SETTINGS = z.strictObject({
  /** What is analyzed where no path is given. */
  paths: z.array(z.string().min(1)).optional(),
  /** Patterns of paths to leave out, as in .gitignore. */
  ignore: z.array(z.string().min(1)).optional(),
  /** As --format. */
  format: z.array(z.string().min(1)).optional(),
  failOn: z.enum([...SEVERITIES, "none"]).optional(),
  minSeverity: z.enum(SEVERITIES).optional(),
  only: NAMES,
  skip: NAMES,
  baseline: z.string().min(1).optional(),
  kubernetesVersion: z
    .string()
    .regex(/^v?1\.\d+(?:\.\d+)?$/, "must be a version such as 1.35, in quotes")
    .optional(),
  /** Settings and exemptions by rule, as in a policy pack's configuration. */
  rules: z.record(RULE_NAME, z.record(z.string(), z.unknown())).optional(),
});

/** Settings of a file. */
type FileSettings = z.infer<typeof SETTINGS>;

/**
 * Reads a file of settings. Errors: UserError that names file, key, value and what is allowed.
 *
 * @public settings.ts loads it when there is a file.
 */
export function parseSettings(file: string): FileSettings {
  const settings = readShaped(file, {
    // An empty file says nothing, which is allowed.
    schema: z.preprocess((content) => content ?? {}, SETTINGS),
    hint: "docs/analyze.md describes the file.",
  });
  for (const [name, config] of Object.entries(settings.rules ?? {})) {
    checkRule(file, name, config);
  }
  return settings;
}

function checkRule(file: string, name: string, config: Readonly<Record<string, unknown>>): void {
  const rule = EVERY_RULE.get(name);
  try {
    resolveSettings(name, rule !== undefined && "settings" in rule ? (rule.settings as never) : {}, config);
    resolveExemptions(name, config["exemptions"]);
  } catch (error) {
    throw error instanceof SettingError ? new UserError(`${file}: rules.${error.message}`, { cause: error }) : error;
  }
}
