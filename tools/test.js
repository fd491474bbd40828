"use strict";
// Runs mocha on the files that are given, or on all of a suite side by side, in a temporary folder that goes with it.
// usage: node tools/test.js [unit|package|cluster|kills] [FILE or option of mocha ...]
const { spawn } = require("node:child_process");
const { mkdtempSync, rmSync } = require("node:fs");
const { availableParallelism, tmpdir } = require("node:os");
const { join } = require("node:path");

const ALONE = ["package", "cluster", "engine"];
/** Mocha runs as many files at once as there are cores. Each of the suite `cluster` has a control plane of its own, and mostly waits. */
const AT_ONCE = ["--parallel", "--jobs", String(availableParallelism())];
/** Files of each suite. */
const SUITES = {
  unit: [...AT_ONCE, "test/**/*.test.ts", ...ALONE.flatMap((suite) => ["--ignore", `test/${suite}/**`])],
  package: ["test/package/**/*.test.ts", "test/engine/**/*.test.ts"],
  cluster: [...AT_ONCE, "--timeout", "600000", "test/cluster/**/*.test.ts"],
  kills: [
    ...AT_ONCE,
    "--timeout",
    "600000",
    "test/cluster/{volumes,migrate,restore-drill,kill-points,sessions-faults}.test.ts",
  ],
};
/** How often a suite kills each command that works on disks, and how many faults a pool of sessions has, in tens of rounds; the others do it a few times, or not. */
const KILLS = { kills: "40" };

const [suite = "", ...rest] = process.argv.slice(2);
const files = rest.filter((argument) => /\.test\.ts$|\*/.test(argument));
const folder = mkdtempSync(join(tmpdir(), "gke-stateful-run-"));
const child = spawn(
  process.execPath,
  [require.resolve("mocha/bin/mocha.js"), ...(files.length > 0 ? [] : SUITES[suite]), ...rest],
  {
    stdio: "inherit",
    env: { ...(suite in KILLS && { GKE_STATEFUL_KILLS: KILLS[suite] }), ...process.env, TMPDIR: folder },
  },
);
// Whoever interrupts this interrupts mocha too; what ends with it is cleared then.
["SIGINT", "SIGTERM", "SIGHUP"].forEach((signal) => process.on(signal, () => child.kill(signal)));
child.on("close", (code, signal) => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.exitCode = code ?? (signal === null ? 1 : 128);
});
