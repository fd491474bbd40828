import { Backup, backupPlanPath } from "../components/backup";
import { ClusterAccess } from "../components/cluster-access";
import { clusterPath, GkeCluster } from "../components/gke-cluster";
import { GkeExtras } from "./gke-extras";
import { Network } from "../components/network";
import { NodeIdentity } from "../components/node-identity";
import { NodePool } from "../components/node-pool";
import { ProjectServices } from "../components/project-services";
import { WorkloadIdentity } from "../components/workload-identity";
import { membersOf } from "../config/schema/access";
import { clusterLocation } from "../config/sizing/cluster-location";
import { diskClasses } from "../config/sizing/disk-classes";
import { firstNodesPerZone } from "../config/sizing/first-nodes";
import { diskMonth, loadPrices } from "../policy/cost/prices";
import type * as pulumi from "@pulumi/pulumi";
import type { DataGuard } from "../components/guard/data-guard";
import type { Platform } from "./platform";
import type { StackConfig } from "../config/stack-config";
import type { GoogleSettings } from "../config/schema/stack";

/** An empty Google Cloud project becomes a cluster with node pools. */
export function createGke(config: StackConfig, google: GoogleSettings, guard: DataGuard): Platform {
  const { cluster: settings, deletionProtection, labels, zones } = config;
  const { project, region } = google;
  const location = clusterLocation(config, google);
  const protect = deletionProtection;

  const services = config.manageApis ? [new ProjectServices("apis", { project, further: GkeExtras.apis(config) })] : [];
  const extras = new GkeExtras(config, google, services);
  const network = new Network(
    "network",
    { project, region, networkName: settings.name, settings: config.network },
    { dependsOn: services, protect },
  );
  const identity = new NodeIdentity(
    "nodes",
    { project, clusterName: settings.name, artifactRegistry: settings.artifactRegistry },
    { dependsOn: services },
  );
  const notifications = extras.notifications();
  const before = [
    network,
    identity,
    ...extras.shareNetwork(network.location),
    ...(notifications ? [notifications] : []),
  ];
  const cluster = new GkeCluster(
    "cluster",
    {
      project,
      location,
      network: network.location,
      zones,
      nodeServiceAccount: identity.email,
      settings,
      topic: notifications?.topic,
      securityGroup: config.access.securityGroup,
      labels,
      deletionProtection,
      guard,
    },
    { dependsOn: before, protect },
  );
  extras.tag(cluster, location);
  guard.reach({
    source: cluster.kubeconfig.apply((kubeconfig) => ({ kubeconfig })),
    diskMonth: (className) => priceOf(config, region, className),
    // As gcloud names it in a kubeconfig.
    flags: `--context gke_${project}_${location}_${settings.name}`,
  });
  const pools = config.pools.map(
    (pool) =>
      new NodePool(
        pool.name,
        {
          project,
          location,
          clusterName: cluster.clusterName,
          zones,
          serviceAccount: identity.email,
          privateNodes: settings.privateNodes,
          settings: pool,
          firstNodes: firstNodesPerZone(pool, config.pools, Object.values(config.workloads), zones.length),
          labels,
        },
        // A destroyed cluster takes its pools along. Deleted for themselves they would be drained first, within budgets that
        // pods without another node can never meet, for up to an hour.
        { dependsOn: [cluster.cluster], deletedWith: cluster.cluster },
      ),
  );
  const members = membersOf(config.access);
  if (members.length > 0) {
    new ClusterAccess("access", { project, clusterName: settings.name, location, members }, { dependsOn: services });
  }
  const identities = [...bindWorkloadIdentities(config, project, cluster), ...extras.letReadSecrets(cluster)];

  const provider = cluster.kubernetes;
  return {
    options: { provider, deletedWith: cluster.cluster },
    outlivesStack: false,
    namespaceOptions: { provider, protect, ...namespaceFate(config, cluster) },
    clusterId: clusterPath(project, location, settings.name),
    nodes: [...pools, ...identities],
    zones,
    dedicatedNodes: true,
    verticalAutoscaling: true,
    snapshots: true,
    diskLabels: labels,
    backupPlan: config.backup.enabled
      ? backupPlanPath({ project, region, planName: settings.name, settings: config.backup })
      : undefined,
    backUp: (namespaces, after) =>
      config.backup.enabled ? createBackup(config, google, cluster, namespaces, after) : undefined,
    outputs: {
      clusterName: cluster.clusterName,
      getCredentials: `gcloud container clusters get-credentials ${cluster.clusterName} --location ${location} --project ${project}${settings.dnsEndpoint ? " --dns-endpoint" : ""}`,
    },
  };
}

/** Price of a disk of one of the stack's classes for each GiB a month, at list price; undefined for other classes. */
function priceOf({ storage }: StackConfig, region: string, className: string): number | undefined {
  const disks = diskClasses(storage).find((one) => one.className === className)?.disks;
  return disks && diskMonth(loadPrices(), region, disks.diskType, disks.regional)?.toNumber();
}

/**
 * With reclaim policy Delete, the namespace is deleted for itself before the cluster goes, because deleting its claims is
 * what deletes the disks: a cluster that goes first leaves them behind, at full price. With Retain it goes with the cluster.
 */
function namespaceFate({ storage }: StackConfig, cluster: GkeCluster): pulumi.ComponentResourceOptions {
  const deletes = diskClasses(storage).some(({ disks }) => disks.reclaimPolicy === "Delete");
  return deletes ? {} : { deletedWith: cluster.cluster };
}

/** Once for each Google service account and workload; a cluster's identity pool exists from its creation on. */
function bindWorkloadIdentities(
  { namespace, workloads }: StackConfig,
  project: string,
  cluster: GkeCluster,
): WorkloadIdentity[] {
  return Object.entries(workloads).flatMap(([name, { googleServiceAccount }]) =>
    googleServiceAccount === undefined
      ? []
      : [
          new WorkloadIdentity(
            name,
            { project, namespace: namespace.name, serviceAccount: name, googleServiceAccount },
            { dependsOn: [cluster.cluster] },
          ),
        ],
  );
}

function createBackup(
  { backup: settings, cluster: { name: planName }, deletionProtection: protect, labels }: StackConfig,
  { project, region }: GoogleSettings,
  cluster: GkeCluster,
  namespaces: readonly string[],
  after: readonly pulumi.Resource[],
): string {
  const args = { project, region, clusterPath: cluster.clusterPath, planName, namespaces, settings, labels };
  return new Backup("backup", args, { dependsOn: [cluster.cluster, ...after], protect }).backupPlanName;
}
