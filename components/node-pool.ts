import * as pulumi from "@pulumi/pulumi";
import * as container from "@pulumi/gcp/container";
import * as random from "@pulumi/random";
import { autoscalingLimits } from "../config/sizing/capacity";
import { childOptions } from "./child-options";
import { firstNodesPerZone } from "../config/sizing/first-nodes";
import { dedicatedTaint, POOL_LABEL, STATEFUL_KEY, STATEFUL_VALUE } from "../config/sizing/stateful-nodes";
import type * as inputs from "@pulumi/gcp/types/input";
import type { PoolSettings } from "../config/schema/pool";

/** Arguments of {@link NodePool}. */
export interface NodePoolArgs {
  /** Google Cloud project id. */
  readonly project: pulumi.Input<string>;
  /** Location of the cluster: its region or zone. */
  readonly location: string;
  /** Name of the cluster. */
  readonly clusterName: pulumi.Input<string>;
  /** Zones of the nodes. */
  readonly zones: readonly string[];
  /** Email of the nodes' service account. */
  readonly serviceAccount: pulumi.Input<string>;
  /** Nodes without public addresses. */
  readonly privateNodes: boolean;
  /** Machine type, disk, limits, upgrades and so on. */
  readonly settings: PoolSettings;
  /** Cloud KMS key of the boot disks, where an output names it. @default - settings.bootDiskKey */
  readonly bootDiskKey?: pulumi.Input<string> | undefined;
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
function immutableFields({
  serviceAccount,
  settings,
  bootDiskKey = settings.bootDiskKey,
  zones,
}: NodePoolArgs): Record<string, pulumi.Input<string>> {
  const { compactPlacement, maxPodsPerNode, reservation, sandbox, spot } = settings;
  return {
    maxPodsPerNode: String(maxPodsPerNode),
    spot: String(spot),
    serviceAccount,
    zones: zones.join(","),
    // What is not set is left out: pools from before these settings keep their names.
    ...(bootDiskKey !== undefined && { bootDiskKey }),
    ...(sandbox && { sandbox: String(sandbox) }),
    ...(compactPlacement && { compactPlacement: String(compactPlacement) }),
    ...(reservation !== undefined && {
      reservation: [reservation.use, ...[...new Set(reservation.names)].toSorted()].join(","),
    }),
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
    ...(settings.compactPlacement && { placementPolicy: { type: "COMPACT" } }),
  };
}

type NodeConfig = inputs.container.NodePoolNodeConfig;

function nodeConfig(args: NodePoolArgs): NodeConfig {
  const { labels, serviceAccount, settings } = args;
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
    ...furtherConfig(args),
  };
}

/** What a pool has only where it is asked for. GKE itself adds the taint of a sandbox. */
function furtherConfig({ settings, bootDiskKey = settings.bootDiskKey }: NodePoolArgs): NodeConfig {
  const { imageStreaming, networkTags, reservation, sandbox, tags } = settings;
  return {
    ...(bootDiskKey !== undefined && { bootDiskKmsKey: bootDiskKey }),
    ...(imageStreaming !== undefined && { gcfsConfig: { enabled: imageStreaming } }),
    ...(sandbox && { sandboxConfig: { type: "GVISOR" } }),
    ...(networkTags.length > 0 && { tags: networkTags }),
    ...(Object.keys(tags).length > 0 && { resourceManagerTags: tags }),
    ...(reservation !== undefined && { reservationAffinity: reservationAffinity(reservation) }),
  };
}

/** Key by which reservations are told apart. Source: @pulumi/gcp 9.37.0, NodePoolNodeConfigReservationAffinity. */
const RESERVATION_NAME = "compute.googleapis.com/reservation-name";

function reservationAffinity({
  names,
  use,
}: NonNullable<PoolSettings["reservation"]>): inputs.container.NodePoolNodeConfigReservationAffinity {
  switch (use) {
    case "SPECIFIC":
      return { consumeReservationType: "SPECIFIC_RESERVATION", key: RESERVATION_NAME, values: names };
    case "ANY":
      return { consumeReservationType: "ANY_RESERVATION" };
    case "NONE":
      return { consumeReservationType: "NO_RESERVATION" };
  }
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
