import { code, plain } from "../../shared/markdown-text";
import { flat } from "../diagnosis";
import { grouped, namesOf, titleOf } from "./groups";
import { summaryOf } from "./text";
import type { Diagnosis } from "../diagnosis";
import type { Group } from "./groups";

/** A diagnosis for the ticket of an incident. */
export function markdownOf(diagnosis: Diagnosis): string {
  return [
    `# Diagnosis of ${diagnosis.now.toISOString()}`,
    "",
    summaryOf(diagnosis),
    ...(diagnosis.forbidden.length > 0
      ? ["", `Not read, because the right is missing: ${diagnosis.forbidden.join(", ")}.`]
      : []),
    ...grouped(diagnosis.findings).flatMap(groupLines),
    "",
  ].join("\n");
}

function groupLines({ first, others }: Group): readonly string[] {
  const effects = grouped(flat([first, ...others].flatMap(({ explains }) => explains)));
  return [
    "",
    `## ${first.severity}: ${plain(titleOf(first))}`,
    "",
    plain(first.says) + (others.length > 0 ? ` The same for ${plain(namesOf(others))}.` : ""),
    "",
    ...first.evidence.map((line) => `- ${plain(line)}`),
    "",
    ...first.next.map(
      ({ command, says }, index) =>
        `${String(index + 1)}. ${plain(says)}${command === undefined ? "" : ` ${code(command)}`}`,
    ),
    "",
    `Runbook: ${first.runbook}. Indicator ${code(first.indicator)}, cause ${code(first.cause)}.`,
    ...(effects.length > 0
      ? ["", "This explains:", "", ...effects.map((effect) => `- ${plain(effect.first.says)}`)]
      : []),
  ];
}
