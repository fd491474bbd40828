import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../support/stacks";
import { PLAN_VERSION } from "../../../commands/plan/engine/plan";
import type { Plan } from "../../../commands/plan/engine/plan";

const out = mkdtempSync(join(tmpdir(), "gke-stateful-test-"));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(ROOT, "bin", "gke-stateful.js"), ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
}

describe("gke-stateful plan", () => {
  after(() => {
    rmSync(out, { recursive: true });
  });

  it("shows what would be built, and writes it down", () => {
    const { status, stderr, stdout } = run("plan", "dev", "--out", out);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /terminal-pods-set StatefulSet +3 × \(1 CPU, 2Gi; workspace 20Gi fast-ssd\), Parallel/);
    assert.match(stdout, /38 resources: 21 Google Cloud, 16 Kubernetes, 1 random; none of them protected/);
    assert.equal((JSON.parse(readFileSync(join(out, "plan.json"), "utf8")) as Plan).version, PLAN_VERSION);
    assert.equal(readdirSync(join(out, "manifests")).length, 16);
  });

  it("leaves no manifest of an earlier plan behind, and removes nothing else", () => {
    writeFileSync(join(out, "manifests", "9999-service-old.yaml"), "");
    writeFileSync(join(out, "manifests", "mine.yaml"), "");
    run("plan", "local", "--out", out);
    const files = readdirSync(join(out, "manifests"));
    assert.equal(files.length, 14);
    assert.ok(files.includes("mine.yaml"), "a file that no plan wrote stays");
  });

  it("prints JSON and nothing else when asked", () => {
    const { stdout } = run("plan", "local", "--out", out, "--json");
    assert.equal((JSON.parse(stdout) as Plan).stack, "local");
  });

  it("shows what the policy pack says, by the configuration of the stack", () => {
    const { status, stdout } = run("plan", "dev", "--out", out);
    assert.equal(status, 0);
    assert.match(
      stdout,
      /advisory {2}cluster-deletion-protection {2}Cluster gke-stateful-dev has deletionProtection false\./,
    );
    assert.match(
      stdout,
      /Policies: 0 mandatory, \d+ advisory \(gke-stateful \d+\.\d+\.\d+, \d+ policies, policy\/config\/dev\.json\)/,
    );
  });

  it("ends with 1 on a mandatory violation, and says how to mend it", () => {
    const { status, stderr, stdout } = run(
      "plan",
      "dev",
      "--out",
      out,
      "--policy-pack-config",
      "policy/config/prod.json",
    );
    assert.equal(status, 1, stderr);
    assert.match(
      stdout,
      /mandatory {2}cluster-deletion-protection {2}Cluster .*\n {4}Mend: Set `deletionProtection: true`/,
    );
  });

  it("judges nothing when asked not to", () => {
    const { status, stdout } = run("plan", "dev", "--out", out, "--no-policy");
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, /Policies:/);
  });

  it("plans an update too", () => {
    assert.match(run("plan", "dev", "--out", out, "--update").stdout, /as after an update/);
  });

  for (const [name, args, says] of [
    ["no verb", [], /Usage: gke-stateful/],
    ["an unknown verb", ["destroy-everything"], /unknown command/],
    ["the help of an unknown verb", ["destroy-everything", "--help"], /unknown command/],
    ["a misspelt verb", ["pln", "dev"], /Did you mean plan\?/],
    ["a folder that cannot be made", ["plan", "dev", "--out", "/proc/none"], /--out \/proc\/none cannot be written/],
    ["no stack", ["plan"], /missing required argument/],
    ["an unknown stack", ["plan", "staging"], /Stack "staging" has no file.*The stacks here are dev, local, prod/],
    ["an unknown option", ["plan", "dev", "--yes"], /unknown option/],
    ["a folder that is no project", ["plan", "dev", "--cwd", tmpdir()], /Pulumi\.yaml in .* cannot be read: ENOENT/],
    ["a pack that is none", ["plan", "local", "--policy-pack", tmpdir()], /holds no policy pack/],
    [
      "a configuration that is not there",
      ["plan", "local", "--policy-pack-config", "absent.json"],
      /absent\.json cannot be read\. Name a file for --policy-pack-config/,
    ],
    [
      "a configuration that is not one",
      ["plan", "local", "--policy-pack-config", "README.md"],
      /README\.md is not JSON/,
    ],
    [
      "a folder that cannot be written",
      ["plan", "local", "--out", "package.json/out"],
      /--out .*package\.json\/out cannot be written/,
    ],
  ] as const) {
    it(`ends with 2 and one message on ${name}`, () => {
      const { status, stderr, stdout } = run(...args);
      assert.equal(status, 2);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr + stdout, /\n {4}at /);
    });
  }

  it("ends with 0 on a question for help", () => {
    assert.equal(run("plan", "--help").status, 0);
  });
});
