import { existsSync } from "node:fs";
import { analyze } from "./analyze";
import { STDIN_PATH } from "./input/paths";
import { baselineOf, parseBaseline } from "./report/baseline";
import { kubernetesSchemas } from "./schemas/validate";
import { unreadable } from "./own-rules";
import { isAtLeast } from "./report/order";
import { dayOf, exemptionFault, fromConfiguration } from "../../policy/rules/engine/exemptions";
import { readText } from "../shared/read-text";
import { UserError } from "../shared/user-error";
import { explain, listRules, ruleNamed } from "./explain";
import { readSettings } from "./settings";
import { outputsOf, printed } from "./outputs";
import { EXIT } from "../shared/exit";
import { progressBar } from "../shared/progress";
import { writeFile } from "../shared/write-file";
import type { AnalyzeOptions } from "./analyze";
import type { Baseline } from "./report/baseline";
import type { Report } from "./report/report";
import type { Severity } from "../../policy/rules/engine/rule";
import type { Output } from "./outputs";
import type { AnalyzeSettings } from "./settings";

/** What the command line gives. */
export interface AnalyzeFlags {
  readonly format?: readonly string[];
  readonly failOn?: Severity | "none";
  readonly minSeverity?: Severity;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** A file, or false for none. @default the nearest one */
  readonly config?: string | boolean;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly kubernetesVersion?: string;
  readonly checklist?: boolean;
  readonly allowEmpty?: boolean;
  readonly live?: boolean;
  readonly context?: string;
  readonly namespace?: readonly string[];
  readonly explain?: string | boolean;
}

/** Severity from which on findings fail a run that says nothing else: hints and trifles do not. */
const DEFAULT_FAIL_ON = "medium";

/** Analyzes, prints, and sets the exit code. */
export async function runAnalyze(paths: readonly string[], flags: AnalyzeFlags): Promise<void> {
  if (flags.explain !== undefined) {
    process.stdout.write(typeof flags.explain === "string" ? explain(flags.explain) : listRules());
    return;
  }
  checkFlags(flags);
  const settings = readSettings(flags.config ?? true, process.cwd());
  warnOfExemptions(settings);
  const outputs = outputsOf(flags.format ?? settings.format ?? ["text"], flags.checklist === true);
  const report = await reportOf(paths, flags, settings);
  if (flags.writeBaseline !== undefined) {
    writeBaseline(flags.writeBaseline, report);
  }
  print(outputs, report);
  sayIncomplete(report, outputs);
  process.exitCode = isEmpty(report, flags) ? EXIT.failure : exitCode(report, failOnOf(flags, settings));
}

/** A format for machines does not say why the exit code is 2. */
function sayIncomplete({ complete, counts, findings, skipped }: Report, outputs: readonly Output[]): void {
  if (outputs.some(({ file, isForPeople }) => file === undefined && isForPeople)) {
    return;
  }
  const unread = findings.filter(({ rule }) => rule.id === unreadable.id);
  if (!complete) {
    const places = unread.map(
      ({ location, message }) => `  ${location.file}:${String(location.start.line)} ${message}`,
    );
    process.stderr.write(
      `Not everything could be read, so nobody knows what else is wrong (exit code 2):\n${places.join("\n")}\n`,
    );
  } else if (counts.objects === 0 && skipped.length > 0) {
    const places = skipped.map(({ file }) => `  ${file}`);
    process.stderr.write(`Everything was left out, so nothing was judged (exit code 2):\n${places.join("\n")}\n`);
  }
}

/** Whether there was nothing to judge and nobody said that this is right. It is said, for a run that judged nothing is no success. */
function isEmpty({ complete, counts, skipped }: Report, { allowEmpty }: AnalyzeFlags): boolean {
  const isSo = counts.objects === 0 && complete && skipped.length === 0 && allowEmpty !== true;
  if (isSo) {
    process.stderr.write("Nothing was judged: there is no object of Kubernetes here. --allow-empty lets that pass.\n");
  }
  return isSo;
}

/** Whoever writes a baseline accepts what is there. */
function failOnOf({ failOn, writeBaseline: written }: AnalyzeFlags, settings: AnalyzeSettings): Severity | "none" {
  return written === undefined ? (failOn ?? settings.failOn ?? DEFAULT_FAIL_ON) : "none";
}

/** Errors: UserError where a flag would be ignored in silence. */
function checkFlags({ checklist, context, format = [], live, namespace }: AnalyzeFlags): void {
  if (checklist === true && format.some((text) => !/^(?:text|json)(?::|$)/.test(text))) {
    throw new UserError(
      `--checklist is text or json; --format ${format.join(",")} has none. Leave one of the two out, or use --format json.`,
    );
  }
  const [flag] = [...(context === undefined ? [] : ["--context"]), ...(namespace === undefined ? [] : ["--namespace"])];
  if (flag !== undefined && live !== true) {
    throw new UserError(`${flag} says which part of a cluster is judged, and goes with --live only.`);
  }
}

