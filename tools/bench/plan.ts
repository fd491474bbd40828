import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { planProgram } from "../../commands/plan/engine/program";
import { readStackSettings } from "../../commands/plan/engine/stack-settings";
import { median } from "./median";
import type { StackSettings } from "../../commands/plan/engine/stack-settings";

/**
 * How fast a plan is, as ratios within one run, because machines differ and are busy:
 * - a cold `plan dev --no-policy` against the floor, one process that only loads the SDKs (goal: at most 1.6);
 * - the exponent with which time grows from 10 to 100 to 1,000 workloads (goal: at most 1.1).
 * Exits 1 if a goal is missed. `--quick` leaves the 1,000 workloads out.
 */

const ROOT = join(__dirname, "..", "..");
const ROUNDS = 9;
const MAX_RATIO = 1.6;
const MAX_EXPONENT = 1.1;

function seconds(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new Error(`${args.join(" ")} ended with ${String(status)}: ${stderr}`);
  }
  return (performance.now() - start) / 1000;
}

function coldPlan(): boolean {
  const judged = ["bin/gke-stateful.js", "plan", "dev"];
  const plan = [...judged, "--no-policy"];
  rmSync(join(ROOT, "node_modules", ".cache", "gke-stateful"), { recursive: true, force: true });
  const first = seconds(judged);
  const rounds = Array.from({ length: ROUNDS }, () => ({
    floor: seconds(["tools/bench/floor.js"]),
    plan: seconds(plan),
    judged: seconds(judged),
  }));
  const floor = median(rounds.map((round) => round.floor));
  const ratio = median(rounds.map((round) => round.plan)) / floor;
  const withVerdicts = median(rounds.map((round) => round.judged)) / floor;
  console.log(
    `floor ${floor.toFixed(2)} s (medians of ${String(ROUNDS)}); plan dev --no-policy: ${ratio.toFixed(2)} × the floor; goal ${String(MAX_RATIO)}`,
  );
  console.log(`plan dev, judged by the policy pack in a process of its own: ${withVerdicts.toFixed(2)} × the floor`);
  console.log(
    `the very first plan of a checkout, before Node.js has cached compiled code: ${(first / floor).toFixed(2)} × the floor`,
  );
  return ratio <= MAX_RATIO;
}

function settingsWith(workloads: number): StackSettings {
  const settings = readStackSettings(ROOT, "local");
  const key = "gke-stateful:workloads";
  const [model] = Object.values(JSON.parse(settings.values[key] ?? "{}") as Record<string, object>);
  const all = Array.from({ length: workloads }, (_, index) => [
    `w${String(index)}`,
    { ...model, labels: { app: `w${String(index)}` } },
  ]);
  return { ...settings, values: { ...settings.values, [key]: JSON.stringify(Object.fromEntries(all)) } };
}

/** Starts to follow the peak memory of child processes; the function returned ends it and tells the largest, in MiB. Linux only. */
function watchChildren(): () => number {
  let peak = NaN;
  const timer = setInterval(() => {
    try {
      const pids = readFileSync(`/proc/self/task/${String(process.pid)}/children`, "utf8")
        .trim()
        .split(" ");
      for (const pid of pids.filter((text) => text !== "")) {
        const kib = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? NaN);
        peak = Number.isNaN(kib) ? peak : Math.max(Number.isNaN(peak) ? 0 : peak, kib / 1024);
      }
    } catch {
      // The process has just ended, or this is not Linux.
    }
  }, 50);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

async function growth(counts: readonly number[]): Promise<boolean> {
  const times: { count: number; time: number }[] = [];
  for (const count of counts) {
    const start = performance.now();
    const program = watchChildren();
    const { resources } = await planProgram({ folder: ROOT, settings: settingsWith(count), mode: "preview" });
    const time = (performance.now() - start) / 1000;
    times.push({ count, time });
    const own = process.resourceUsage().maxRSS / 1024;
    console.log(
      `${String(count)} workloads, ${String(resources.length)} resources: ${time.toFixed(1)} s, ${((1000 * time) / count).toFixed(0)} ms each; peak memory: planner ${own.toFixed(0)} MiB, program ${program().toFixed(0)} MiB`,
    );
  }
  const exponents = times.slice(1).map(({ count, time }, index) => {
    const before = times[index] ?? { count: 1, time: 1 };
    return Math.log(time / before.time) / Math.log(count / before.count);
  });
  console.log(
    `time grows with the number of workloads to the power of ${exponents.map((exponent) => exponent.toFixed(2)).join(", ")}; goal ${String(MAX_EXPONENT)}`,
  );
  return exponents.every((exponent) => exponent <= MAX_EXPONENT);
}

async function main(): Promise<void> {
  const fast = coldPlan();
  const linear = await growth(process.argv.includes("--quick") ? [10, 100] : [10, 100, 1000]);
  process.exitCode = fast && linear ? 0 : 1;
}

void main();
