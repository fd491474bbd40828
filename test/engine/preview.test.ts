import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { planWith, ROOT } from "../support/stacks";

/** Whether the Pulumi CLI answers. Where it does not, these tests are counted as skipped. */
const hasPulumi = spawnSync("pulumi", ["version"], { timeout: 60_000 }).status === 0;

/** The real engine and the real providers. Nothing is made: a preview of a new stack asks Google Cloud nothing. */
describe("pulumi preview", function () {
  this.timeout(600_000);
  const home = mkdtempSync(join(tmpdir(), "gke-stateful-engine-"));
  const project = join(home, "project");

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

  for (const stackName of ["dev", "prod"] as const) {
    it(`of ${stackName} would create what the plan says`, async () => {
      const stack = await LocalWorkspace.createOrSelectStack(
        { stackName, workDir: project },
        {
          envVars: {
            PULUMI_BACKEND_URL: `file://${home}`,
            PULUMI_CONFIG_PASSPHRASE: "test",
            GOOGLE_OAUTH_ACCESS_TOKEN: "not-a-token",
          },
        },
      );
      const { changeSummary } = await stack.preview();
      // The engine counts the default providers too; the plan has no entry for them.
      assert.ok((changeSummary.create ?? 0) >= (await planWith(stackName)).resources.length);
      assert.deepEqual(Object.keys(changeSummary), ["create"]);
    });
  }

  it("of local would create what the plan says", async function () {
    if (spawnSync("kubectl", ["version", "--request-timeout=5s"]).status !== 0) {
      this.skip();
    }
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "local", workDir: project },
      { envVars: { PULUMI_BACKEND_URL: `file://${home}`, PULUMI_CONFIG_PASSPHRASE: "test" } },
    );
    const { changeSummary } = await stack.preview();
    assert.ok((changeSummary.create ?? 0) >= (await planWith("local")).resources.length - 1);
  });
});
