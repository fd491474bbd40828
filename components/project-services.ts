import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import * as projects from "@pulumi/gcp/projects";
import { childOptions } from "./child-options";

/**
 * The APIs through which the provider switches on all others, and reads whether they are on. Where even these are off, no program can
 * switch them on: docs/first-up.md has the command. Source: hashicorp/terraform-provider-google, resource_google_project_service.go
 */
const FIRST_SERVICES = ["cloudresourcemanager.googleapis.com", "serviceusage.googleapis.com"] as const;
/** The other Google Cloud APIs that a stack uses. Cloud DNS is the cluster's own DNS. */
const SERVICES = [
  "compute.googleapis.com",
  "container.googleapis.com",
  "dns.googleapis.com",
  "gkebackup.googleapis.com",
  "iam.googleapis.com",
  "iamcredentials.googleapis.com",
  "logging.googleapis.com",
  "monitoring.googleapis.com",
] as const;

/** Arguments of {@link ProjectServices}. */
export interface ProjectServicesArgs {
  /** Google Cloud project id. */
  readonly project: pulumi.Input<string>;
  /** Further APIs, such as `pubsub.googleapis.com`. @default - none */
  readonly further?: readonly string[];
}

/**
 * Milliseconds after an API was switched on until it answers everywhere.
 * Source: the provider's guide, https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/google_project_service
 */
const PROPAGATION = 60_000;

/**
 * Switches on the APIs that an empty project lacks, and waits until they answer: twice a minute in the first `up`. They stay on when the
 * stack is destroyed, because others may use them.
 */
export class ProjectServices extends pulumi.ComponentResource {
  constructor(name: string, args: ProjectServicesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:ProjectServices", name, args, opts);
    const pause = new pulumi.ResourceHook(`${name}-propagate`, () => sleep(PROPAGATION));
    const enable = (service: string, after: readonly projects.Service[]): projects.Service =>
      new projects.Service(
        `${name}-${service.replace(".googleapis.com", "")}`,
        { project: args.project, service, disableOnDestroy: false },
        { ...childOptions(this, opts, after), hooks: { afterCreate: [pause] } },
      );
    const first = FIRST_SERVICES.map((service) => enable(service, []));
    [...SERVICES, ...(args.further ?? [])].forEach((service) => enable(service, first));
    this.registerOutputs({});
  }
}
