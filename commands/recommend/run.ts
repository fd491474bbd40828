import { join, resolve } from "node:path";
import { describeProblem, schemaProblems } from "../../config/problems";
import { newStackFileName, projectNameIn } from "../plan/engine/stack-settings";
import {
  checkNewFolder,
  isOwnProject,
  ownProgram,
  projectWritten,
  WHERE_TO_GO,
  writeProject,
} from "../shared/own-program";
import { UserError } from "../shared/user-error";
import { recommend } from "./recommendation";
import { needsNoMore, NO_MATTER, requirementsSchema } from "./requirements";
import { EXIT } from "../shared/exit";
import { fitted } from "../shared/fitted";
import { showMoney } from "../shared/money";
import { ask, terminal } from "./questions";
import { flagOf } from "./flags";
import { prove } from "./proof";
import { recommendationJson, recommendationText, recommendationYaml } from "./text";
import { writeFile } from "../shared/write-file";
import type { Requirements } from "./requirements";
import type { Proof } from "./proof";

/** What the command line gives: requirements as they are typed, and what to do with the answer. */
export interface RecommendFlags extends Readonly<Record<string, unknown>> {
  readonly stack: string;
  readonly cwd: string;
  readonly new?: string;
  readonly write?: boolean;
  readonly json?: boolean;
}

/** Recommends, plans what it recommends, prints, and sets the exit code. */
export async function runRecommend({ cwd, json, stack, write, new: made, ...given }: RecommendFlags): Promise<void> {
  const place = placeFor(resolve(cwd), stack, { made: made === undefined ? undefined : resolve(made), write });
  const needs = requirementsOf(await complete(given));
  const recommendation = recommend(needs);
  const { otherTool, settings } = recommendation;
  const proof = otherTool === undefined ? await prove(place.program, stack, needs, settings) : undefined;
  const unmet = [...recommendation.unmet, ...unaffordable(needs, proof), ...refused(needs, proof)];
  const answer = { needs, recommendation: { ...recommendation, unmet }, proof, stack };
  const text = recommendationYaml(answer);
  process.stdout.write(json === true ? recommendationJson(answer) : text);
  if (json !== true) {
    process.stderr.write(fitted(recommendationText(answer), process.stderr));
  }
  if (proof !== undefined) {
    process.stderr.write(writtenTo(place, { environment: settings["environment"], name: stack, text }));
  }
  process.exitCode = unmet.length > 0 || otherTool !== undefined ? EXIT.findings : EXIT.success;
}

/** Where the recommendation goes, and the program that proves it. */
interface Place {
  readonly program: string;
  /** Folder of a project that is to be made. */
  readonly made?: string;
  /** File of a stack that is to be written. */
  readonly file?: string;
}

/** Nothing is begun that could not be written in the end. Errors: UserError. */
function placeFor(
  folder: string,
  stack: string,
  { made, write }: { made: string | undefined; write: boolean | undefined },
): Place {
  if (made !== undefined) {
    newStackFileName(made, stack);
    checkNewFolder(made);
    return { program: ownProgram(), made };
  }
  const project = projectNameIn(folder);
  const isOwn = project !== undefined && isOwnProject(project);
  if (write !== true) {
    return { program: isOwn ? folder : ownProgram() };
  }
  if (!isOwn) {
    const found = project === undefined ? "no Pulumi project" : `project ${project}, whose program knows no such stack`;
    throw new UserError(`--write: ${folder} has ${found}. ${WHERE_TO_GO}`);
  }
  return { program: folder, file: join(folder, newStackFileName(folder, stack)) };
}

/** Writes what was asked for, and says where and what comes next; nothing where nothing was asked for. */
function writtenTo(
  { file, made }: Place,
  { environment, name, text }: { environment: unknown; name: string; text: string },
): string {
  if (made !== undefined) {
    writeProject(made, { name, text });
    return projectWritten(made, name);
  }
  if (file === undefined) {
    return "";
  }
  // Only where there is none: whoever was faster keeps his.
  writeFile(file, text, "Name a folder that may be written to.", { flag: "wx" });
  return `\nWritten: ${file}\nNext: gke-stateful plan ${name} --policy-pack-config policy/config/${environment === "prod" ? "prod" : "dev"}.json; copied to policy/config/${name}.json, it holds without the option.\n`;
}

/** Flags that everything else depends on. */
const ASKED: readonly string[] = ["data", "size", "rpo"];

/** What is not given is asked for, where there is somebody to ask. */
async function complete(given: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
  const isComplete = needsNoMore(given) || ASKED.every((flag) => given[flag] !== undefined);
  const streams = terminal();
  return isComplete || streams === undefined ? given : ask(given, streams);
}

/** Errors: UserError that names every flag that does not hold. */
function requirementsOf(given: Readonly<Record<string, unknown>>): Requirements {
  const whole = needsNoMore(given) ? { ...NO_MATTER, ...given } : given;
  const result = requirementsSchema.safeParse(whole, { reportInput: true });
  if (result.success) {
    return result.data;
  }
  const problems = schemaProblems(result.error, "", () => false).map(({ key, ...problem }) =>
    describeProblem({
      ...problem,
      key: flagOf(key.replace(/^:/, "")),
      fix: "gke-stateful recommend --help lists all.",
    }),
  );
  throw new UserError(problems.join("\n"));
}

function unaffordable({ budget }: Requirements, proof: Proof | undefined): readonly string[] {
  const expected = proof?.cost.total.expected;
  return budget === undefined || expected === undefined || expected.lte(budget)
    ? []
    : [
        `Budget $${String(budget)} a month: this costs ${showMoney(expected)} at list prices. gke-stateful plan shows what costs most; one zone, a weaker recovery point or smaller pods cost less.`,
      ];
}

/** The rule that only a person can follow, who knows how to ask the service. */
const PROBE_RULE = "no-readiness-probe";

/** What is recommended should pass the project's own rules. Where it does not, a requirement asks for what they refuse. */
function refused({ port }: Requirements, proof: Proof | undefined): readonly string[] {
  const violations = proof?.plan.verdicts?.violations ?? [];
  return violations
    .filter(({ level, policy }) => level === "mandatory" && !(policy === PROBE_RULE && port === undefined))
    .map(({ message, policy }) => `Rule ${policy}: ${message.split("\n")[1] ?? message} docs/rules.md tells more.`);
}
