import { manifestsOf } from "../plan/engine/manifests";
import { applicable, applyAll } from "./stack/apply";
import { ASSUMPTIONS } from "./simulation/assumptions";
import { bringUp } from "./drills/bring-up";
import { startCluster } from "./cluster";
import { PATIENCE } from "./drills/drill";
import { DRILLS } from "./drills/index";
import { measured, shareOf, skipped } from "./measuring/measure";
import { makesNodes, simulatedPools } from "./simulation/pools";
import { REPORT_VERSION, SIMULATED } from "./report/report";
import { ClusterError } from "../../cluster/cluster-error";
import { UserError } from "../shared/user-error";
import { settle } from "./drills/settle";
import { described, makeStandIns } from "./stack/stand-ins";
import { Timeline } from "./measuring/timeline";
import { workloadsOf } from "./stack/workloads";
import type { Plan } from "../plan/engine/plan";
import type { Manifest } from "../plan/engine/manifests";
import type { Assumptions } from "./simulation/assumptions";
import type { Cluster } from "./cluster";
import type { Drill, Stage } from "./drills/drill";
import type { DrillReport, RehearsalReport, WorkloadReport } from "./report/report";
import type { StandIns } from "./stack/stand-ins";
import type { Tools } from "../tools/build";
import type { Workload } from "./stack/workloads";

/** What to rehearse, and how. */
export interface RehearsalOptions {
  readonly tools: Tools;
  /** Share of the time that is asked for, from 0 to 1. */
  readonly target: number;
  /** Drills that run after the bring-up. @default all */
  readonly drills?: readonly string[];
  /** Names of the workloads that are drilled. @default all of the stack, one after the other */
  readonly workloads?: readonly string[];
  /** Seconds that a drill waits for pods, at most. @default 60 */
  readonly patience?: number;
  /** @default {@link ASSUMPTIONS} */
  readonly assumptions?: Assumptions;
  /** Told of what begins. @default nobody */
  readonly onStep?: (step: string) => void;
  /** Given the cluster and the report when the drills are over, before it is stopped. @default nothing */
  readonly onEnd?: (cluster: Cluster, report: RehearsalReport) => Promise<void>;
}

/**
 * Brings the stack of a plan up on a throwaway control plane with simulated nodes and disks, runs drills, and measures what was
 * available. Errors: UserError where it cannot run; nothing is left behind.
 */
export async function rehearse(plan: Plan, options: RehearsalOptions): Promise<RehearsalReport> {
  const { assumptions = ASSUMPTIONS, onStep, tools } = options;
  const drills = chosen(options.drills);
  const manifests = manifestsOf(plan);
  const { known, unknown } = applicable(manifests);
  const workloads = workloadsOf(manifests, options.workloads);
  checkPeers(workloads, assumptions);
  onStep?.("control plane, nodes and disks");
  const cluster = await startCluster(tools, simulatedPools(plan), assumptions, { workloads: workloads.length });
  try {
    const report = await runAll(cluster, { plan, options, drills, known, unknown, workloads });
    await cluster.stop();
    return report;
  } catch (error) {
    throw await withLogs(cluster, faultOf(cluster) ?? error);
  }
}

interface Begun {
  readonly plan: Plan;
  readonly options: RehearsalOptions;
  readonly drills: readonly Drill[];
  readonly known: readonly Manifest[];
  readonly unknown: readonly Manifest[];
  readonly workloads: readonly Workload[];
}

async function runAll(cluster: Cluster, begun: Begun): Promise<RehearsalReport> {
  const { known, options, workloads } = begun;
  const standIns = await makeStandIns(cluster.api, known);
  const watched = workloads.map((workload) => ({
    workload,
    timeline: new Timeline(cluster.api, cluster.nodes, workload),
  }));
  await Promise.all(watched.map(({ timeline }) => timeline.begin()));
  options.onStep?.(bringUp.title);
  const rejections = await applyAll(cluster.api, known);
  const stages = watched.map((one) => stageOf({ cluster, ...one, standIns, rejections }, begun));
  const ups = await Promise.all(stages.map(async (stage) => ({ stage, up: await runDrill(bringUp, stage) })));
  cluster.plane.processes.check();
  const isUp = ups.every(({ up }) => up.outcome !== "failed");
  const reports: WorkloadReport[] = [];
  for (const { stage, up } of ups) {
    const drills = isUp ? await drilled(stage, stages, begun) : [];
    reports.push(workloadReport(stage, [up, ...drills], { isUp, target: options.target }));
  }
  stages.forEach(({ timeline }) => {
    timeline.end();
  });
  const report = reportOf(begun, reports, standIns);
  await options.onEnd?.(cluster, report);
  return report;
}

/** Seconds that a busy machine adds to what a pod is assumed to take. */
const MARGIN = 2;

