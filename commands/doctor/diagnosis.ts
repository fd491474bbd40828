import { INDICATORS } from "./indicators";
import { SEVERITIES } from "./finding";
import type { Case } from "./case/case";
import type { Finding } from "./finding";

/** A finding, and those that would go with it. */
export interface Ranked extends Finding {
  readonly explains: readonly Ranked[];
}

/** What is wrong, the causes first. */
export interface Diagnosis {
  readonly now: Date;
  /** StatefulSets that were looked at. */
  readonly sets: number;
  /** Pods of theirs. */
  readonly pods: number;
  /** Those that nothing else explains, the worst first. */
  readonly findings: readonly Ranked[];
  /** Kinds that could not be read, so that what they would show is not known. */
  readonly forbidden: readonly string[];
}

/** Runs every indicator, and puts what others explain below them. Pure. */
export function diagnose(the: Case): Diagnosis {
  const all = INDICATORS.flatMap(({ find, id, runbook, severity }) =>
    find(the).map((sign): Finding => ({ indicator: id, severity, runbook, also: [], waitsFor: [], ...sign })),
  ).toSorted((one, other) => rankOf(one) - rankOf(other));
  const bySubject = Map.groupBy(all, ({ subject }) => subject);
  const causeOf = new Map(all.map((finding) => [finding, firstCause(finding, bySubject)]));
  const effects = Map.groupBy(all, (finding) => causeOf.get(finding));
  const rank = (finding: Finding, above: readonly Finding[]): Ranked => ({
    ...finding,
    explains: (effects.get(finding) ?? [])
      .filter((effect) => !above.includes(effect))
      .map((effect) => rank(effect, [...above, finding])),
  });
  const roots = all.filter((finding) => causeOf.get(finding) === undefined || isInCircle(finding, causeOf));
  return {
    now: the.now,
    sets: the.sets.length,
    pods: the.sets.reduce((sum, set) => sum + the.podsOf(set).length, 0),
    findings: roots.map((finding) => rank(finding, [finding])),
    forbidden: the.forbidden,
  };
}

/** The worst of what is wrong with an object that it waits for. What may lose data stands below nothing that may not. */
function firstCause(finding: Finding, bySubject: ReadonlyMap<string, readonly Finding[]>): Finding | undefined {
  return finding.waitsFor
    .flatMap((subject) => bySubject.get(subject) ?? [])
    .find((cause) => cause !== finding && rankOf(cause) <= rankOf(finding));
}

function rankOf({ severity }: Finding): number {
  return SEVERITIES.indexOf(severity);
}

/** Two that wait for each other: both are shown, and neither is lost. */
function isInCircle(finding: Finding, causeOf: ReadonlyMap<Finding, Finding | undefined>): boolean {
  const seen = new Set<Finding>();
  let cause = causeOf.get(finding);
  while (cause !== undefined && !seen.has(cause)) {
    if (cause === finding) {
      return true;
    }
    seen.add(cause);
    cause = causeOf.get(cause);
  }
  return false;
}

/** Every finding, those that others explain too. */
export function flat(findings: readonly Ranked[]): readonly Ranked[] {
  return findings.flatMap((finding) => [finding, ...flat(finding.explains)]);
}
