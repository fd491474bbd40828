import * as pulumi from "@pulumi/pulumi";
import * as resourceTags from "@pulumi/gcp/tags";
import { childOptions } from "./child-options";
import { known } from "./known";

/** Arguments of {@link ClusterTags}. */
export interface ClusterTagsArgs {
  /** Number of the Google Cloud project. */
  readonly projectNumber: pulumi.Input<string>;
  /** Region or zone of the cluster. */
  readonly location: string;
  /** Name of the cluster. */
  readonly clusterName: pulumi.Input<string>;
  /** Values of tags, as tagValues/ID. */
  readonly values: readonly string[];
}

/**
 * Resource Manager tags of a cluster, which organization policies and conditions of IAM read.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/tags
 */
export class ClusterTags extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterTagsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:ClusterTags", name, args, opts);
    const { clusterName, location, projectNumber } = args;
    const parent = known`//container.googleapis.com/projects/${projectNumber}/locations/${location}/clusters/${clusterName}`;
    for (const tagValue of args.values) {
      new resourceTags.LocationTagBinding(
        `${name}-${tagValue.replace("/", "-")}`,
        { parent, tagValue, location },
        childOptions(this, opts),
      );
    }
    this.registerOutputs({});
  }
}
