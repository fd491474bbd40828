import { join, relative } from "node:path";
import { styleText } from "node:util";
import type { Plan } from "./engine/plan";
import type { Verdicts, Violation } from "./engine/verdicts";

/** Where a rule is explained. */
const RULES = join(__dirname, "..", "..", "docs", "rules.md");
const COLOURS = { mandatory: "red", advisory: "yellow" } as const;

/** What the policy pack says about a plan: mandatory violations with the way to mend them, advisory ones in a line each. */
export function verdictLines({ verdicts }: Plan, packConfig: string | undefined): readonly string[] {
  if (verdicts === null) {
    return [];
  }
  const { remediations, violations } = verdicts;
  return [
    "",
    ...violations.map(violationLine),
    ...remediations.map(({ policy, problem, urn }) =>
      problem === "" ? `remediated  ${policy}: changed ${nameOf(urn)}` : `remediated  ${policy}: ${problem}`,
    ),
    summary(verdicts, packConfig),
  ];
}

function violationLine({ level, message, policy }: Violation): string {
  // The first line is what the policy demands, the same for every violation of it.
  const [demand = "", ...lines] = message.split("\n");
  const [what = demand, ...rest] = lines;
  const head = `${styleText(COLOURS[level], level)}  ${styleText("bold", policy)}  ${what}`;
  const told = level === "mandatory" ? rest : rest.filter((line) => !/^(?:Mend|Effort): /.test(line));
  return [head, ...told.map((line) => `    ${line}`)].join("\n");
}

function summary({ pack, policies, version, violations }: Verdicts, packConfig: string | undefined): string {
  const how = packConfig ?? "levels of the pack";
  const more = violations.length > 0 ? `; what each means and how to mend it: ${relative(process.cwd(), RULES)}` : "";
  return `${styleText("bold", `Policies: ${levelCounts(violations)}`)} (${pack} ${version}, ${String(policies)} policies, ${how})${more}`;
}

/** How many violations there are of each level: `1 mandatory, 2 advisory`. */
export function levelCounts(violations: readonly Violation[]): string {
  const count = (level: Violation["level"]): number =>
    violations.filter((violation) => violation.level === level).length;
  return `${String(count("mandatory"))} mandatory, ${String(count("advisory"))} advisory`;
}

function nameOf(urn: string): string {
  return urn.split("::").slice(2).join(" ");
}
