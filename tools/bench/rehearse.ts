import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { manifestsOf } from "../../commands/plan/engine/manifests";
import { planProgram } from "../../commands/plan/engine/program";
import { readStackSettings } from "../../commands/plan/engine/stack-settings";
import { applicable, applyAll } from "../../commands/rehearse/stack/apply";
import { ASSUMPTIONS } from "../../commands/rehearse/simulation/assumptions";
import { startCluster } from "../../commands/rehearse/cluster";
import { simulatedPools } from "../../commands/rehearse/simulation/pools";
import { rehearse } from "../../commands/rehearse/rehearse";
import { requireTools } from "../../commands/tools/build";
import { workloadsOf } from "../../commands/rehearse/stack/workloads";
import { median } from "./median";
import type { ClusterClient } from "../../cluster/client";
import type { Plan } from "../../commands/plan/engine/plan";

/**
 * What a rehearsal adds to a bare control plane, as ratios within one run, because machines differ and are busy: 10, 100 and 1,000
 * replicas over 200 nodes.
 * - Seconds from the first manifest to all pods ready, each after its disk was attached, against the floor: the same manifests on the
 *   same control plane, nodes and disks, without anything of ours that watches, until all pods are ready and all disks attached (goal:
 *   at most 1.2).
 * - The peak of memory of our own process (goal: under 300 MB at 1,000 pods).
 * Needs the programs of npm run tools. Exits 1 if a goal is missed. Each run has a process and a control plane of its own.
 */

const ROOT = join(__dirname, "..", "..");
const SIZES = [10, 100, 1000] as const;
/** Runs of each kind and size; the largest take minutes. */
const ROUNDS = { 10: 3, 100: 3, 1000: 1 } as const;
const GOALS = { ratio: 1.2, megabytes: 300 } as const;
const ZONES = ["europe-west1-b", "europe-west1-c"] as const;
const NODES_PER_ZONE = 100;
/** No delay hides what we add. */
const AT_ONCE = { ...ASSUMPTIONS, start: 0, attach: 0, stop: 0, node: 0 };
const PATIENCE = 1800;
const POLL = 100;

/** What one process measured. */
interface Measurement {
  readonly seconds: number;
  readonly megabytes: number;
}

/** prod, as large as that, with pods that are small enough for many on one node. */
async function planOf(replicas: number): Promise<Plan> {
  const settings = readStackSettings(ROOT, "prod");
  const { values } = settings;
  const workloads = JSON.parse(values["gke-stateful:workloads"] ?? "{}") as Record<string, object>;
  const small = { cpu: "50m", memory: "64Mi", ephemeralStorage: "512Mi" };
  const [[name, first] = ["", {}]] = Object.entries(workloads);
  const changes = {
    pools: [{ name: "stateful", stateful: true, tainted: false, min: NODES_PER_ZONE, max: NODES_PER_ZONE }],
    workloads: { [name]: { ...first, replicas, resources: { requests: small, limits: small } } },
  };
  const changed = Object.fromEntries(
    Object.entries(changes).map(([key, value]) => [`gke-stateful:${key}`, JSON.stringify(value)]),
  );
  return planProgram({ folder: ROOT, settings: { ...settings, values: { ...values, ...changed } }, mode: "update" });
}

async function ours(plan: Plan): Promise<number> {
  let begin = 0;
  let end = 0;
  const report = await rehearse(plan, {
    tools: requireTools(),
    target: 1,
    drills: [],
    patience: PATIENCE,
    assumptions: AT_ONCE,
    onStep: (step) => {
      begin = step === "Bring-up" ? performance.now() : begin;
    },
    onEnd: () => {
      end = performance.now();
      return Promise.resolve();
    },
  });
  if (!report.holds) {
    throw new Error(report.workloads[0]?.drills[0]?.says ?? "It did not come up.");
  }
  return (end - begin) / 1000;
}

async function floor(plan: Plan): Promise<number> {
  const cluster = await startCluster(requireTools(), simulatedPools(plan), AT_ONCE, { isBare: true });
  try {
    const { known } = applicable(manifestsOf(plan));
    const begin = performance.now();
    await applyAll(cluster.api, known);
    await untilUp(cluster.api, known);
    return (performance.now() - begin) / 1000;
  } finally {
    await cluster.stop();
  }
}

async function untilUp(api: ClusterClient, manifests: Parameters<typeof workloadsOf>[0]): Promise<void> {
  for (const { name, namespace, replicas } of workloadsOf(manifests)) {
    while ((await readyCount(api, name, namespace)) < replicas || (await attachedCount(api)) < replicas) {
      await sleep(POLL);
    }
  }
}

async function readyCount(api: ClusterClient, name: string, namespace: string): Promise<number> {
  const set = await api.get("apps/v1", "StatefulSet", name, namespace);
  const { readyReplicas = 0 } = (set?.["status"] ?? {}) as { readyReplicas?: number };
  return readyReplicas;
}

async function attachedCount(api: ClusterClient): Promise<number> {
  const all = await api.list("storage.k8s.io/v1", "VolumeAttachment");
  return all.filter(({ status }) => (status as { attached?: boolean } | undefined)?.attached === true).length;
}

/** One measurement, in a process of its own. */
function measure(kind: string, size: number): Measurement {
  const args = ["--import", "tsx", __filename, kind, String(size)];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${kind} of ${String(size)}: ${stderr}`);
  }
  return JSON.parse(stdout) as Measurement;
}

async function child(kind: string, size: number): Promise<void> {
  const seconds = await (kind === "ours" ? ours : floor)(await planOf(size));
  process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1000 }));
}

function compare(size: (typeof SIZES)[number]): boolean {
  const rounds = Array.from({ length: ROUNDS[size] }, () => ({
    floor: measure("floor", size),
    ours: measure("ours", size),
  }));
  const of = (kind: "floor" | "ours"): number => median(rounds.map((round) => round[kind].seconds));
  const ratio = of("ours") / of("floor");
  const megabytes = Math.max(...rounds.map((round) => round.ours.megabytes));
  const holds = ratio <= GOALS.ratio && megabytes < GOALS.megabytes;
  process.stdout.write(
    `${String(size)} pods on ${String(NODES_PER_ZONE * ZONES.length)} nodes: ${of("ours").toFixed(1)} s, ${ratio.toFixed(2)} × the floor (goal: at most ${String(GOALS.ratio)}); ${megabytes.toFixed(0)} MB (goal: under ${String(GOALS.megabytes)})${holds ? "" : ", MISSED"}\n`,
  );
  return holds;
}

async function main(): Promise<void> {
  const [kind, size] = process.argv.slice(2);
  if (kind !== undefined && size !== undefined) {
    await child(kind, Number(size));
    return;
  }
  process.exitCode = SIZES.map(compare).every(Boolean) ? 0 : 1;
}

void main();
