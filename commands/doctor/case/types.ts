import type { ApiObject } from "../../../cluster/api-object";

/** Objects of Kubernetes, as far as an indicator reads them. Whatever a cluster may leave out is optional. */

/** What is true of an object, since when, and why. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** State of a container, now or before. */
interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: {
    readonly exitCode: number;
    readonly reason?: string;
    readonly message?: string;
    readonly finishedAt?: string;
  };
}

/** What the kubelet says of a container. */
export interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  /** Whether its startup probe has passed. */
  readonly started?: boolean;
  readonly restartCount?: number;
  readonly image?: string;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

/** A container as its pod asks for it. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** Spec of a pod, or of the template of one. */
interface PodSpec {
  readonly nodeName?: string;
  readonly hostname?: string;
  readonly subdomain?: string;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly readinessGates?: readonly { readonly conditionType: string }[];
  readonly volumes?: readonly {
    readonly name: string;
    readonly emptyDir?: { readonly medium?: string };
    readonly persistentVolumeClaim?: { readonly claimName: string };
  }[];
}

/** A pod. */
export type Pod = ApiObject & {
  readonly spec: PodSpec;
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
};

/** A StatefulSet. */
export type StatefulSet = ApiObject & {
  readonly spec: {
    readonly replicas?: number;
    readonly serviceName?: string;
    readonly podManagementPolicy?: string;
    readonly selector: LabelSelector;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
    readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string; readonly whenScaled?: string };
    readonly template: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: PodSpec;
    };
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
  };
};

/** A PersistentVolumeClaim. */
export type Claim = ApiObject & {
  readonly spec: {
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly resources?: { readonly requests?: { readonly storage?: string } };
  };
  readonly status?: {
    readonly phase?: string;
    readonly capacity?: { readonly storage?: string };
    readonly conditions?: readonly Condition[];
    readonly allocatedResourceStatuses?: { readonly storage?: string };
  };
};

/** A PersistentVolume. */
export type Volume = ApiObject & {
  readonly spec: {
    readonly persistentVolumeReclaimPolicy?: string;
    readonly claimRef?: { readonly namespace?: string; readonly name?: string; readonly uid?: string };
  };
};

/** A Node. */
export type Node = ApiObject & {
  readonly spec?: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string; readonly effect: string; readonly timeAdded?: string }[];
  };
  readonly status?: {
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
  };
};

/** An Event. */
export type Event = ApiObject & {
  readonly involvedObject: {
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
  };
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly lastObservedTime?: string } | null;
};

/** A Service. */
export type Service = ApiObject & {
  readonly spec: {
    readonly clusterIP?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly publishNotReadyAddresses?: boolean;
    readonly trafficDistribution?: string;
  };
};

/** A StorageClass. */
export type StorageClass = ApiObject & {
  readonly provisioner?: string;
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
  readonly reclaimPolicy?: string;
};

/** A VolumeAttachment. */
export type VolumeAttachment = ApiObject & {
  readonly spec: { readonly nodeName: string; readonly source: { readonly persistentVolumeName?: string } };
  readonly status?: {
    readonly attached?: boolean;
    readonly attachError?: { readonly message?: string; readonly time?: string };
  };
};

/** A PodDisruptionBudget. */
export type Budget = ApiObject & {
  readonly spec: { readonly selector?: LabelSelector | null; readonly unhealthyPodEvictionPolicy?: string };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly disruptionsAllowed?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly expectedPods?: number;
  };
};

/** What selects by labels. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** A rule of a NetworkPolicy about what its pods may reach. */
export interface EgressRule {
  readonly to?: readonly {
    readonly namespaceSelector?: LabelSelector;
    readonly podSelector?: LabelSelector;
    readonly ipBlock?: { readonly cidr: string };
  }[];
  readonly ports?: readonly {
    readonly port?: number | string;
    readonly protocol?: string;
    readonly endPort?: number;
  }[];
}

/** A NetworkPolicy. */
export type NetworkPolicy = ApiObject & {
  readonly spec: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly egress?: readonly EgressRule[];
  };
};

/** A HorizontalPodAutoscaler. */
export type Autoscaler = ApiObject & {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly maxReplicas: number;
  };
  readonly status?: { readonly conditions?: readonly Condition[]; readonly currentReplicas?: number };
};
