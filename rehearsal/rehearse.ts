import { allowedDisruptions } from "../policy/facts/disruptions";
import { manifestsOf } from "../plan/manifests";
import { mapAt, textAt, valueAt } from "../policy/graph/value";
import { applicable, applyAll } from "./apply";
import { makeClasses } from "./classes";
import { ASSUMPTIONS } from "./assumptions";
import { startCluster } from "./cluster";
import { PATIENCE } from "./drills/drill";
import { DRILLS } from "./drills/index";
import { poolsOf } from "./pools";
import { REPORT_VERSION, SIMULATED } from "./report";
import { RehearsalError } from "./rehearsal-error";
import { availability, lowest, Timeline, total } from "./timeline";
import type { Plan } from "../plan/plan";
import type { BudgetRule } from "../policy/facts/disruptions";
import type { Manifest } from "../plan/manifests";
import type { Assumptions } from "./assumptions";
import type { Cluster } from "./cluster";
import type { Drill, Finding, Stage } from "./drills/drill";
import type { DrillReport, RehearsalReport } from "./report";
import type { Moment, Workload } from "./timeline";
import type { Tools } from "./tools";

/** What to rehearse, and how. */
export interface RehearsalOptions {
  readonly tools: Tools;
  /** Share of the time that is asked for, from 0 to 1. */
  readonly target: number;
  /** Drills that run after the bring-up. @default all */
  readonly drills?: readonly string[];
  /** Seconds that a drill waits for pods, at most. @default 60 */
  readonly patience?: number;
  /** @default {@link ASSUMPTIONS} */
  readonly assumptions?: Assumptions;
  /** Told of what begins. @default nobody */
  readonly onStep?: (step: string) => void;
  /** Given the cluster when the drills are over, before it is stopped. @default nothing */
  readonly onEnd?: (cluster: Cluster) => Promise<void>;
}

/**
 * Brings the stack of a plan up on a throwaway control plane with simulated nodes and disks, runs drills, and measures what was
 * available. Errors: RehearsalError where it cannot run; nothing is left behind.
 */
export async function rehearse(plan: Plan, options: RehearsalOptions): Promise<RehearsalReport> {
  const { assumptions = ASSUMPTIONS, onStep, tools } = options;
  const drills = chosen(options.drills);
  const { known, unknown } = applicable(manifestsOf(plan));
  const workload = workloadOf(known);
  onStep?.("control plane, nodes and disks");
  const cluster = await startCluster(tools, poolsOf(plan), assumptions);
  try {
    const report = await runAll(cluster, { plan, options, drills, known, unknown, workload });
    await cluster.stop();
    return report;
  } catch (error) {
    throw await withLogs(cluster, error);
  }
}

interface Begun {
  readonly plan: Plan;
  readonly options: RehearsalOptions;
  readonly drills: readonly Drill[];
  readonly known: readonly Manifest[];
  readonly unknown: readonly Manifest[];
  readonly workload: Workload;
}

async function runAll(
  cluster: Cluster,
  { drills, known, options, plan, unknown, workload }: Begun,
): Promise<RehearsalReport> {
  const { assumptions = ASSUMPTIONS, onStep, patience = PATIENCE } = options;
  const timeline = new Timeline(cluster.api, cluster.nodes, workload);
  await timeline.begin();
  const standIns = await makeClasses(cluster.api, known);
  const stage: Stage = { cluster, workload, timeline, manifests: known, least: leastOf(known, workload), patience };
  const reports = [await bringUp(stage, onStep)];
  for (const drill of reports[0]?.outcome === "passed" ? drills : []) {
    onStep?.(drill.title);
    reports.push(await runDrill(drill, stage));
    cluster.plane.processes.check();
  }
  timeline.end();
  await options.onEnd?.(cluster);
  return reportOf({ plan, options, stage, reports, unknown, standIns, assumptions });
}

/** Stops a cluster with which something went wrong, and says where its logs are. */
async function withLogs(cluster: Cluster, error: unknown): Promise<unknown> {
  await cluster.stop({ keepsFolder: true });
  return error instanceof RehearsalError
    ? new RehearsalError(`${error.message}\nThe logs of all programs are in ${cluster.plane.folder}/logs.`, {
        cause: error,
      })
    : error;
}

/** Drills by name. Errors: RehearsalError that names what there is. */
function chosen(ids: readonly string[] | undefined): readonly Drill[] {
  const missing = ids?.find((id) => !DRILLS.some((drill) => drill.id === id));
  if (missing !== undefined) {
    throw new RehearsalError(`There is no drill ${missing}; there are ${DRILLS.map(({ id }) => id).join(", ")}.`);
  }
  return ids === undefined ? DRILLS : DRILLS.filter(({ id }) => ids.includes(id));
}

/** The first workload of a stack. */
function workloadOf(manifests: readonly Manifest[]): Workload {
  const set = manifests.find(({ object }) => object["kind"] === "StatefulSet")?.object;
  if (set === undefined) {
    throw new RehearsalError("The stack has no StatefulSet, so there is nothing to rehearse.");
  }
  const [metadata, spec] = [mapAt(set, "metadata"), mapAt(set, "spec")];
  const replicas = valueAt(spec, "replicas");
  return {
    name: textAt(metadata, "name"),
    namespace: textAt(metadata, "namespace"),
    labels: mapAt(mapAt(spec, "selector"), "matchLabels") as Readonly<Record<string, string>>,
    replicas: typeof replicas === "number" ? replicas : 1,
  };
}

