import type { Ranked } from "../diagnosis";

/** Findings of one cause, which are told once. */
export interface Group {
  readonly first: Ranked;
  readonly others: readonly Ranked[];
}

/** Findings that say the same of several objects, together: a lost zone has many pods. */
export function grouped(findings: readonly Ranked[]): readonly Group[] {
  const groups = Map.groupBy(findings, ({ cause, indicator, severity }) => `${severity} ${indicator} ${cause}`);
  return [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [{ first, others }]));
}

/** Objects of the same kind that are named beside the first one. */
const NAMED = 5;

/** `shop/db-1, shop/db-2 and 7 more`. */
export function namesOf(findings: readonly Ranked[]): string {
  const names = findings.map(({ subject }) => subject.replace(/^[^/]+\//, ""));
  const rest = names.length - NAMED;
  return names.slice(0, NAMED).join(", ") + (rest > 0 ? ` and ${String(rest)} more` : "");
}

/** `Pod shop/db-0`. */
export function titleOf({ subject }: Ranked): string {
  return subject.replace("/", " ");
}
