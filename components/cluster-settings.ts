import { known } from "./known";
import type * as pulumi from "@pulumi/pulumi";
import type * as container from "@pulumi/gcp/container";
import type { ClusterSettings } from "../config/schema/cluster";
import type { NetworkLocation } from "./network";

/** What decides about a cluster. */
export interface ClusterInputs {
  /** Google Cloud project id. */
  readonly project: pulumi.Input<string>;
  /** Region of a regional cluster, zone of a zonal one. */
  readonly location: string;
  /** Network, subnet and secondary ranges. */
  readonly network: NetworkLocation;
  /** Zones of the nodes, which for regional disks are the two zones of the disks. */
  readonly zones: readonly string[];
  /** Email of the nodes' service account. */
  readonly nodeServiceAccount: pulumi.Input<string>;
  /** Release channel, endpoints, maintenance and so on. */
  readonly settings: ClusterSettings;
  /** Cloud KMS key that encrypts Secrets, where an output names it. @default - settings.secretsKey */
  readonly secretsKey?: pulumi.Input<string> | undefined;
  /** Pub/Sub topic of the notifications, where an output names it. @default - settings.notifications.topic */
  readonly topic?: pulumi.Input<string> | undefined;
  /** Group whose members are the groups that RBAC may name. @default - RBAC knows no groups */
  readonly securityGroup?: string | undefined;
  /** Labels of the cluster and its disks. */
  readonly labels: Readonly<Record<string, string>>;
  /** GKE refuses to delete the cluster while this is true. */
  readonly deletionProtection: boolean;
}

/** Components whose metrics and state GKE collects. STATEFULSET and STORAGE are what stateful alerts read; each bills per sample. */
const MONITORED = ["SYSTEM_COMPONENTS", "STORAGE", "POD", "STATEFULSET", "HPA", "CADVISOR", "KUBELET"] as const;
/** What is logged. */
const LOGGED = ["SYSTEM_COMPONENTS", "WORKLOADS"] as const;
/** Disk of the default pool, which lives for minutes. The cheapest that every machine of the pool takes. */
const DEFAULT_POOL_DISK = { diskType: "pd-balanced", diskSizeGb: 30, machineType: "e2-medium" } as const;

/**
 * Google's golden path for a Standard cluster, as inputs of the resource.
 * Source: google/skills 1af7775, gke-golden-path; CIS GKE Benchmark 2.0.0 where named.
 */
export function clusterInputs(args: ClusterInputs): container.ClusterArgs {
  return {
    ...identity(args),
    ...placement(args),
    ...access(args.settings),
    ...security(args),
    ...operation(args.settings),
    ...notifications(args),
  };
}

function identity({ deletionProtection, labels, location, project, settings }: ClusterInputs): container.ClusterArgs {
  return { name: settings.name, project, location, deletionProtection, resourceLabels: labels };
}

function placement({ location, network, nodeServiceAccount, settings, zones }: ClusterInputs): container.ClusterArgs {
  // In a zonal cluster this list must not name the cluster's own zone.
  const nodeLocations = zones.filter((zone) => zone !== location);
  return {
    network: network.network,
    subnetwork: network.subnetwork,
    networkingMode: "VPC_NATIVE",
    ipAllocationPolicy: {
      clusterSecondaryRangeName: network.podRange,
      servicesSecondaryRangeName: network.serviceRange,
    },
    ...(nodeLocations.length > 0 && { nodeLocations }),
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    // The default pool lives for minutes, yet organization policies and quota apply to it as to any other.
    nodeConfig: {
      ...DEFAULT_POOL_DISK,
      serviceAccount: nodeServiceAccount,
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
      workloadMetadataConfig: { mode: "GKE_METADATA" },
    },
    datapathProvider: "ADVANCED_DATAPATH",
    dnsConfig: { clusterDns: "CLOUD_DNS", clusterDnsScope: "CLUSTER_SCOPE", clusterDnsDomain: "cluster.local" },
    enableIntranodeVisibility: true,
    privateClusterConfig: { enablePrivateNodes: settings.privateNodes },
  };
}

