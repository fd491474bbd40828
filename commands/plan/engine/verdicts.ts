/** How strictly a policy is enforced. */
export type Level = "advisory" | "mandatory" | "remediate" | "disabled";

/** A policy's complaint about a resource. */
export interface Violation {
  /** Policy, such as `no-backup`. */
  readonly policy: string;
  /** Mandatory ones stop an update. */
  readonly level: "advisory" | "mandatory";
  /** How bad it is. */
  readonly severity: "low" | "medium" | "high" | "critical" | "unspecified";
  /** URN of the resource, or null for the stack as a whole. */
  readonly urn: string | null;
  /** What is demanded, what is wrong, and how to mend it; a line each. */
  readonly message: string;
}

/** An input that a policy changed, because the configuration asked for it. */
export interface Remediation {
  /** Policy that changed it. */
  readonly policy: string;
  /** URN of the resource. */
  readonly urn: string;
  /** Why it could not, or an empty text. */
  readonly problem: string;
}

/** What a policy pack says about a plan. */
export interface Verdicts {
  /** Name of the pack. */
  readonly pack: string;
  /** Version of the pack. */
  readonly version: string;
  /** Number of policies that were not disabled. */
  readonly policies: number;
  /** Worst first. */
  readonly violations: readonly Violation[];
  /** Inputs that were changed. */
  readonly remediations: readonly Remediation[];
}

/** Whether an update with these verdicts would be stopped. */
export function hasMandatory(verdicts: Verdicts | null): boolean {
  return verdicts?.violations.some(({ level }) => level === "mandatory") === true;
}

const LEVELS: readonly Violation["level"][] = ["mandatory", "advisory"];
const SEVERITIES: readonly Violation["severity"][] = ["critical", "high", "medium", "low", "unspecified"];

/** Violations with the worst first, and else in the order of the resources. */
export function worstFirst(
  violations: readonly Violation[],
  resources: readonly { readonly urn: string }[],
): Violation[] {
  const positions = new Map(resources.map(({ urn }, index) => [urn, index]));
  const rank = ({ level, severity, urn }: Violation): number[] => [
    LEVELS.indexOf(level),
    SEVERITIES.indexOf(severity),
    positions.get(urn ?? "") ?? Infinity,
  ];
  return violations.toSorted((one, other) => {
    const [ranks, others] = [rank(one), rank(other)];
    const differs = ranks.findIndex((value, index) => value !== others[index]);
    return differs === -1 ? one.policy.localeCompare(other.policy) : (ranks[differs] ?? 0) - (others[differs] ?? 0);
  });
}
