import { styleText } from "node:util";
import { invalidObject } from "../own-rules";
import { liveLines } from "./live";
import { plural } from "../../../policy/rules/engine/plural";
import { readinessLine, summaryOf } from "./counts";
import type { Severity } from "../../../policy/rules/engine/rule";
import type { Skipped } from "../input/read";
import type { Report, ReportedFinding, Step } from "../report/report";

const COLOURS: Readonly<Record<Severity, Parameters<typeof styleText>[0]>> = {
  critical: ["red", "bold"],
  high: "red",
  medium: "yellow",
  low: "cyan",
  advisory: "dim",
};
const SEVERITY_WIDTH = "advisory".length;
/** Steps of the plan that are printed; the rest is more of the same, and in the JSON. */
const STEPS = 5;
/** Objects that a step names. */
const NAMED = 3;
/** Files that are named of each kind that was skipped. */
const SKIPPED_NAMED = 3;

/** How the text looks. */
export interface TextOptions {
  /** Whether to colour it. */
  readonly colour: boolean;
}

/** A report for people: by file and object, then what to do first, and how ready everything is. */
export function textOf(report: Report, { colour }: TextOptions): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  return [
    ...findingLines(report, paint),
    ...planLines(report, paint),
    ...skippedLines(report.skipped),
    ...unjudgedLines(report.unjudged),
    ...(report.live === undefined ? [] : liveLines(report.live)),
    paint("bold", `${summaryOf(report)}.`),
    ...patternLines(report),
    readinessLine(report),
    "",
  ].join("\n");
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

function findingLines({ findings }: Report, paint: Paint): readonly string[] {
  const groups = Map.groupBy(findings, ({ location, object }) => `${location.file}\n${object?.title ?? ""}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const head =
      first === undefined
        ? ""
        : `${paint("underline", first.location.file)}  ${paint("bold", first.object?.title ?? "")}`;
    return [head.trimEnd(), ...sameRule(group).map((same) => findingLine(same, paint)), ""];
  });
}

/** One rule's findings about one object are one line: containers share their mistakes. What the API refuses is each another one. */
function sameRule(group: readonly ReportedFinding[]): readonly (readonly ReportedFinding[])[] {
  const keyOf = ({ message, rule }: ReportedFinding): string => (rule === invalidObject ? message : rule.id);
  return [...Map.groupBy(group, keyOf).values()];
}

function findingLine(same: readonly ReportedFinding[], paint: Paint): string {
  const [finding] = same;
  if (finding === undefined) {
    return "";
  }
  const { location, message, rule, severity } = finding;
  const place = `${String(location.start.line)}:${String(location.start.column)}`;
  const more = same.length > 1 ? paint("dim", ` (and ${plural(same.length - 1, "more place")})`) : "";
  return `  ${place.padStart(7)}  ${paint(COLOURS[severity], severity.padEnd(SEVERITY_WIDTH))}  ${message}${more}  ${paint("dim", rule.id)}`;
}

function planLines({ plan }: Report, paint: Paint): readonly string[] {
  if (plan.length === 0) {
    return [];
  }
  const rest = plan.length - STEPS;
  return [
    paint("bold", "What to do first"),
    ...plan.slice(0, STEPS).flatMap((step, index) => stepLines(step, index, paint)),
    ...(rest > 0
      ? [`  … and ${plural(rest, "more step")}; --format json has all, --explain RULE tells more of one.`]
      : []),
    "",
  ];
}

function stepLines({ findings, objects, rule }: Step, index: number, paint: Paint): readonly string[] {
  const others = objects.length > NAMED ? ` and ${String(objects.length - NAMED)} more` : "";
  const where = `${objects.slice(0, NAMED).join(", ")}${others}`;
  return [
    `  ${String(index + 1)}. ${paint("bold", rule.title)} (${rule.id}, ${rule.severity}, ${rule.effort.time}): ${plural(findings, "finding")} in ${where}`,
    `     Why: ${rule.why}`,
    `     Mend: ${rule.remediation}`,
    `     Effort: ${rule.effort.time}. ${rule.effort.why} Then: ${rule.outcome}`,
  ];
}

const KINDS: Readonly<Record<Skipped["kind"], readonly [one: string, several: string]>> = {
  template: ["template", "templates"],
  patch: ["kustomize patch", "kustomize patches"],
  kustomization: ["kustomization", "kustomizations"],
};

function skippedLines(skipped: readonly Skipped[]): readonly string[] {
  return [...Map.groupBy(skipped, ({ kind }) => kind)].flatMap(([kind, all]) => {
    const commands = [...Map.groupBy(all, ({ command }) => command)];
    const rest = commands.length - SKIPPED_NAMED;
    return [
      `Skipped ${String(all.length)} ${KINDS[kind][all.length === 1 ? 0 : 1]}, to be rendered first:`,
      ...commands.slice(0, SKIPPED_NAMED).map(([command, files]) => `  ${filesOf(files)}: ${command}`),
      ...(rest > 0 ? [`  … and more for ${plural(rest, "other command")}`] : []),
    ];
  });
}

/** Kinds that are named; the JSON has all. */
const UNJUDGED_NAMED = 8;

function unjudgedLines(unjudged: Report["unjudged"]): readonly string[] {
  if (unjudged.length === 0) {
    return [];
  }
  const named = unjudged.slice(0, UNJUDGED_NAMED).map(({ count, kind }) => `${String(count)} ${kind}`);
  const rest = unjudged.length - named.length;
  return [
    `Not judged, because no rule and no definition here knows them: ${named.join(", ")}${rest > 0 ? ` and ${plural(rest, "more kind")}` : ""}.`,
  ];
}

function filesOf(files: readonly Skipped[]): string {
  const [first] = files;
  return files.length > 1 ? `${first?.file ?? ""} and ${String(files.length - 1)} more` : (first?.file ?? "");
}

/** How the only workload is built; of many, that is for the checklist. */
function patternLines({ readiness }: Report): readonly string[] {
  const [only, ...others] = readiness?.workloads ?? [];
  if (only === undefined || others.length > 0) {
    return [];
  }
  const { orchestration, protection, scaling, storage } = only.patterns;
  return [`Found: ${orchestration}. Storage: ${storage}. Scaling: ${scaling}. Protection: ${protection}.`];
}
