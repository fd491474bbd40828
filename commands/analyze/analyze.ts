import { evaluate } from "../../policy/rules/engine/evaluate";
import { dayOf } from "../../policy/rules/engine/exemptions";
import { ObjectGraph } from "../../policy/graph/graph";
import { isWorkload } from "../../policy/graph/pods";
import { RULES } from "../../policy/rules";
import { assess } from "../../policy/readiness/readiness";
import { Finder } from "./findings";
import { inputOf, objectsOf } from "./input/paths";
import { compareWithBaseline } from "./report/baseline";
import { byPlace, isAtLeast, planOf } from "./report/order";
import { invalidObject, unreadable } from "./own-rules";
import { kubernetesSchemas, Validator } from "./schemas/validate";
import type { Evaluation, RuleConfig } from "../../policy/rules/engine/evaluate";
import type { GraphObject } from "../../policy/graph/object";
import type { Severity } from "../../policy/rules/engine/rule";
import type { PathOptions } from "./input/paths";
import type { Input } from "./input/read";
import type { Baseline } from "./report/baseline";
import type { Report, ReportedFinding } from "./report/report";

/** What to analyze, and how. */
export interface AnalyzeOptions extends PathOptions {
  /** The day, as in `2026-11-23`; exemptions end on one. @default today */
  readonly today?: string;
  /** Rules that are asked. @default all */
  readonly only?: readonly string[];
  /** Rules that are not asked. @default none */
  readonly skip?: readonly string[];
  /** Least severity that is reported. @default "advisory" */
  readonly minSeverity?: Severity;
  /** Minor version whose API counts: 36 for Kubernetes 1.36. @default the newest that is known */
  readonly kubernetesMinor?: number;
  /** Settings and exemptions by rule. @default none */
  readonly rules?: Readonly<Record<string, RuleConfig>>;
  /** Findings of an earlier run, which are not reported again. @default none */
  readonly baseline?: Baseline;
}

/**
 * Judges Kubernetes manifests by the rules of this project. It reads, and changes nothing. Errors: UserError where a path
 * or an option cannot be used; what is wrong with a file is a finding.
 */
export function analyze(paths: readonly string[], options: AnalyzeOptions = {}): Report {
  return judge(inputOf(paths, options), options);
}

/** Judges what was read: from files, or from a cluster. */
export function judge(input: Input, options: AnalyzeOptions): Report {
  const { minSeverity = "advisory", today = dayOf(new Date()) } = options;
  const objects = objectsOf(input);
  const graph = new ObjectGraph(objects);
  const evaluation = evaluate(graph, RULES, { configs: options.rules ?? {}, today });
  const validator = new Validator(options.kubernetesMinor ?? kubernetesSchemas().last, objects);
  const all = findingsOf(input, objects, evaluation, { today, validator });
  const isAsked = askedBy(options);
  const shown = all
    .filter(({ rule, severity }) => isAsked(rule.id) && isAtLeast(severity, minSeverity))
    .toSorted(byPlace);
  const { known, news } = compareWithBaseline(shown, options.baseline);
  return {
    findings: news,
    known,
    exemptions: evaluation.exempted.map(({ expires, object, reason, rule }) => ({ expires, object, reason, rule })),
    skipped: input.skipped,
    unjudged: unjudgedIn(objects, validator),
    plan: planOf(news),
    readiness: assess(graph, { findings: evaluation.findings, invalid: invalidBy(all) }),
    counts: {
      files: input.files,
      objects: objects.length,
      workloads: objects.filter((object) => isWorkload(object)).length,
      others:
        input.documents.length -
        new Set(objects.map(({ facts }) => ("document" in facts.origin ? facts.origin.document : -1))).size,
    },
    complete: input.faults.every(({ kind }) => kind !== "unreadable"),
  };
}

function findingsOf(
  { documents, faults }: Input,
  objects: readonly GraphObject[],
  { findings }: Evaluation,
  { today, validator }: { readonly today: string; readonly validator: Validator },
): readonly ReportedFinding[] {
  const finder = new Finder(documents);
  return [
    ...finder.ofInput(faults),
    ...finder.ofSchemas(objects, validator),
    ...finder.ofExemptions(objects, today),
    ...finder.ofRules(findings),
  ];
}

/** Custom resources that nobody here knows, by kind. */
function unjudgedIn(objects: readonly GraphObject[], validator: Validator): Report["unjudged"] {
  const kinds = Map.groupBy(
    objects.filter((object) => !validator.knows(object)),
    ({ facts }) => facts.kindName,
  );
  return [...kinds]
    .map(([kind, all]) => ({ kind, count: all.length }))
    .toSorted((one, other) => other.count - one.count);
}

/** What could not be read is always told: nobody can know what else is wrong with it. */
function askedBy({ only, skip = [] }: AnalyzeOptions): (rule: string) => boolean {
  return (rule) => rule === unreadable.id || ((only === undefined || only.includes(rule)) && !skip.includes(rule));
}

/** What the API server would refuse about an object of the run. */
function invalidBy(findings: readonly ReportedFinding[]): (object: GraphObject) => readonly string[] {
  const keyOf = (file: string, title: string): string => `${file} ${title}`;
  const invalid = Map.groupBy(
    findings.filter(({ rule }) => rule.id === invalidObject.id),
    ({ location, object }) => keyOf(location.file, object?.title ?? ""),
  );
  return ({ facts: { origin }, title }) =>
    (("file" in origin ? invalid.get(keyOf(origin.file, title)) : undefined) ?? []).map(({ message }) => message);
}

export { UserError } from "../shared/user-error";
export type { Baseline } from "./report/baseline";
export type { Report, ReportedFinding } from "./report/report";
