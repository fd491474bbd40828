import * as pulumi from "@pulumi/pulumi";
import * as projects from "@pulumi/gcp/projects";
import { childOptions } from "./child-options";

/** Google Cloud APIs that a stack uses. */
const SERVICES = [
  "cloudresourcemanager.googleapis.com",
  "compute.googleapis.com",
  "container.googleapis.com",
  "gkebackup.googleapis.com",
  "iam.googleapis.com",
  "iamcredentials.googleapis.com",
  "logging.googleapis.com",
  "monitoring.googleapis.com",
] as const;

/** Arguments of {@link ProjectServices}. */
export interface ProjectServicesArgs {
  /** Google Cloud project id. */
  readonly project: string;
}

/** Switches on the APIs that an empty project lacks. They stay on when the stack is destroyed, because others may use them. */
export class ProjectServices extends pulumi.ComponentResource {
  constructor(name: string, args: ProjectServicesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:ProjectServices", name, args, opts);
    for (const service of SERVICES) {
      new projects.Service(
        `${name}-${service.replace(".googleapis.com", "")}`,
        { project: args.project, service, disableOnDestroy: false },
        childOptions(this, opts),
      );
    }
    this.registerOutputs({});
  }
}
