import type { Region } from "../input/positions";
import type { LiveVolume } from "../live/volumes";
import type { Readiness } from "../../../policy/readiness/readiness";
import type { Skipped } from "../input/read";
import type { DescribedRule, Severity } from "../../../policy/rules/engine/rule";

/** An object, as findings name it. */
export interface ReportedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for kinds without one. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** `StatefulSet data/db`. */
  readonly title: string;
}

/** Where something is. */
export interface Location extends Region {
  /** File, relative to where the run began. */
  readonly file: string;
}

/** A change of files that is ready to be made. */
export interface ReadyPatch {
  /** Whether it changes fields of the object, or adds another one. */
  readonly kind: "change" | "add";
  /** As YAML: a patch for kustomize or kubectl, or the object to add. */
  readonly yaml: string;
  /** The same as replacements in the file, if it can be said so. */
  readonly replacements: readonly Replacement[];
}

/** Text to put in the place of a region. */
export interface Replacement extends Location {
  readonly text: string;
}

/** Something wrong, with all that helps to mend it. */
export interface ReportedFinding {
  readonly rule: DescribedRule;
  readonly severity: Severity;
  /** What is wrong, as the rest of a sentence about the object or the file. */
  readonly message: string;
  /** Undefined where a file is meant. */
  readonly object: ReportedObject | undefined;
  /** Path of the field, such as `spec.template.spec.containers[0].image`; empty for the whole object. */
  readonly field: string;
  readonly location: Location;
  readonly patch: ReadyPatch | undefined;
}

/** A finding that is kept back on purpose. */
interface ReportedExemption {
  readonly rule: string;
  readonly object: string;
  readonly reason: string;
  /** Last day. */
  readonly expires: string;
}

/** A step of the way to mend things. */
export interface Step {
  readonly rule: DescribedRule;
  /** How many findings it ends. */
  readonly findings: number;
  /** The objects. */
  readonly objects: readonly string[];
}

/** How much was looked at. */
interface Counts {
  readonly files: number;
  readonly objects: number;
  readonly workloads: number;
  /** Documents that are no objects of Kubernetes. */
  readonly others: number;
}

/** What a run found. */
export interface Report {
  /** New findings that are bad enough to be shown, by file and place. */
  readonly findings: readonly ReportedFinding[];
  /** Findings of the baseline that are still there. */
  readonly known: readonly ReportedFinding[];
  readonly exemptions: readonly ReportedExemption[];
  readonly skipped: readonly Skipped[];
  /** Custom resources that no rule and no definition of the run knows, by kind, the most first. */
  readonly unjudged: readonly { readonly kind: string; readonly count: number }[];
  /** What to do first, and next. */
  readonly plan: readonly Step[];
  /** How ready the workloads are; undefined where there are none. */
  readonly readiness: Readiness | undefined;
  readonly counts: Counts;
  /** Whether everything could be read. */
  readonly complete: boolean;
  /** What only a cluster knows. @default the objects come from files */
  readonly live?: LiveReport;
}

/** What only a cluster knows. */
export interface LiveReport {
  /** Context of the kubeconfig. */
  readonly context: string;
  /** Kinds that may not be listed. */
  readonly forbidden: readonly string[];
  readonly volumes: readonly LiveVolume[];
}
