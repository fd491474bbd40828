import * as pulumi from "@pulumi/pulumi";
import * as container from "@pulumi/gcp/container";
import { Provider } from "@pulumi/kubernetes/provider";
import { childOptions } from "./child-options";
import { clusterInputs } from "./cluster-settings";
import { known } from "./known";
import { kubeconfig } from "./kubeconfig";
import { loginHook } from "./kubernetes-login";
import type { ClusterInputs } from "./cluster-settings";
import type { DataGuard } from "./guard/data-guard";

/** Arguments of {@link GkeCluster}. */
export interface GkeClusterArgs extends ClusterInputs {
  /** Stands between a change and the data; one for each program. @default - nothing refuses */
  readonly guard?: DataGuard;
}

/** Path of a cluster in Google Cloud. Plain where the project is. */
export function clusterPath(project: string, location: string, name: string): string;
export function clusterPath(project: pulumi.Input<string>, location: string, name: string): pulumi.Input<string>;
export function clusterPath(project: pulumi.Input<string>, location: string, name: string): pulumi.Input<string> {
  return known`projects/${project}/locations/${location}/clusters/${name}`;
}

/** Creating, upgrading and deleting a regional control plane takes up to half an hour each; these leave room. */
const TIMEOUTS: pulumi.CustomTimeouts = { create: "45m", update: "60m", delete: "45m" };

/**
 * A GKE Standard cluster by Google's golden path, without its default node pool, and a Kubernetes provider for it.
 *
 * Cost: $0.10 an hour for the control plane; the free tier covers one zonal cluster of a billing account.
 */
export class GkeCluster extends pulumi.ComponentResource {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** `projects/PROJECT/locations/LOCATION/clusters/NAME`, known before the cluster exists where the project is. */
  readonly clusterPath: pulumi.Input<string>;
  /** The cluster, for `dependsOn` and `deletedWith`. */
  readonly cluster: container.Cluster;
  /** Kubeconfig of the cluster, without credentials. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Provider for objects in the cluster. */
  readonly kubernetes: Provider;

  constructor(name: string, args: GkeClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:GkeCluster", name, { ...args, guard: undefined }, opts);
    this.clusterName = args.settings.name;
    this.clusterPath = clusterPath(args.project, args.location, args.settings.name);
    this.cluster = createCluster(this, `${name}-cluster`, args, opts);
    this.kubeconfig = kubeconfig(this.cluster, args.settings);
    this.kubernetes = new Provider(
      `${name}-kubernetes`,
      // clusterIdentifier: a new endpoint or certificate updates the provider and replaces nothing in the cluster.
      { kubeconfig: this.kubeconfig, clusterIdentifier: this.clusterPath },
      // A provider holds nothing that needs protection.
      { parent: this, dependsOn: [this.cluster], protect: false },
    );
    this.registerOutputs({ clusterName: this.clusterName, clusterPath: this.clusterPath });
  }
}

/** The default pool is removed right after creation. Without this, its absence would look like a reason to replace the cluster. */
const IGNORED = ["initialNodeCount", "nodeConfig"];

function createCluster(
  parent: GkeCluster,
  name: string,
  args: GkeClusterArgs,
  opts?: pulumi.ComponentResourceOptions,
): container.Cluster {
  const inputs = clusterInputs(args);
  return new container.Cluster(name, inputs, {
    ...childOptions(parent, opts),
    customTimeouts: TIMEOUTS,
    ignoreChanges: IGNORED,
    hooks: {
      ...args.guard?.cluster(name, { ...inputs }, IGNORED),
      beforeCreate: [loginHook(`${name}-can-be-reached`, args.settings.login)],
    },
  });
}
