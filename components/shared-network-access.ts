import * as pulumi from "@pulumi/pulumi";
import * as compute from "@pulumi/gcp/compute";
import * as projects from "@pulumi/gcp/projects";
import { childOptions } from "./child-options";
import { known } from "./known";
import type { ServiceAgent } from "./service-agent";

/** Use the addresses of a subnet. */
const SUBNET_ROLE = "roles/compute.networkUser";
/** Set the network up for a cluster of another project. */
const HOST_ROLE = "roles/container.hostServiceAgentUser";

/** GKE has one account for all clusters of a project: a stack that goes must not take the roles from the others. */
const SHARED: pulumi.CustomResourceOptions = { retainOnDelete: true };

/** Arguments of {@link SharedNetworkAccess}. */
export interface SharedNetworkAccessArgs {
  /** The account by which GKE acts in the cluster's project. */
  readonly agent: ServiceAgent;
  /** Project that owns the network. */
  readonly hostProject: pulumi.Input<string>;
  /** Region of the subnet. */
  readonly region: string;
  /** Name or self link of the subnet. */
  readonly subnetwork: pulumi.Input<string>;
}

/**
 * Lets Google's accounts of one project use a subnet of another (Shared VPC). That the one is a service project of the other, a Shared VPC
 * administrator has seen to; the deployer needs to grant roles in the host project. The roles stay when the stack is destroyed.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-shared-vpc
 */
export class SharedNetworkAccess extends pulumi.ComponentResource {
  constructor(name: string, args: SharedNetworkAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:SharedNetworkAccess", name, { ...args, agent: undefined }, opts);
    const { agent, hostProject, region, subnetwork } = args;
    const users = {
      gke: agent.member,
      // Machines of a managed instance group are made by this one.
      machines: known`serviceAccount:${agent.projectNumber}@cloudservices.gserviceaccount.com`,
    };
    for (const [user, member] of Object.entries(users)) {
      new compute.SubnetworkIAMMember(
        `${name}-subnet-${user}`,
        { project: hostProject, region, subnetwork, role: SUBNET_ROLE, member },
        { ...childOptions(this, opts), ...SHARED },
      );
    }
    new projects.IAMMember(
      `${name}-host-gke`,
      { project: hostProject, role: HOST_ROLE, member: agent.member },
      { ...childOptions(this, opts), ...SHARED },
    );
    this.registerOutputs({});
  }
}
