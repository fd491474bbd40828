import { ClusterNotifications } from "../components/cluster-notifications";
import { ClusterTags } from "../components/cluster-tags";
import { managedSecrets } from "../components/managed-secrets";
import { SecretAccess } from "../components/secret-access";
import { ServiceAgent } from "../components/service-agent";
import { SharedNetworkAccess } from "../components/shared-network-access";
import type * as pulumi from "@pulumi/pulumi";
import type { GkeCluster } from "../components/gke-cluster";
import type { NetworkLocation } from "../components/network";
import type { GoogleSettings } from "../config/schema/stack";
import type { StackConfig } from "../config/stack-config";

/** What a stack on GKE has only where its configuration asks for it. */
export class GkeExtras {
  private readonly config: StackConfig;
  private readonly google: GoogleSettings;
  private readonly services: readonly pulumi.Resource[];
  private agent: ServiceAgent | undefined;

  /** `services` switch the APIs on. */
  constructor(config: StackConfig, google: GoogleSettings, services: readonly pulumi.Resource[]) {
    this.config = config;
    this.google = google;
    this.services = services;
  }

  /** APIs that no other stack needs. */
  static apis({ cluster, pools }: StackConfig): readonly string[] {
    return [
      ...(cluster.notifications === undefined ? [] : ["pubsub.googleapis.com"]),
      ...(cluster.secretManager ? ["secretmanager.googleapis.com"] : []),
      ...(pools.some(({ imageStreaming }) => imageStreaming === true) ? ["containerfilesystem.googleapis.com"] : []),
    ];
  }

  /** What must be before a cluster in a network of another project. */
  shareNetwork({ subnetwork }: NetworkLocation): readonly pulumi.Resource[] {
    const hostProject = this.config.network.existing?.hostProject;
    return hostProject === undefined
      ? []
      : [
          new SharedNetworkAccess("shared-network", {
            agent: this.serviceAgent(),
            hostProject,
            region: this.google.region,
            subnetwork,
          }),
        ];
  }

  /** The topic of the notifications, where none is named. */
  notifications(): ClusterNotifications | undefined {
    const { cluster, labels } = this.config;
    return cluster.notifications === undefined || cluster.notifications.topic !== undefined
      ? undefined
      : new ClusterNotifications(
          "notifications",
          { project: this.google.project, clusterName: cluster.name, labels },
          { dependsOn: [...this.services] },
        );
  }

  /** Tags of the cluster, once it is there. */
  tag(cluster: GkeCluster, location: string): void {
    const values = this.config.cluster.tags;
    if (values.length > 0) {
      new ClusterTags(
        "tags",
        { projectNumber: this.serviceAgent().projectNumber, location, clusterName: cluster.clusterName, values },
        { dependsOn: [cluster.cluster], deletedWith: cluster.cluster },
      );
    }
  }

  /** What must be before pods that mount secrets of Secret Manager. Workloads that act as one account have its rights together. */
  letReadSecrets(cluster: GkeCluster): readonly pulumi.Resource[] {
    const { namespace, workloads } = this.config;
    const readers = Object.entries(workloads)
      .map(([name, workload]) => ({ name, account: workload.googleServiceAccount, secrets: managedSecrets(workload) }))
      .filter(({ secrets }) => secrets.length > 0);
    return [...Map.groupBy(readers, ({ account, name }) => account ?? name)].map(
      ([reader, group]) =>
        new SecretAccess(
          reader,
          {
            project: this.google.project,
            projectNumber: this.serviceAgent().projectNumber,
            namespace: namespace.name,
            serviceAccount: reader,
            googleServiceAccount: group[0]?.account,
            secrets: [...new Set(group.flatMap(({ secrets }) => secrets))],
          },
          { dependsOn: [cluster.cluster] },
        ),
    );
  }

  private serviceAgent(): ServiceAgent {
    this.agent ??= new ServiceAgent("gke-agent", { project: this.google.project }, { dependsOn: [...this.services] });
    return this.agent;
  }
}