/** Pods that are enough: those that the budget keeps, or all but one without a budget. */
function leastOf(manifests: readonly Manifest[], { name, replicas }: Workload): number {
  const budget = manifests.find(
    ({ object }) => object["kind"] === "PodDisruptionBudget" && textAt(mapAt(object, "metadata"), "name") === name,
  );
  const spec = mapAt(budget?.object, "spec");
  const rule = (
    valueAt(spec, "maxUnavailable") === undefined
      ? { minAvailable: valueAt(spec, "minAvailable") ?? Math.max(1, replicas - 1) }
      : { maxUnavailable: valueAt(spec, "maxUnavailable") }
  ) as BudgetRule;
  return replicas - allowedDisruptions(rule, replicas);
}

async function bringUp(stage: Stage, onStep: RehearsalOptions["onStep"]): Promise<DrillReport> {
  onStep?.("Bring-up");
  const { cluster, manifests, patience, timeline, workload } = stage;
  const from = timeline.now;
  await applyAll(cluster.api, manifests);
  timeline.mark("applied");
  const ready = await timeline.until(() => timeline.readyCount === workload.replicas, patience + workload.replicas);
  const finding: Finding = ready
    ? {
        holds: true,
        says: `All ${String(workload.replicas)} pods were ready after ${(timeline.now - from).toFixed(1)} seconds.`,
      }
    : {
        holds: false,
        says: `${String(timeline.readyCount)} of ${String(workload.replicas)} pods became ready.`,
        advice: await whyNot(stage),
      };
  return {
    ...measured(stage, { id: "bring-up", title: "Bring-up", shows: "All pods become ready." }, finding, from),
    counts: false,
  };
}

/** What the scheduler and the controllers say about pods that do not start. */
async function whyNot({ cluster, workload }: Stage): Promise<string> {
  const events = await cluster.api.list("v1", "Event", workload.namespace);
  const warnings = events.filter((event) => event["type"] === "Warning").map((event) => event["message"] as string);
  return warnings.length === 0 ? "No event says why." : `Warnings: ${[...new Set(warnings)].slice(-3).join("; ")}`;
}

async function runDrill(drill: Drill, stage: Stage): Promise<DrillReport> {
  const unfit = drill.unfit?.(stage);
  const from = stage.timeline.now;
  if (unfit !== undefined) {
    return {
      ...measured(stage, drill, { holds: true, says: unfit }, from),
      outcome: "skipped",
      availability: null,
      counts: false,
    };
  }
  stage.timeline.mark(drill.title);
  const finding = await drill.run(stage);
  return { ...measured(stage, drill, finding, from), counts: drill.isOutage !== true };
}

function measured(
  { least, timeline }: Stage,
  { id, shows, title }: Pick<Drill, "id" | "title" | "shows">,
  { advice, evictions, holds, says }: Finding,
  from: number,
): DrillReport {
  const to = timeline.now;
  return {
    id,
    title,
    shows,
    outcome: holds ? "passed" : "failed",
    says,
    advice: advice ?? null,
    from,
    to,
    availability: availability(timeline.moments, from, to, least),
    counts: true,
    lowest: lowest(timeline.moments, from, to),
    longestGap: longestGap(timeline.moments, from, to, least),
    evictions: evictions ?? null,
  };
}

/** Longest time in which fewer than enough pods were ready, in seconds. */
function longestGap(moments: readonly Moment[], from: number, to: number, least: number): number {
  let longest = 0;
  let since: number | undefined;
  for (const [index, { at, ready }] of moments.entries()) {
    const end = Math.min(to, moments[index + 1]?.at ?? to);
    if (end <= from || at >= to) {
      continue;
    }
    since = total(ready) >= least ? undefined : (since ?? Math.max(from, at));
    longest = since === undefined ? longest : Math.max(longest, end - since);
  }
  return longest;
}

interface Ended {
  readonly plan: Plan;
  readonly options: RehearsalOptions;
  readonly stage: Stage;
  readonly reports: readonly DrillReport[];
  readonly unknown: readonly Manifest[];
  readonly standIns: readonly string[];
  readonly assumptions: Assumptions;
}

function reportOf({ assumptions, options, plan, reports, stage, standIns, unknown }: Ended): RehearsalReport {
  const { least, timeline, workload } = stage;
  const counted = reports.filter(({ counts }) => counts);
  const seconds = counted.reduce((sum, { from, to }) => sum + to - from, 0);
  const good = counted.reduce((sum, { availability: share, from, to }) => sum + (share ?? 1) * (to - from), 0);
  const share = seconds === 0 ? null : good / seconds;
  return {
    version: REPORT_VERSION,
    stack: plan.stack,
    workload: { namespace: workload.namespace, name: workload.name, replicas: workload.replicas },
    least,
    target: options.target,
    drills: reports,
    availability: share,
    holds: reports.every(({ outcome }) => outcome !== "failed") && (share ?? 1) >= options.target,
    moments: timeline.moments,
    marks: timeline.marks,
    assumptions,
    simulated: [
      ...SIMULATED,
      ...standIns.map((name) => `class ${name}, which the stack does not make: pd-balanced in one zone stands for it`),
    ],
    unknown: unknown.map(({ file }) => file),
  };
}
