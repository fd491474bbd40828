import * as pulumi from "@pulumi/pulumi";
import * as pubsub from "@pulumi/gcp/pubsub";
import { childOptions } from "./child-options";
import { known } from "./known";

/** Arguments of {@link ClusterNotifications}. */
export interface ClusterNotificationsArgs {
  /** Google Cloud project id. */
  readonly project: pulumi.Input<string>;
  /** Name of the cluster, from which the topic takes its own. */
  readonly clusterName: string;
  /** Labels of the topic. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The Pub/Sub topic to which GKE sends what it has to say about a cluster. Who listens, subscribes to it. */
export class ClusterNotifications extends pulumi.ComponentResource {
  /** `projects/PROJECT/topics/TOPIC`, known before it exists where the project is. */
  readonly topic: pulumi.Input<string>;

  constructor(name: string, args: ClusterNotificationsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:ClusterNotifications", name, args, opts);
    const topicName = `${args.clusterName}-notifications`;
    this.topic = known`projects/${args.project}/topics/${topicName}`;
    new pubsub.Topic(
      `${name}-topic`,
      { project: args.project, name: topicName, labels: args.labels },
      childOptions(this, opts),
    );
    this.registerOutputs({ topic: this.topic });
  }
}
