import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as projects from "@pulumi/gcp/projects";
import * as serviceaccount from "@pulumi/gcp/serviceaccount";
import { childOptions } from "./child-options";
import { known } from "./known";

/** The least that a node needs: write logs and metrics. Source: CIS GKE Benchmark 2.0.0, 5.2.1. */
const NODE_ROLE = "roles/container.defaultNodeServiceAccount";
/** Pull images from Artifact Registry repositories of the project. */
const REGISTRY_ROLE = "roles/artifactregistry.reader";
/** Longest service account id. Source: https://cloud.google.com/iam/docs/service-accounts-create */
const MAX_ACCOUNT_ID = 30;

/** Arguments of {@link NodeIdentity}. */
export interface NodeIdentityArgs {
  /** Google Cloud project id. */
  readonly project: pulumi.Input<string>;
  /** Name of the cluster, from which the account takes its id. */
  readonly clusterName: string;
  /** Also let nodes pull images from the project's Artifact Registry. @default false */
  readonly artifactRegistry?: boolean;
}

/** The service account of a cluster's nodes, with the least roles that nodes need. Pods do not get it. */
export class NodeIdentity extends pulumi.ComponentResource {
  /** Email of the service account, known before it exists where the project is. */
  readonly email: pulumi.Input<string>;

  constructor(name: string, args: NodeIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:NodeIdentity", name, args, opts);
    const accountId = nodeAccountId(args.clusterName);
    this.email = known`${accountId}@${args.project}.iam.gserviceaccount.com`;
    const account = new serviceaccount.Account(
      `${name}-account`,
      { project: args.project, accountId, displayName: `Nodes of ${args.clusterName}` },
      childOptions(this, opts),
    );
    const roles = args.artifactRegistry === true ? [NODE_ROLE, REGISTRY_ROLE] : [NODE_ROLE];
    for (const role of roles) {
      new projects.IAMMember(
        `${name}-${role.replace(/^roles\//, "").replace(".", "-")}`,
        { project: args.project, role, member: known`serviceAccount:${this.email}` },
        childOptions(this, opts, [account]),
      );
    }
    this.registerOutputs({ email: this.email });
  }
}

/** `<cluster>-nodes`, shortened with a hash where an account id has no room for it. */
export function nodeAccountId(clusterName: string): string {
  const full = `${clusterName}-nodes`;
  if (full.length <= MAX_ACCOUNT_ID) {
    return full;
  }
  const hash = createHash("sha256").update(clusterName).digest("hex").slice(0, 6);
  return `${clusterName.slice(0, MAX_ACCOUNT_ID - hash.length - 1)}-${hash}`;
}