function stageOf(
  known: Pick<Stage, "cluster" | "workload" | "timeline" | "standIns" | "rejections">,
  { known: manifests, options }: Begun,
): Stage {
  const { assumptions: { attach, start, stop } = ASSUMPTIONS, patience = PATIENCE } = options;
  const perPod = attach + start + stop + known.workload.minReadySeconds + MARGIN;
  return { ...known, manifests, patience, perPod };
}

/**
 * All drills on one workload. Each begins when every workload has its pods where they belong, because a lost zone takes those of all;
 * where they do not come back, the rest says nothing about the stack.
 */
async function drilled(stage: Stage, all: readonly Stage[], { drills, options }: Begun): Promise<DrillReport[]> {
  const reports: DrillReport[] = [];
  let before = bringUp.title;
  for (const [index, drill] of drills.entries()) {
    const settled = await Promise.all(all.map(settle));
    if (!settled.every(Boolean)) {
      const why = `Not run, because pods were not ready again after the drill before: ${before}.`;
      const [first, ...rest] = drills.slice(index).map((one) => skipped(stage, one, why));
      return first === undefined ? reports : [...reports, { ...first, outcome: "failed" }, ...rest];
    }
    options.onStep?.(all.length === 1 ? drill.title : `${stage.workload.name}: ${drill.title}`);
    reports.push(await runDrill(drill, stage));
    stage.cluster.plane.processes.check();
    before = drill.title;
  }
  return reports;
}

async function runDrill(drill: Drill, stage: Stage): Promise<DrillReport> {
  const unfit = stage.workload.replicas === 0 ? "The workload has no pods." : drill.unfit?.(stage);
  if (unfit !== undefined) {
    return skipped(stage, drill, unfit);
  }
  const from = stage.timeline.now;
  stage.timeline.mark(drill.title);
  return measured(stage, drill, await drill.run(stage), from);
}

/** What a program that has ended by itself says: everything else that goes wrong follows from it. */
function faultOf({ plane }: Cluster): unknown {
  try {
    plane.processes.check();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Errors: UserError where pods would wait for more peers than there can be. */
function checkPeers(workloads: readonly Workload[], { peers }: Assumptions): void {
  const small = workloads.find(({ replicas }) => replicas > 0 && replicas < peers);
  if (small !== undefined) {
    throw new UserError(
      `Workload ${small.name} has ${String(small.replicas)} pods, and none of them could be ready before ${String(peers)} run. Lower --peers, or name other workloads with --workloads.`,
    );
  }
}

/** Stops a cluster with which something went wrong, and says where its logs are. */
async function withLogs(cluster: Cluster, error: unknown): Promise<unknown> {
  await cluster.stop({ keepsLogs: true });
  const where = `The logs of all programs are in ${cluster.plane.folder}/logs.`;
  if (error instanceof UserError || error instanceof ClusterError) {
    return new UserError(`${error.message}\n${where}`, { cause: error });
  }
  process.stderr.write(`${where}\n`);
  return error;
}

/** Drills by name. Errors: UserError that names what there is. */
function chosen(ids: readonly string[] | undefined): readonly Drill[] {
  const missing = ids?.find((id) => id !== bringUp.id && !DRILLS.some((drill) => drill.id === id));
  if (missing !== undefined) {
    throw new UserError(
      `There is no drill ${missing}; there are ${[bringUp, ...DRILLS].map(({ id }) => id).join(", ")}.`,
    );
  }
  return ids === undefined ? DRILLS : DRILLS.filter(({ id }) => ids.includes(id));
}

function workloadReport(
  { timeline, workload }: Stage,
  drills: readonly DrillReport[],
  { isUp, target }: { readonly isUp: boolean; readonly target: number },
): WorkloadReport {
  const { least, name, namespace, replicas } = workload;
  const availability = shareOf(drills);
  return {
    namespace,
    name,
    replicas,
    least,
    drills,
    availability,
    isDrilled: isUp,
    holds: isUp && drills.every(({ outcome }) => outcome !== "failed") && (availability ?? 1) >= target,
    moments: timeline.moments,
    marks: timeline.marks,
  };
}

function reportOf(
  { options, plan, unknown }: Begun,
  workloads: readonly WorkloadReport[],
  standIns: StandIns,
): RehearsalReport {
  const { assumptions = ASSUMPTIONS, target } = options;
  return {
    version: REPORT_VERSION,
    stack: plan.stack,
    target,
    holds: workloads.every(({ holds }) => holds),
    workloads,
    assumptions,
    simulated: [
      ...SIMULATED,
      ...described(standIns),
      ...(makesNodes(plan) ? [] : ["the cluster's own nodes: three e2-standard-4 in one zone stand for them"]),
    ],
    unknown: unknown.map(({ file }) => file),
  };
}