/** Who reaches the control plane: by DNS name and IAM, and by IP address only from the ranges named. CIS 5.6.3, 5.6.4. */
function access({ authorizedNetworks, dnsEndpoint }: ClusterSettings): container.ClusterArgs {
  const byAddress = authorizedNetworks.length > 0;
  return {
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: { allowExternalTraffic: dnsEndpoint },
      ipEndpointsConfig: { enabled: byAddress },
    },
    ...(byAddress && {
      masterAuthorizedNetworksConfig: {
        gcpPublicCidrsAccessEnabled: false,
        cidrBlocks: authorizedNetworks.map(({ cidr, name }) => ({ cidrBlock: cidr, displayName: name })),
      },
    }),
  };
}

function security({
  project,
  securityGroup,
  settings,
  secretsKey = settings.secretsKey,
}: ClusterInputs): container.ClusterArgs {
  return {
    workloadIdentityConfig: { workloadPool: known`${project}.svc.id.goog` },
    enableShieldedNodes: true,
    enableLegacyAbac: false,
    ...(securityGroup !== undefined && { authenticatorGroupsConfig: { securityGroup } }),
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    rbacBindingConfig: {
      enableInsecureBindingSystemAuthenticated: false,
      enableInsecureBindingSystemUnauthenticated: false,
    },
    anonymousAuthenticationConfig: { mode: "LIMITED" },
    binaryAuthorization: {
      evaluationMode: settings.binaryAuthorization ? "PROJECT_SINGLETON_POLICY_ENFORCE" : "DISABLED",
    },
    // Vulnerability scanning by GKE has ended; asking for it is an error. Source: GKE deprecations, posture management.
    securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },
    serviceExternalIpsConfig: { enabled: false },
    ...(secretsKey !== undefined && { databaseEncryption: { state: "ENCRYPTED", keyName: secretsKey } }),
    // Said in both cases: an update that leaves it out is refused as empty (terraform-google-modules/terraform-google-kubernetes-engine#2402).
    secretManagerConfig: { enabled: settings.secretManager },
  };
}

function operation(settings: ClusterSettings): container.ClusterArgs {
  return {
    releaseChannel: { channel: settings.releaseChannel },
    maintenancePolicy: maintenance(settings),
    verticalPodAutoscaling: { enabled: true },
    clusterAutoscaling: { enabled: false, autoscalingProfile: settings.autoscalingProfile },
    costManagementConfig: { enabled: true },
    addonsConfig: {
      gcePersistentDiskCsiDriverConfig: { enabled: true },
      gkeBackupAgentConfig: { enabled: true },
      statefulHaConfig: { enabled: true },
      dnsCacheConfig: { enabled: true },
    },
    loggingConfig: { enableComponents: [...LOGGED, ...settings.moreLogs] },
    monitoringConfig: {
      enableComponents: [...MONITORED, ...settings.moreMetrics],
      managedPrometheus: { enabled: true },
      advancedDatapathObservabilityConfig: { enableMetrics: true, enableRelay: false },
    },
    // Pools scale by themselves: what they count at the moment is not a difference.
    ignoreNodeCountChanges: true,
  };
}

function notifications({
  settings: { notifications: wanted },
  topic = wanted?.topic,
}: ClusterInputs): container.ClusterArgs {
  if (wanted === undefined || topic === undefined) {
    // GKE goes on sending when nothing is said.
    return { notificationConfig: { pubsub: { enabled: false } } };
  }
  const filter = wanted.events.length === 0 ? {} : { filter: { eventTypes: wanted.events } };
  return { notificationConfig: { pubsub: { enabled: true, topic, ...filter } } };
}

function maintenance({
  maintenance: window,
}: ClusterSettings): NonNullable<container.ClusterArgs["maintenancePolicy"]> {
  return {
    recurringWindow: { startTime: window.start, endTime: window.end, recurrence: window.recurrence },
    maintenanceExclusions: window.exclusions.map(({ end, name, scope, start }) => ({
      exclusionName: name,
      startTime: start,
      ...(end !== undefined && { endTime: end }),
      exclusionOptions: { scope, ...(end === undefined && { endTimeBehavior: "UNTIL_END_OF_SUPPORT" }) },
    })),
  };
}
