import { KEEPING_KINDS } from "../graph/claim-users";
import { ifKnown } from "../graph/doubts";
import { isWorkload } from "../graph/pods";
import { podRange } from "../graph/scaling";
import { keptVolumes } from "../graph/volumes";
import { worstFirst } from "../rules/engine/rule";
import { alertsFor } from "./alerts";
import { CHECKLIST, WEIGHTS } from "./checklist";
import { patternsOf } from "./patterns";
import { relatedTo, verticalScalersOf } from "./related";
import type { Doubt, Finding } from "../rules/engine/evaluate";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";
import type { Check, CheckId } from "./checklist";
import type { Patterns } from "./patterns";

/** How the percentage comes about, for whoever reads it. */
const FORMULA =
  "Of the points of all checks that a workload needs, the share that it has. A check counts the weight of the worst that it can find (critical 8, high 5, medium 3, low 1), and loses the weight of the worst that it found. Hints weigh nothing. Rounded down.";

/** A check of the list, for one workload. */
export interface CheckResult {
  readonly id: CheckId;
  readonly title: string;
  /** `pending` where something is to be done; `hint` where only hints were found; `unknown` where it cannot be told yet. */
  readonly status: "done" | "hint" | "pending" | "unknown" | "not needed";
  /** What shows it. */
  readonly evidence: readonly string[];
  /** Points that it counts, and those that it has. */
  readonly points: { readonly of: number; readonly has: number };
}

/** How ready one workload is. */
export interface WorkloadReadiness {
  /** `StatefulSet data/db`. */
  readonly workload: string;
  readonly patterns: Patterns;
  readonly checks: readonly CheckResult[];
  /** 0 to 100. */
  readonly percent: number;
}

/** How ready all workloads are. */
export interface Readiness {
  /** 0 to 100, over all of them. */
  readonly percent: number;
  readonly formula: string;
  /** Checks that are pending, with the number of workloads, the weightiest first. */
  readonly pending: readonly { readonly id: CheckId; readonly name: string; readonly workloads: number }[];
  readonly workloads: readonly WorkloadReadiness[];
}

/** What was found, by whom. */
export interface Evidence {
  readonly findings: readonly Finding[];
  /** Decisions that no rule could make. @default none */
  readonly doubts?: readonly Doubt[];
  /** What the API server would refuse about an object; undefined where that was not looked at. */
  readonly invalid?: (object: GraphObject) => readonly string[];
}

/** How ready the workloads of a graph are; undefined where it has none. */
export function assess(graph: ObjectGraph, evidence: Evidence): Readiness | undefined {
  const workloads = KEEPING_KINDS.flatMap((kind) => graph.all(kind)).filter((object) =>
    ifKnown(() => isWorkload(object), true),
  );
  if (workloads.length === 0) {
    return undefined;
  }
  const findings = Map.groupBy(evidence.findings, ({ object }) => object);
  const doubts = Map.groupBy(evidence.doubts ?? [], ({ object }) => object);
  const results = workloads.map((workload) =>
    assessWorkload(workload, graph, { findings, doubts, invalid: evidence.invalid }),
  );
  const all = results.flatMap(({ checks }) => checks);
  return {
    percent: percentOf(all),
    formula: FORMULA,
    pending: CHECKLIST.map(({ id, name }) => ({
      id,
      name,
      workloads: all.filter((one) => one.id === id && isOpen(one)).length,
    }))
      .filter(({ workloads: count }) => count > 0)
      .toSorted((one, other) => lost(all, other.id) - lost(all, one.id)),
    workloads: results,
  };
}

function isOpen({ status }: CheckResult): boolean {
  return status === "pending" || status === "unknown";
}

function lost(checks: readonly CheckResult[], id: CheckId): number {
  return checks.filter((one) => one.id === id).reduce((sum, { points }) => sum + points.of - points.has, 0);
}

const WHOLE = 100;

function percentOf(checks: readonly CheckResult[]): number {
  const sum = (key: "of" | "has"): number => checks.reduce((total, { points }) => total + points[key], 0);
  return sum("of") === 0 ? WHOLE : Math.floor((WHOLE * sum("has")) / sum("of"));
}

