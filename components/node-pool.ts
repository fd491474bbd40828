import * as pulumi from "@pulumi/pulumi";
import * as container from "@pulumi/gcp/container";
import * as random from "@pulumi/random";
import { autoscalingLimits } from "../config/sizing/capacity";
import { childOptions } from "./child-options";
import { firstNodesPerZone } from "../config/sizing/first-nodes";
import { dedicatedTaint, POOL_LABEL, STATEFUL_KEY, STATEFUL_VALUE } from "../config/sizing/stateful-nodes";
import type { PoolSettings } from "../config/schema/pool";

/** Arguments of {@link NodePool}. */
export interface NodePoolArgs {
  /** Google Cloud project id. */
  readonly project: string;
  /** Location of the cluster: its region or zone. */
  readonly location: string;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** Zones of the nodes. */
  readonly zones: readonly string[];
  /** Email of the nodes' service account. */
  readonly serviceAccount: string;
  /** Nodes without public addresses. */
  readonly privateNodes: boolean;
  /** Machine type, disk, limits, upgrades and so on. */
  readonly settings: PoolSettings;
  /** Nodes in each zone with which the pool begins. @default - the fewest that it may have */
  readonly firstNodes?: number;
  /** Labels of the machines and disks in Google Cloud. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Draining a pool respects budgets and grace periods, which takes its time. */
const TIMEOUTS: pulumi.CustomTimeouts = { create: "30m", update: "60m", delete: "60m" };
/** Bytes of the random part of a pool's name. */
const SUFFIX_BYTES = 2;
/** Scope for every API, so that IAM roles alone decide what a node may do. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/access-scopes */
const OAUTH_SCOPES = ["https://www.googleapis.com/auth/cloud-platform"];

/**
 * A shielded, autoscaling node pool. GKE changes machine type and disk in place, node by node; where it cannot, a new
 * pool is made first, as large as its workloads need, and the old one is drained after.
 *
 * Cost: machines and boot disks by the hour, from the pool's minimum up to its maximum, in every zone.
 */
export class NodePool extends pulumi.ComponentResource {
  /** The pool, for `dependsOn`. */
  readonly pool: container.NodePool;

  constructor(name: string, args: NodePoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:NodePool", name, args, opts);
    const suffix = new random.RandomId(
      `${name}-suffix`,
      { byteLength: SUFFIX_BYTES, keepers: immutableFields(args) },
      { ...childOptions(this, opts), ignoreChanges: ONCE_IMMUTABLE },
    );
    this.pool = new container.NodePool(`${name}-pool`, poolInputs(args, suffix.hex), {
      ...childOptions(this, opts),
      customTimeouts: TIMEOUTS,
      // The autoscaler moves the count; initialNodeCount counts at creation only, and a change would replace the pool.
      ignoreChanges: ["initialNodeCount"],
    });
    this.registerOutputs({});
  }
}

/** Keepers of earlier versions, which made a new pool for what GKE changes in place. They stay as they are, so that a pool keeps its name. */
const ONCE_IMMUTABLE = ["machineType", "diskType", "diskSizeGb"].map((field) => `keepers.${field}`);

/**
 * What cannot change in a pool that exists: a change gives the pool another name, and so a successor beside it. GKE changes machine type
 * and disk in place, node by node and within budgets for an hour each.
 * Source: hashicorp/terraform-provider-google-beta at 003e704f, services/container/node_config.go (ForceNew)
 */
function immutableFields({ serviceAccount, settings, zones }: NodePoolArgs): Record<string, string> {
  const { bootDiskKey, maxPodsPerNode, spot } = settings;
  return {
    maxPodsPerNode: String(maxPodsPerNode),
    spot: String(spot),
    serviceAccount,
    zones: zones.join(","),
    ...(bootDiskKey !== undefined && { bootDiskKey }),
  };
}

function poolInputs(args: NodePoolArgs, suffix: pulumi.Output<string>): container.NodePoolArgs {
  const { settings } = args;
  const limits = autoscalingLimits(settings);
  return {
    name: pulumi.interpolate`${settings.name}-${suffix}`,
    project: args.project,
    cluster: args.clusterName,
    location: args.location,
    nodeLocations: [...args.zones],
    initialNodeCount: args.firstNodes ?? firstNodesPerZone(settings, [settings], [], args.zones.length),
    autoscaling: { ...limits, locationPolicy: settings.locationPolicy },
    management: { autoRepair: true, autoUpgrade: true },
    maxPodsPerNode: settings.maxPodsPerNode,
    networkConfig: { enablePrivateNodes: args.privateNodes },
    upgradeSettings: upgrade(settings.upgrade),
    // Budgets hold while a pool is deleted too; GKE ignores them there unless asked.
    nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: true }],
    nodeConfig: nodeConfig(args),
    ignoreNodeCountChanges: true,
  };
}

function nodeConfig({
  labels,
  serviceAccount,
  settings,
}: NodePoolArgs): NonNullable<container.NodePoolArgs["nodeConfig"]> {
  const dedicated = dedicatedTaint(settings);
  return {
    machineType: settings.machineType,
    diskType: settings.diskType,
    diskSizeGb: settings.diskSizeGb,
    imageType: "COS_CONTAINERD",
    spot: settings.spot,
    serviceAccount,
    oauthScopes: OAUTH_SCOPES,
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
    gvnic: { enabled: true },
    metadata: { "disable-legacy-endpoints": "true" },
    labels: {
      ...settings.labels,
      [POOL_LABEL]: settings.name,
      ...(settings.stateful && { [STATEFUL_KEY]: STATEFUL_VALUE }),
    },
    taints: dedicated === undefined ? settings.taints : [...settings.taints, dedicated],
    resourceLabels: labels,
    ...(settings.bootDiskKey !== undefined && { bootDiskKmsKey: settings.bootDiskKey }),
  };
}

function upgrade(settings: PoolSettings["upgrade"]): NonNullable<container.NodePoolArgs["upgradeSettings"]> {
  return settings.strategy === "SURGE"
    ? { strategy: "SURGE", maxSurge: settings.maxSurge, maxUnavailable: settings.maxUnavailable }
    : {
        strategy: "BLUE_GREEN",
        blueGreenSettings: {
          nodePoolSoakDuration: settings.poolSoak,
          standardRolloutPolicy: { batchNodeCount: settings.batchNodeCount, batchSoakDuration: settings.batchSoak },
        },
      };
}
