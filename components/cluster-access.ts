import * as pulumi from "@pulumi/pulumi";
import * as projects from "@pulumi/gcp/projects";
import { childOptions } from "./child-options";

/**
 * What it takes to reach a cluster by its DNS endpoint, and nothing in it: that is for RBAC. Every predefined role with the second also
 * reads or writes the objects of all namespaces of all clusters, which would undo the bindings in one.
 * Source: https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation (container.clusters.connect)
 */
const PERMISSIONS = ["container.clusters.get", "container.clusters.connect"];

/** Arguments of {@link ClusterAccess}. */
export interface ClusterAccessArgs {
  /** Google Cloud project id. */
  readonly project: pulumi.Input<string>;
  /** Name of the cluster, from which the role takes its id. */
  readonly clusterName: string;
  /** Region or zone of the cluster, from which the role takes its id. */
  readonly location: string;
  /** Who may reach the cluster: `user:`, `group:` and `serviceAccount:` with an email. */
  readonly members: readonly string[];
}

/** Lets people reach clusters of a project, by a role of its own that holds nothing else. */
export class ClusterAccess extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:ClusterAccess", name, args, opts);
    const role = new projects.IAMCustomRole(
      `${name}-role`,
      {
        project: args.project,
        roleId: roleId(args),
        title: `Connect to ${args.clusterName}`,
        description: "Reach GKE clusters; what is allowed in them, RBAC says.",
        permissions: PERMISSIONS,
      },
      childOptions(this, opts),
    );
    for (const member of args.members) {
      new projects.IAMMember(
        `${name}-${member.replace(":", "-")}`,
        { project: args.project, role: role.name, member },
        childOptions(this, opts),
      );
    }
    this.registerOutputs({});
  }
}

/** Longest id of a role. Source: https://cloud.google.com/iam/docs/creating-custom-roles */
const MAX_ROLE_ID = 64;

/** A role is one for the project, and clusters of one name may be in several locations. A deleted id is kept for a while. */
function roleId({ clusterName, location }: ClusterAccessArgs): string {
  return `${clusterName}_${location}`.replaceAll("-", "_").slice(0, MAX_ROLE_ID);
}
