import { existsSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { DeploymentSettings, DriftSchedule, TtlSchedule } from "@pulumi/pulumiservice";
import { DELIVERED_PROJECT, REPOSITORY } from "./config";
import type { types } from "@pulumi/pulumiservice";
import type { DeliveredStack, Delivery } from "./config";

/** Arguments of {@link StackDelivery}. */
export interface StackDeliveryArgs {
  /** Organization, repository and what holds for all stacks. */
  readonly delivery: Delivery;
  /** How this stack is delivered. */
  readonly stack: DeliveredStack;
}

/** Where the repository keeps the policy pack and its configurations. */
const POLICY_PACK = "policy";
/**
 * Pulumi Deployments gives credentials as the text of a configuration in GOOGLE_CREDENTIALS. The plugin that logs in to the cluster reads
 * only files, and with this one it is the account that the Google Cloud provider uses.
 * Source: pulumi/docs 41dbbf44, content/docs/pulumi-cloud/deployments/oidc/gcp.md
 */
const CREDENTIALS_FILE = "/tmp/google-credentials.json";
/** A commit that changes none of these changes nothing that is deployed. */
const PATHS = [
  "bin/**",
  "cluster/**",
  "components/**",
  "config/**",
  "index.ts",
  "package-lock.json",
  "package.json",
  "platform/**",
  "policy/**",
];

/** How one stack is previewed, deployed, watched for drift, and destroyed. */
export class StackDelivery extends pulumi.ComponentResource {
  constructor(name: string, args: StackDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful-delivery:index:StackDelivery", name, {}, opts);
    const settings = createSettings(this, name, args);
    createDriftSchedule(this, name, args, settings);
    createTtlSchedule(this, name, args, settings);
    this.registerOutputs({});
  }
}

/** The stack that a resource is about, as the provider names it. */
function stackOf(
  name: string,
  { delivery }: StackDeliveryArgs,
): { organization: string; project: string; stack: string } {
  return { organization: delivery.organization, project: DELIVERED_PROJECT, stack: name };
}

function createSettings(parent: StackDelivery, name: string, args: StackDeliveryArgs): DeploymentSettings {
  const { branch, executorImage, repository } = args.delivery;
  const { deploy } = args.stack;
  return new DeploymentSettings(
    `${name}-deployments`,
    {
      ...stackOf(name, args),
      sourceContext: { git: { branch: `refs/heads/${branch}` } },
      vcs: {
        provider: "github",
        repository,
        deployCommits: deploy === "merge",
        // The code of a pull request would run with the account that deploys. .github/workflows has previews that may only read.
        previewPullRequests: false,
        pullRequestTemplate: deploy === "review",
        paths: [...PATHS, `Pulumi.yaml`, `Pulumi.${name}.yaml`],
      },
      operationContext: operationContext(name, args),
      cacheOptions: { enable: true },
      ...(executorImage !== "" && { executorContext: { executorImage } }),
    },
    { parent },
  );
}

function operationContext(
  name: string,
  { stack }: StackDeliveryArgs,
): types.input.DeploymentSettingsOperationContextArgs {
  const { projectNumber, providerId, serviceAccount, workloadPoolId } = stack.google;
  return {
    // The lock file decides what is installed; the default step would take newer versions.
    options: { skipInstallDependencies: true, ...(stack.deploy === "review" && { deleteAfterDestroy: true }) },
    preRunCommands: [`printenv GOOGLE_CREDENTIALS > ${CREDENTIALS_FILE}`, "npm ci"],
    environmentVariables: {
      GOOGLE_APPLICATION_CREDENTIALS: CREDENTIALS_FILE,
      ...policyVariables(name),
      ...destroyVariables(stack),
    },
    oidc: { gcp: { projectId: projectNumber, workloadPoolId, providerId, serviceAccount } },
  };
}

/**
 * What Pulumi Cloud destroys by itself needs the program for it, because of the hooks that keep data (components/guard).
 * Source: pulumi/pulumi, sdk/go/common/env/env.go
 */
function destroyVariables({ deploy, destroyAt }: StackDeliveryArgs["stack"]): Record<string, string> {
  return {
    ...((deploy === "review" || destroyAt !== undefined) && { PULUMI_RUN_PROGRAM: "true" }),
    // A pull request may end with a configuration that no update took. Its stack must go all the same.
    ...(deploy === "review" && { GKE_STATEFUL_DESTROY: "true" }),
  };
}

/** Every flag of the CLI is also a variable: the pack of the repository judges every preview and update. */
function policyVariables(name: string): Record<string, string> {
  const config = join(POLICY_PACK, "config", `${name}.json`);
  return {
    PULUMI_OPTION_POLICY_PACK: POLICY_PACK,
    ...(existsSync(join(REPOSITORY, config)) && { PULUMI_OPTION_POLICY_PACK_CONFIG: config }),
  };
}

function createDriftSchedule(
  parent: StackDelivery,
  name: string,
  args: StackDeliveryArgs,
  settings: DeploymentSettings,
): void {
  const { deploy, driftCron, remediateDrift } = args.stack;
  const scheduleCron = driftCron ?? args.delivery.driftCron;
  // A template of review stacks is never deployed itself.
  if (scheduleCron !== "" && deploy !== "review") {
    new DriftSchedule(
      `${name}-drift`,
      { ...stackOf(name, args), scheduleCron, autoRemediate: remediateDrift },
      { parent, dependsOn: [settings] },
    );
  }
}

function createTtlSchedule(
  parent: StackDelivery,
  name: string,
  args: StackDeliveryArgs,
  settings: DeploymentSettings,
): void {
  const { destroyAt } = args.stack;
  if (destroyAt !== undefined) {
    new TtlSchedule(
      `${name}-ttl`,
      { ...stackOf(name, args), timestamp: destroyAt, deleteAfterDestroy: false },
      { parent, dependsOn: [settings] },
    );
  }
}
