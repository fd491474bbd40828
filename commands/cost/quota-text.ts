import { styleText } from "node:util";
import { showNumber } from "../shared/money";
import type { QuotaNeed } from "../../policy/cost/quotas";

/** Where a project's quotas stand, and where more is asked for. */
const CONSOLE = "https://console.cloud.google.com/iam-admin/quotas";

/** Quota, least, expected, most, and what a new project has, as columns. */
type Row = readonly [string, string, string, string, string];

/** What a plan needs of the project's quotas, and a warning where a new project may not have it. Nothing without Google Cloud. */
export function quotaLines(needs: readonly QuotaNeed[]): readonly string[] {
  const regions = Map.groupBy(needs, ({ region }) => region);
  return [...regions].flatMap(([region, all]) => {
    const [head = "", ...rows] = columns([
      [`Quota in ${region}`, "least", "expected", "most", "a new project has"],
      ...all.map(row),
    ]);
    return ["", styleText("bold", head), ...rows, ...warning(region, all)];
  });
}

function row({ first, need: { expected, max, min }, quota }: QuotaNeed, index: number, all: readonly QuotaNeed[]): Row {
  const branch = index === all.length - 1 ? "└─" : "├─";
  return [`${branch} ${quota}`, showNumber(min), showNumber(expected), showNumber(max), firstText(first)];
}

function firstText(first: QuotaNeed["first"]): string {
  if (first === undefined) {
    return "";
  }
  const [lowest, highest] = first.usual;
  const usual = lowest === highest ? String(lowest) : `${String(lowest)} to ${String(highest)}`;
  return first.trial === undefined || first.trial === lowest
    ? usual
    : `${usual}; ${String(first.trial)} in a free trial`;
}

function warning(region: string, needs: readonly QuotaNeed[]): readonly string[] {
  const short = needs.filter(({ first, need }) => first !== undefined && need.expected.gt(first.usual[0]));
  const list = short.map(({ need, quota }) => `${showNumber(need.expected)} ${quota}`).join(" and ");
  return short.length === 0
    ? []
    : [
        `${styleText("yellow", "Warning:")} A new project may not have ${list} in ${region}. Look at yours, and ask for more before the first up: ${CONSOLE}`,
      ];
}

function columns(rows: readonly Row[]): readonly string[] {
  const width = (column: 0 | 1 | 2 | 3): number => Math.max(...rows.map((one) => one[column].length));
  return rows.map(([quota, least, expected, most, first]) =>
    [quota.padEnd(width(0)), least.padStart(width(1)), expected.padStart(width(2)), most.padStart(width(3)), first]
      .join("  ")
      .trimEnd(),
  );
}
