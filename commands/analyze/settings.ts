import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { shown } from "../shared/shown";
import type { RuleConfig } from "../../policy/rules/engine/evaluate";
import type { Severity } from "../../policy/rules/engine/rule";

/** Name of the file that holds a repository's settings. */
const SETTINGS_FILE = ".gke-stateful.yaml";

/** What a repository says about its analysis. */
export interface AnalyzeSettings {
  /** Folder of the file; undefined where there is none. */
  readonly folder?: string;
  readonly paths?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly format?: readonly string[] | undefined;
  readonly failOn?: Severity | "none" | undefined;
  readonly minSeverity?: Severity | undefined;
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
  readonly baseline?: string | undefined;
  readonly kubernetesVersion?: string | undefined;
  readonly rules?: Readonly<Record<string, RuleConfig>> | undefined;
}

/** The settings of a run: of the file that is named, or of the nearest one above. Errors: UserError that names file and key. */
export function readSettings(config: string | boolean, cwd: string): AnalyzeSettings {
  const file = typeof config === "string" ? resolve(cwd, config) : config ? nearestSettings(cwd) : undefined;
  if (file === undefined) {
    return {};
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- zod takes longer to load than most runs last without a file
  const { parseSettings } = require("./settings-file") as typeof import("./settings-file");
  const settings = parseSettings(shown(file));
  const folder = dirname(file);
  return {
    ...settings,
    folder,
    paths: settings.paths?.map((path) => join(folder, path)),
    baseline: settings.baseline === undefined ? undefined : shown(join(folder, settings.baseline)),
  };
}

/** The file of this folder or the nearest one above, up to the end of the repository. */
function nearestSettings(folder: string): string | undefined {
  const file = join(folder, SETTINGS_FILE);
  if (existsSync(file)) {
    return file;
  }
  const outer = dirname(folder);
  return outer === folder || existsSync(join(folder, ".git")) ? undefined : nearestSettings(outer);
}
