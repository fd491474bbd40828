import * as pulumi from "@pulumi/pulumi";
import * as projects from "@pulumi/gcp/projects";
import { childOptions } from "./child-options";

/** Arguments of {@link ServiceAgent}. */
export interface ServiceAgentArgs {
  /** Google Cloud project id. */
  readonly project: pulumi.Input<string>;
}

/** An agent's email begins with the number of its project. Source: https://cloud.google.com/iam/docs/service-agents */
const AGENT_EMAIL = /^service-(\d+)@/;

/**
 * The account by which GKE acts in a project. It is made where a project has not used GKE yet, so that it can be given roles before the
 * first cluster. It also tells the project's number, which some names need.
 */
export class ServiceAgent extends pulumi.ComponentResource {
  /** `serviceAccount:` and the email of the account. */
  readonly member: pulumi.Output<string>;
  /** Number of the project. */
  readonly projectNumber: pulumi.Output<string>;

  constructor(name: string, args: ServiceAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:ServiceAgent", name, args, opts);
    const identity = new projects.ServiceIdentity(
      `${name}-identity`,
      { project: args.project, service: "container.googleapis.com" },
      childOptions(this, opts),
    );
    this.member = identity.member;
    this.projectNumber = identity.email.apply(numberIn);
    this.registerOutputs({ member: this.member, projectNumber: this.projectNumber });
  }
}

function numberIn(email: string): string {
  const number = AGENT_EMAIL.exec(email)?.[1];
  if (number === undefined) {
    throw new pulumi.RunError(
      `The service agent of container.googleapis.com is ${JSON.stringify(email)}: must begin with service- and the number of the project. Report this as a fault of gke-stateful.`,
    );
  }
  return number;
}
