import { UserError } from "../../shared/user-error";
import { fingerprintOf } from "./fingerprint";
import type { ReportedFinding } from "./report";

/** Findings that a team has accepted for now: how many of each fingerprint. */
export interface Baseline {
  readonly version: 1;
  /** Fingerprint → number of findings, and what they are, for whoever reads the file. */
  readonly findings: Readonly<Record<string, { readonly count: number; readonly says: string }>>;
}

/** The baseline of a run. */
export function baselineOf(findings: readonly ReportedFinding[]): Baseline {
  const groups = Map.groupBy(findings, fingerprintOf);
  const entries = [...groups].map(
    ([fingerprint, all]) => [fingerprint, { count: all.length, says: sentence(all) }] as const,
  );
  return {
    version: 1,
    findings: Object.fromEntries(entries.toSorted(([, one], [, other]) => (one.says < other.says ? -1 : 1))),
  };
}

function sentence([finding]: readonly ReportedFinding[]): string {
  return finding === undefined
    ? ""
    : `${finding.rule.id}: ${finding.location.file} ${finding.object?.title ?? ""} ${finding.field}`.trim();
}

/** Findings that a baseline has, and those that it has not. */
export function compareWithBaseline(
  findings: readonly ReportedFinding[],
  baseline: Baseline | undefined,
): { readonly news: readonly ReportedFinding[]; readonly known: readonly ReportedFinding[] } {
  if (baseline === undefined) {
    return { news: findings, known: [] };
  }
  const left = new Map(Object.entries(baseline.findings).map(([key, { count }]) => [key, count]));
  const [news, known]: [ReportedFinding[], ReportedFinding[]] = [[], []];
  for (const finding of findings) {
    const fingerprint = fingerprintOf(finding);
    const count = left.get(fingerprint) ?? 0;
    left.set(fingerprint, count - 1);
    (count > 0 ? known : news).push(finding);
  }
  return { news, known };
}

/** A baseline from its text. Errors: UserError that names the file. */
export function parseBaseline(text: string, file: string): Baseline {
  try {
    const value = JSON.parse(text) as Partial<Baseline> | null;
    const entries = Object.values(value?.findings ?? {});
    if (value?.version === 1 && entries.every(({ count }) => Number.isInteger(count) && count > 0)) {
      return value as Baseline;
    }
  } catch {
    // Said below.
  }
  throw new UserError(`${file} is no baseline. Write one with gke-stateful analyze PATHS --write-baseline ${file}.`);
}