/** An exemption that does not count keeps nothing back, and whoever wrote it should know why. */
function warnOfExemptions({ rules = {} }: AnalyzeSettings): void {
  const today = dayOf(new Date());
  for (const [rule, config] of Object.entries(rules)) {
    for (const entry of config.exemptions ?? []) {
      const fault = exemptionFault({ rule, ...fromConfiguration(entry) }, today);
      if (fault !== undefined) {
        process.stderr.write(
          `The exemption of ${entry.object} from ${rule} in the settings does not count: it ${fault}.\n`,
        );
      }
    }
  }
}

function print(outputs: readonly Output[], report: Report): void {
  for (const { file, text } of printed(outputs, report)) {
    if (file === undefined) {
      process.stdout.write(text);
    } else {
      writeFile(file, text, WRITABLE);
    }
  }
}

function writeBaseline(file: string, { findings, known }: Report): void {
  const all = [...findings, ...known];
  writeFile(file, `${JSON.stringify(baselineOf(all), undefined, 2)}\n`, WRITABLE);
  process.stderr.write(`Written: ${file}, with ${String(all.length)} findings.\n`);
}

async function reportOf(paths: readonly string[], flags: AnalyzeFlags, settings: AnalyzeSettings): Promise<Report> {
  const options = optionsOf(flags, settings);
  if (flags.live === true) {
    return await loadLive().analyzeLive({ ...options, context: flags.context, namespaces: flags.namespace });
  }
  const all = paths.length > 0 ? paths : (settings.paths ?? []);
  if (all.length === 0) {
    throw new UserError(
      "There is nothing to analyze. Name files or folders (gke-stateful analyze manifests/), - for standard input, or --live for the cluster of the kubeconfig.",
    );
  }
  const progress = progressBar("files");
  const stdin = all.includes(STDIN_PATH) ? readText(STDIN_PATH) : undefined;
  const report = analyze(all, { ...options, ...(stdin !== undefined && { stdin }), onProgress: progress.update });
  progress.end();
  return report;
}

function optionsOf(flags: AnalyzeFlags, settings: AnalyzeSettings): AnalyzeOptions {
  flags.only?.forEach((name) => ruleNamed(name, "--only"));
  flags.skip?.forEach((name) => ruleNamed(name, "--skip"));
  const options = {
    only: flags.only ?? settings.only,
    skip: flags.skip ?? settings.skip,
    minSeverity: flags.minSeverity ?? settings.minSeverity,
    kubernetesMinor: minorOf(flags.kubernetesVersion ?? settings.kubernetesVersion),
    rules: settings.rules,
    ignore: settings.ignore,
    ignoreFrom: settings.folder,
    baseline: baselineFrom(flags.baseline ?? settings.baseline, flags.writeBaseline),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** `36` of `1.36`. Errors: UserError that says which versions are known. */
function minorOf(version: string | undefined): number | undefined {
  if (version === undefined) {
    return undefined;
  }
  const { first, last } = kubernetesSchemas();
  const minor = Number(/^v?1\.(\d+)(?:\.\d+)?$/.exec(version)?.[1]);
  if (!(minor >= first && minor <= last)) {
    throw new UserError(
      `--kubernetes-version is "${version}"; it must be from 1.${String(first)} to 1.${String(last)}, the versions whose API is known here.`,
    );
  }
  return minor;
}

/** The baseline to compare with. One that is about to be written for the first time need not be there yet. */
function baselineFrom(file: string | undefined, written: string | undefined): Baseline | undefined {
  if (file === undefined || (file === written && !existsSync(file))) {
    return undefined;
  }
  return parseBaseline(readText(file, { hint: ` Write it with --write-baseline ${file}.` }), file);
}

/** What to do where a file cannot be written. */
const WRITABLE = "Name a file in a folder that exists and may be written to.";

/** 2 where something could not be read, or all was left out, because nobody knows what is in it; else 1 for findings at the threshold. */
function exitCode({ complete, counts, findings, skipped }: Report, failOn: Severity | "none"): number {
  const allSkipped = counts.objects === 0 && skipped.length > 0;
  if (!complete || allSkipped) {
    return EXIT.failure;
  }
  const fails = failOn !== "none" && findings.some(({ severity }) => isAtLeast(severity, failOn));
  return fails ? EXIT.findings : EXIT.success;
}

/** Loaded when somebody asks for a cluster: the client takes longer to load than most runs last. */
function loadLive(): typeof import("./live/analyze-live") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./live/analyze-live") as typeof import("./live/analyze-live");
}
