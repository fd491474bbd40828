import { styleText } from "node:util";
import { plural } from "../../../policy/rules/engine/plural";
import { flat } from "../diagnosis";
import { grouped, namesOf, titleOf } from "./groups";
import type { Diagnosis, Ranked } from "../diagnosis";
import type { Severity, Step } from "../finding";
import type { Group } from "./groups";

const COLOURS: Readonly<Record<Severity, Parameters<typeof styleText>[0]>> = {
  critical: ["red", "bold"],
  high: "red",
  medium: "yellow",
  low: "cyan",
};

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** A diagnosis for people: the causes first, each with what was seen and what to do. */
export function textOf(diagnosis: Diagnosis, colour: boolean): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  return [
    ...grouped(diagnosis.findings).flatMap((group) => groupLines(group, paint)),
    ...unreadLines(diagnosis),
    paint("bold", summaryOf(diagnosis)),
    "",
  ].join("\n");
}

function groupLines({ first, others }: Group, paint: Paint): readonly string[] {
  const { also, evidence, next, runbook, says, severity } = first;
  return [
    `${paint(COLOURS[severity], severity.toUpperCase())}  ${paint("bold", titleOf(first))}  ${paint("dim", `${first.indicator} (${first.cause})`)}`,
    `  ${says}`,
    ...(others.length > 0 ? [`  The same for ${namesOf(others)}.`] : []),
    "  Seen:",
    ...evidence.map((line) => `    ${line}`),
    ...(also.length > 0 ? [`  It may also be: ${also.join(", ")}.`] : []),
    "  Next:",
    ...next.flatMap(stepLines),
    `  Runbook: ${runbook}`,
    ...effectLines([first, ...others]),
    "",
  ];
}

function stepLines({ command, says }: Step, index: number): readonly string[] {
  return [`    ${String(index + 1)}. ${says}`, ...(command === undefined ? [] : [`       ${command}`])];
}

function effectLines(causes: readonly Ranked[]): readonly string[] {
  const effects = grouped(flat(causes.flatMap(({ explains }) => explains)));
  return effects.length === 0
    ? []
    : [
        "  This explains:",
        ...effects.map(
          ({ first, others }) =>
            `    ${first.indicator}: ${first.says}${others.length > 0 ? ` The same for ${namesOf(others)}.` : ""}`,
        ),
      ];
}

function unreadLines({ forbidden }: Diagnosis): readonly string[] {
  return forbidden.length === 0
    ? []
    : [`Not read, because the right is missing: ${forbidden.join(", ")}. What they would show is not known.`, ""];
}

/** How much was looked at, and what was found. */
export function summaryOf({ findings, pods, sets }: Diagnosis): string {
  const looked = `${plural(sets, "StatefulSet")} with ${plural(pods, "pod")} looked at`;
  const effects = flat(findings).length - findings.length;
  const explained = effects === 0 ? "" : `, which explain ${plural(effects, "other")}`;
  return findings.length === 0
    ? `${looked}: nothing is wrong.`
    : `${looked}: ${plural(findings.length, "finding")}${explained}.`;
}
