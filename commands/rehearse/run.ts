import { once } from "node:events";
import { resolve } from "node:path";
import { planProgram } from "../plan/engine/program";
import { readStackSettings } from "../plan/engine/stack-settings";
import { UserError } from "../shared/user-error";
import { ASSUMPTIONS } from "./simulation/assumptions";
import { rehearse } from "./rehearse";
import { requireTools } from "../tools/build";
import { EXIT } from "../shared/exit";
import { rehearsalPage } from "./report/page";
import { rehearsalText } from "./report/text";
import { checkWritable, writeFile } from "../shared/write-file";
import type { Assumptions } from "./simulation/assumptions";
import type { Cluster } from "./cluster";
import type { RehearsalReport } from "./report/report";

/** What the command line gives. */
export interface RehearseFlags {
  readonly cwd: string;
  readonly drills?: readonly string[];
  readonly workloads?: readonly string[];
  readonly target: string;
  readonly startDelay?: string;
  readonly stopDelay?: string;
  readonly attachDelay?: string;
  readonly nodeDelay?: string;
  readonly peers?: string;
  readonly report?: string;
  readonly json?: boolean;
  readonly keep?: boolean;
}

/** Rehearses, prints, and sets the exit code. */
export async function runRehearse(stack: string, flags: RehearseFlags): Promise<void> {
  const target = Number((numberOf("--target", flags.target, 100) / 100).toFixed(DIGITS));
  notEmpty("--drills", flags.drills);
  notEmpty("--workloads", flags.workloads);
  const assumptions = assumptionsOf(flags);
  if (flags.report !== undefined) {
    checkWritable(flags.report, HINT);
  }
  const folder = resolve(flags.cwd);
  const settings = readStackSettings(folder, stack);
  const tools = requireTools();
  // Outputs as after an update: a cluster that exists has made up its names.
  const plan = await planProgram({ folder, settings, mode: "update" });
  const report = await rehearse(plan, {
    tools,
    target,
    assumptions,
    ...(flags.drills !== undefined && { drills: flags.drills }),
    ...(flags.workloads !== undefined && { workloads: flags.workloads }),
    onStep: (step) => process.stderr.write(`${step} …\n`),
    // Whoever keeps it looks at what the report says.
    onEnd: async (cluster, report) => {
      write(report, flags);
      await (flags.keep === true ? keep(cluster) : undefined);
    },
  });
  process.exitCode = report.holds ? EXIT.success : EXIT.findings;
}

/** What to do where a report cannot be written. */
const HINT = "Name a file in a folder that exists with --report.";

function write(report: RehearsalReport, { json, report: file }: RehearseFlags): void {
  const asJson = `${JSON.stringify(report, undefined, 2)}\n`;
  process.stdout.write(json === true ? asJson : rehearsalText(report));
  if (file === undefined) {
    return;
  }
  const text = file.endsWith(".json") ? asJson : rehearsalPage(report);
  writeFile(file, text, HINT);
  process.stderr.write(`Written: ${file}\n`);
}

function assumptionsOf({ attachDelay, nodeDelay, peers, startDelay, stopDelay }: RehearseFlags): Assumptions {
  const given = (flag: string, text: string | undefined, otherwise: number): number =>
    text === undefined ? otherwise : numberOf(flag, text, LONGEST_DELAY);
  return {
    ...ASSUMPTIONS,
    start: given("--start-delay", startDelay, ASSUMPTIONS.start),
    stop: given("--stop-delay", stopDelay, ASSUMPTIONS.stop),
    attach: given("--attach-delay", attachDelay, ASSUMPTIONS.attach),
    node: given("--node-delay", nodeDelay, ASSUMPTIONS.node),
    peers: peers === undefined ? ASSUMPTIONS.peers : peersOf(peers),
  };
}

/** Longest delay, in seconds. Drills wait for a minute, and for each pod as long as is assumed. */
const LONGEST_DELAY = 30;

/** Digits of a share: 99.9 / 100 is a hair more than 0.999. */
const DIGITS = 9;

/** An empty list would rehearse nothing, and call it good. */
function notEmpty(flag: string, names: readonly string[] | undefined): void {
  if (names?.length === 0) {
    throw new UserError(`${flag} is empty; name at least one, or leave it out for all.`);
  }
}

function peersOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) {
    throw new UserError(
      `--peers is "${text}"; it must be a whole number from 1, and no more than a workload has pods.`,
    );
  }
  return Number(text);
}

function numberOf(flag: string, text: string, most: number): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= 0 && number <= most)) {
    throw new UserError(`${flag} is "${text}"; it must be a number from 0 to ${String(most)}.`);
  }
  return number;
}

/** Waits until somebody has looked enough. */
async function keep({ plane }: Cluster): Promise<void> {
  process.stderr.write(
    `\nIt is up: kubectl --kubeconfig ${plane.kubeconfig} get pods --all-namespaces\nCtrl-C ends it.\n`,
  );
  // Without something to wait for, Node.js would end by itself.
  const timer = setInterval(() => undefined, 60_000);
  await Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));
  clearInterval(timer);
}
