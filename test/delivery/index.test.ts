import assert from "node:assert/strict";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { planProgram } from "../../commands/plan/engine/program";
import { readStackSettings } from "../../commands/plan/engine/stack-settings";
import { UserError } from "../../commands/shared/user-error";
import { only, ROOT } from "../support/stacks";
import type { Plan, PlanObject } from "../../commands/plan/engine/plan";

const FOLDER = join(ROOT, "delivery");

/** The real program of the delivery project, with changes of its configuration. */
function planDelivery(changes: Readonly<Record<string, unknown>> = {}): Promise<Plan> {
  const settings = readStackSettings(FOLDER, "main");
  const texts = Object.entries(changes).map(([key, value]) => [
    `gke-stateful-delivery:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const values = { ...settings.values, ...(Object.fromEntries(texts) as Record<string, string>) };
  return planProgram({ folder: FOLDER, settings: { ...settings, values }, mode: "preview" });
}

const google = {
  projectNumber: "123456789012",
  workloadPoolId: "pulumi",
  providerId: "pulumi",
  serviceAccount: "deployments@my-project.iam.gserviceaccount.com",
};

describe("the delivery program", () => {
  it("deploys dev at a merge, and prod only when asked, both judged by the pack of the repository", async () => {
    const plan = await planDelivery();
    const inputs = (stack: string): PlanObject => only(plan, "DeploymentSettings", `${stack}-deployments`).inputs;
    const dev = inputs("dev");
    assert.deepEqual([dev["organization"], dev["project"], dev["stack"]], ["my-organization", "gke-stateful", "dev"]);
    assert.deepEqual(dev["sourceContext"], { git: { branch: "refs/heads/main" } });
    const { paths, ...vcs } = dev["vcs"] as PlanObject;
    assert.deepEqual(vcs, {
      provider: "github",
      repository: "my-organization/gke-stateful",
      deployCommits: true,
      previewPullRequests: false,
      pullRequestTemplate: false,
    });
    assert.ok((paths as string[]).includes("Pulumi.dev.yaml") && !(paths as string[]).includes("Pulumi.prod.yaml"));
    assert.deepEqual(dev["operationContext"], {
      options: { skipInstallDependencies: true },
      preRunCommands: ["printenv GOOGLE_CREDENTIALS > /tmp/google-credentials.json", "npm ci"],
      environmentVariables: {
        GOOGLE_APPLICATION_CREDENTIALS: "/tmp/google-credentials.json",
        PULUMI_OPTION_POLICY_PACK: "policy",
        PULUMI_OPTION_POLICY_PACK_CONFIG: "policy/config/dev.json",
      },
      oidc: {
        gcp: {
          projectId: "123456789012",
          workloadPoolId: "pulumi",
          providerId: "pulumi",
          serviceAccount: "pulumi-deployments@my-project-dev.iam.gserviceaccount.com",
        },
      },
    });
    assert.equal(dev["executorContext"], undefined);
    assert.equal((inputs("prod")["vcs"] as PlanObject)["deployCommits"], false);
  });

  it("filters by paths that exist", async () => {
    const { inputs } = only(await planDelivery(), "DeploymentSettings", "prod-deployments");
    for (const path of (inputs["vcs"] as { paths: string[] }).paths) {
      assert.ok(path.includes("*") ? globSync(path, { cwd: ROOT }).length > 0 : existsSync(join(ROOT, path)), path);
    }
  });

  it("looks for drift every day, and changes nothing when it finds some", async () => {
    const plan = await planDelivery();
    for (const stack of ["dev", "prod"]) {
      const { dependencies, inputs } = only(plan, "DriftSchedule", `${stack}-drift`);
      assert.deepEqual(inputs, {
        organization: "my-organization",
        project: "gke-stateful",
        stack,
        scheduleCron: "0 5 * * *",
        autoRemediate: false,
      });
      assert.ok(dependencies.some((urn) => urn.endsWith(`${stack}-deployments`)));
    }
    const without = await planDelivery({ stacks: { dev: { deploy: "merge", google, driftCron: "" } } });
    assert.equal(without.resources.filter(({ type }) => type.includes("DriftSchedule")).length, 0);
  });

  it("makes a template of review stacks, which are deleted with their pull request, from a file that exists", async () => {
    const plan = await planDelivery({ stacks: { review: { deploy: "review", google } } });
    const { inputs } = only(plan, "DeploymentSettings", "review-deployments");
    const vcs = inputs["vcs"] as PlanObject;
    assert.deepEqual(
      [vcs["deployCommits"], vcs["previewPullRequests"], vcs["pullRequestTemplate"]],
      [false, false, true],
    );
    const { environmentVariables, options } = inputs["operationContext"] as PlanObject;
    assert.deepEqual(options, { skipInstallDependencies: true, deleteAfterDestroy: true });
    assert.deepEqual(environmentVariables, {
      GOOGLE_APPLICATION_CREDENTIALS: "/tmp/google-credentials.json",
      PULUMI_OPTION_POLICY_PACK: "policy",
      PULUMI_RUN_PROGRAM: "true",
      GKE_STATEFUL_DESTROY: "true",
    });
    assert.equal(plan.resources.filter(({ type }) => type.includes("DriftSchedule")).length, 0);
    assert.ok(existsSync(join(ROOT, "Pulumi.review.yaml")));
  });

  it("destroys a stack when its time is over, and keeps its history", async () => {
    const stacks = { dev: { deploy: "request", google, destroyAt: "2027-01-31T18:00:00Z" } };
    const { inputs } = only(await planDelivery({ stacks }), "TtlSchedule", "dev-ttl");
    assert.deepEqual(inputs, {
      organization: "my-organization",
      project: "gke-stateful",
      stack: "dev",
      timestamp: "2027-01-31T18:00:00Z",
      deleteAfterDestroy: false,
    });
  });

  it("has Pulumi Cloud run the published pack, where a version is named", async () => {
    const plan = await planDelivery({ policyGroup: { version: "0.1.0", stacks: ["prod"] } });
    const { inputs } = only(plan, "pulumiservice:index:PolicyGroup");
    const { policyPacks, ...rest } = inputs;
    assert.deepEqual(rest, {
      name: "gke-stateful",
      organizationName: "my-organization",
      entityType: "stacks",
      mode: "preventative",
      stacks: [{ name: "prod", routingProject: "gke-stateful" }],
    });
    const [pack] = policyPacks as [{ name: string; versionTag: string; config: PlanObject }];
    assert.deepEqual([pack.name, pack.versionTag, pack.config["all"]], ["gke-stateful", "0.1.0", "mandatory"]);
  });

  it("runs in an image of its own, where one is named", async () => {
    const plan = await planDelivery({ executorImage: "registry.example.com/pulumi:1" });
    const { inputs } = only(plan, "DeploymentSettings", "dev-deployments");
    assert.deepEqual(inputs["executorContext"], { executorImage: "registry.example.com/pulumi:1" });
  });

  it("says what is wrong with its configuration, without a stack trace", async () => {
    await assert.rejects(planDelivery({ organization: "" }), (error: Error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /gke-stateful-delivery:organization is "": must be the name of an organization/);
      assert.doesNotMatch(error.message, /at .*\.ts:\d/);
      return true;
    });
  });
});
