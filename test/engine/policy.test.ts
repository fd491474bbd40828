import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../support/stacks";

/** Whether the Pulumi CLI answers. Where it does not, these tests are counted as skipped. */
const hasPulumi = spawnSync("pulumi", ["version"], { timeout: 60_000 }).status === 0;

/** The pack on the real engine. Nothing is made: a preview of a new stack asks Google Cloud nothing. */
describe("pulumi with --policy-pack", function () {
  this.timeout(600_000);
  const home = mkdtempSync(join(tmpdir(), "gke-stateful-policy-"));
  const project = join(home, "project");
  const env = {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${home}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    GOOGLE_OAUTH_ACCESS_TOKEN: "not-a-token",
  };
  const pulumi = (...args: string[]): { status: number | null; printed: string } => {
    const { status, stderr, stdout } = spawnSync("pulumi", [...args, "--non-interactive"], {
      cwd: project,
      env,
      encoding: "utf8",
    });
    return { status, printed: stdout + stderr };
  };
  const preview = (stack: string, config: string): { status: number | null; printed: string } => {
    pulumi("stack", "init", stack);
    const file = join("policy", "config", `${config}.json`);
    return pulumi("preview", "--stack", stack, "--policy-pack", "policy", "--policy-pack-config", file);
  };

  before(function () {
    if (!hasPulumi) {
      this.skip();
    }
    // A copy, so that the preview cannot touch the stack files of the repository.
    cpSync(ROOT, project, { recursive: true, filter: (path) => !/[\\/](?:node_modules|out|\.git)$/.test(path) });
    symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules"));
  });
  after(() => {
    rmSync(home, { recursive: true, force: true });
  });

  for (const stack of ["dev", "prod"]) {
    it(`previews ${stack} with its own configuration`, () => {
      const { printed, status } = preview(stack, stack);
      assert.equal(status, 0, printed);
      assert.match(printed, /gke-stateful@v/);
    });
  }

  it("stops the preview of dev where the configuration is that of production", () => {
    const { printed, status } = preview("dev", "prod");
    assert.notEqual(status, 0);
    assert.match(printed, /cluster-deletion-protection/);
    assert.doesNotMatch(printed, /can't run policy/);
  });

  it("judges a recorded state without running a program", () => {
    const urn = "urn:pulumi:s::p::kubernetes:apps/v1:StatefulSet::db";
    const inputs = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "db", namespace: "data" },
      spec: { replicas: 3, serviceName: "db", template: { metadata: { labels: { app: "db" } }, spec: {} } },
    };
    const manifest = { time: "2026-11-23T00:00:00Z", magic: "", version: "" };
    const resource = {
      urn,
      custom: true,
      id: "data/db",
      type: "kubernetes:apps/v1:StatefulSet",
      inputs,
      outputs: inputs,
    };
    const file = join(home, "state.json");
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { manifest, resources: [resource] } }));
    const config = join("policy", "config", "prod.json");
    const args = ["policy", "analyze", "--file", file, "--policy-pack", "policy", "--policy-pack-config", config];
    const { printed, status } = pulumi(...args);
    assert.notEqual(status, 0);
    assert.match(printed, /no-disruption-budget/);
  });
});