interface ByObject {
  readonly findings: ReadonlyMap<GraphObject, readonly Finding[]>;
  readonly doubts: ReadonlyMap<GraphObject, readonly Doubt[]>;
  readonly invalid: Evidence["invalid"];
}

function assessWorkload(workload: GraphObject, graph: ObjectGraph, evidence: ByObject): WorkloadReadiness {
  const related = [...relatedTo(workload, graph)];
  const findings = related.flatMap((object) => evidence.findings.get(object) ?? []);
  const doubts = related.flatMap((object) => evidence.doubts.get(object) ?? []);
  const invalid = evidence.invalid && related.flatMap((object) => evidence.invalid?.(object) ?? []);
  const checks = CHECKLIST.map((check) => {
    if (!isNeeded(check.id, workload, graph, findings)) {
      return result(check, "not needed", [], 0);
    }
    if (check.id === "alerts") {
      return alertCheck(check, workload, graph);
    }
    return ruleCheck(check, {
      findings: findings.filter(({ rule }) => includes(check, rule.id)),
      doubts: doubts.filter(({ rule }) => includes(check, rule.id)),
      invalid: check.id === "valid" ? (invalid ?? []) : [],
    });
  });
  return { workload: workload.title, patterns: patternsOf(workload, graph), checks, percent: percentOf(checks) };
}

function includes({ rules }: Check, rule: string): boolean {
  return rules.includes(rule);
}

/** Whether a workload needs a check at all: some are about what it does not have. What was found is always told. */
function isNeeded(id: CheckId, workload: GraphObject, graph: ObjectGraph, findings: readonly Finding[]): boolean {
  const check: Check | undefined = CHECKLIST.find((one) => one.id === id);
  if (check !== undefined && findings.some(({ rule }) => includes(check, rule.id))) {
    return true;
  }
  switch (id) {
    case "storage":
    case "backup":
      return ifKnown(() => keptVolumes(workload).length > 0, true);
    case "service":
      return workload.kind === "StatefulSet";
    case "budget":
    case "placement":
      return ifKnown(() => podRange(workload, graph).max > 1, true);
    case "scaling":
      return (
        verticalScalersOf(workload, graph).length > 0 ||
        ifKnown(() => podRange(workload, graph).scaler !== undefined, true)
      );
    default:
      return true;
  }
}

function alertCheck(check: (typeof CHECKLIST)[number], workload: GraphObject, graph: ObjectGraph): CheckResult {
  const rules = ifKnown(() => alertsFor(workload, graph), []);
  return rules.length === 0
    ? result(check, "pending", ["no alert rules for it or its namespace"], WEIGHTS[check.weighs])
    : result(
        check,
        "done",
        rules.map(({ title }) => title),
        0,
      );
}

function ruleCheck(
  check: (typeof CHECKLIST)[number],
  { doubts, findings, invalid }: { findings: readonly Finding[]; doubts: readonly Doubt[]; invalid: readonly string[] },
): CheckResult {
  const weights = [...findings.map(({ rule }) => WEIGHTS[rule.severity]), ...invalid.map(() => WEIGHTS[check.weighs])];
  const evidence = [...findings.map(({ message, rule }) => `${rule.id}: ${message}`), ...invalid];
  const worst = Math.max(0, ...weights);
  if (worst > 0) {
    return result(check, "pending", evidence, worst);
  }
  if (doubts.length > 0) {
    const [first] = doubts.toSorted((one, other) => worstFirst(one.rule.severity, other.rule.severity));
    return result(
      check,
      "unknown",
      doubts.map(({ message, rule }) => `${rule.id} ${message}`),
      first === undefined ? 0 : WEIGHTS[first.rule.severity],
    );
  }
  return result(check, evidence.length > 0 ? "hint" : "done", evidence, 0);
}

function result(
  { id, title, weighs }: (typeof CHECKLIST)[number],
  status: CheckResult["status"],
  evidence: readonly string[],
  loses: number,
): CheckResult {
  const of = status === "not needed" ? 0 : WEIGHTS[weighs];
  return { id, title, status, evidence, points: { of, has: Math.max(0, of - loses) } };
}
