import { code, plain } from "../../shared/markdown-text";
import { changeLines, limitText, nameOf, unpricedLines, whatOf } from "./text";
import { showChange, showMoney } from "../../shared/money";
import { totalText } from "../../cost/text";
import { levelCounts } from "../verdict-text";
import type { Comparison } from "./comparison";

/** What is different between two plans, as a section of a comment on a pull request. */
export function diffMarkdown(comparison: Comparison): string {
  return [
    `### ${comparison.isNew ? "New stack" : "Stack"} ${code(comparison.stack)}`,
    "",
    ...verdictLines(comparison),
    "",
    ...costSection(comparison),
    "",
    ...resourceSection(comparison),
    // Without an empty line, what follows would belong to the list that folds.
    "",
    "",
  ].join("\n");
}

function verdictLines({ resources, verdicts }: Comparison): readonly string[] {
  if (verdicts === null) {
    return ["No policy pack was asked."];
  }
  const stopped = verdicts.violations.filter(({ level }) => level === "mandatory");
  const fresh = resources.newViolations.filter(({ level }) => level !== "mandatory");
  return [
    `**Policies:** ${levelCounts(verdicts.violations)}; ${String(resources.newViolations.length)} new, ${String(resources.mended.length)} mended.`,
    "",
    ...[...stopped, ...fresh].map(
      ({ level, message, policy }) => `- **${level}** ${code(policy)}: ${plain(whatOf(message))}`,
    ),
  ];
}

function costSection(comparison: Comparison): readonly string[] {
  const { cost, isTooMuch } = comparison;
  const limit = isTooMuch ? `**${limitText(comparison)}**` : "";
  const unpriced = unpricedLines(comparison);
  const head = [
    `**Cost a month:** ${totalText(cost.after)} (${showChange(cost.change)})${limit}.`,
    ...(unpriced.length > 0 ? ["", ...unpriced.map((line) => `- ${plain(line)}`)] : []),
  ];
  if (cost.items.length === 0 || cost.before === undefined) {
    return head;
  }
  return [
    ...head,
    "",
    "| item | before | after | change |",
    "| --- | ---: | ---: | ---: |",
    ...cost.items.map(
      ({ after, before, change, title }) =>
        `| ${plain(title)} | ${before === undefined ? "" : showMoney(before)} | ${after === undefined ? "" : showMoney(after)} | ${showChange(change)} |`,
    ),
  ];
}

function resourceSection({ resources: { added, changed, removed } }: Comparison): readonly string[] {
  if (added.length + changed.length + removed.length === 0) {
    return ["**Resources:** none changed."];
  }
  const lines = [
    ...removed.map((resource) => `- removed ${code(nameOf(resource))}`),
    ...changed.flatMap((change) => [
      `- changed ${code(nameOf(change.resource))}`,
      ...changeLines(change).map((line) => `  - ${code(line)}`),
    ]),
    ...added.map((resource) => `- added ${code(nameOf(resource))}`),
  ];
  const left = lines.length - SHOWN_LINES;
  return [
    `<details><summary><b>Resources:</b> ${String(added.length)} added, ${String(changed.length)} changed, ${String(removed.length)} removed</summary>`,
    "",
    ...lines.slice(0, SHOWN_LINES),
    ...(left > 0 ? [`- and ${String(left)} lines more; the run has them all`] : []),
    "",
    "</details>",
  ];
}

/** Lines about resources of one stack. A comment has an end, and the verdicts of the next stack must come before it. */
const SHOWN_LINES = 60;
