import { code, plain } from "../../shared/markdown-text";
import { changeLines, endOf, limitText, movedLines, nameOf, unpricedLines, whatOf } from "./text";
import { showChange, showMoney } from "../../shared/money";
import { totalText } from "../../cost/text";
import { levelCounts } from "../verdict-text";
import type { Comparison } from "./comparison";
import type { ResourceChange } from "./plan-diff";

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
  const unpriced = [...movedLines(comparison), ...unpricedLines(comparison)];
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

function resourceSection({ resources, showsAll }: Comparison): readonly string[] {
  const { added, changed, removed, replaced } = resources;
  if (added.length + changed.length + removed.length + replaced.length === 0) {
    return ["**Resources:** none changed."];
  }
  const inputsOf = (change: ResourceChange): readonly string[] =>
    changeLines(change, showsAll).map((line) => `  - ${code(line)}`);
  const lines = [
    ...changed.flatMap((change) => [`- changed ${code(nameOf(change.resource))}`, ...inputsOf(change)]),
    ...added.map((resource) => `- added ${code(nameOf(resource))}`),
  ];
  const shown = showsAll ? lines : lines.slice(0, SHOWN_LINES);
  const left = lines.length - shown.length;
  return [
    // What is lost stands in the open, and is never cut.
    ...replaced.flatMap((change) => [
      `- **replaced** ${code(nameOf(change.resource))}, because of ${change.because.map(code).join(", ")}`,
      ...inputsOf(change),
    ]),
    ...removed.map((resource) => `- **removed** ${code(nameOf(resource))}: ${endOf(resource)}`),
    ...(replaced.length + removed.length > 0 ? [""] : []),
    `<details><summary><b>Resources:</b> ${String(replaced.length)} replaced, ${String(removed.length)} removed, ${String(changed.length)} changed, ${String(added.length)} added</summary>`,
    "",
    ...shown,
    ...(left > 0 ? [`- and ${String(left)} lines more; the run has them all`] : []),
    "",
    "</details>",
  ];
}

/** Lines about resources of one stack. A comment has an end, and the verdicts of the next stack must come before it. */
const SHOWN_LINES = 60;
