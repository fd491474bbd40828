import { z } from "zod";
import {
  cidr,
  dnsLabel,
  fileName,
  kubernetesLabels,
  MAX_LABEL,
  mountPath,
  podCount,
  port,
  size,
  whole,
} from "./fields";
import { sessionsSchema } from "./sessions";
import type { probe } from "./workload-parts";
import {
  bounds,
  environment,
  imageReference,
  initContainer,
  podFields,
  ports,
  probes,
  resources,
  secret,
  selector,
  service,
  sidecar,
  toleration,
  volume,
  workloadBackup,
} from "./workload-parts";

/**
 * Longest name of a workload: the StatefulSet controller writes `<name>-<10 characters>` into a label of 63.
 * @see https://github.com/kubernetes/kubernetes/issues/64023
 */
const MAX_WORKLOAD_NAME = 52;
/** A user id that is not root. */
const userId = whole(1, 2 ** 31 - 1);

const spreadMode = z.enum(["DoNotSchedule", "ScheduleAnyway", "Off"]);

/** Seconds that the Stateful HA operator waits where nothing else is said: less moves pods off nodes that only restart their kubelet. */
export const DEFAULT_UNREACHABLE_SECONDS = 60;

/** One stateful workload. Defaults suit replicas that do not depend on each other's order. */
export const workloadSchema = z.strictObject({
  image: imageReference.describe("Container image. In prod with a tag that is not `latest`, best by digest."),
  command: z.array(z.string()).min(1).optional().describe("Replaces the image's entry point."),
  args: z.array(z.string()).optional().describe("Arguments."),
  labels: kubernetesLabels
    .optional()
    .describe("Pod labels, which also select the pods; they cannot change later. Default: app: <name>."),
  podAnnotations: z
    .record(z.string().min(1), z.string())
    .default({})
    .describe("Annotations of the pods. A change rolls them."),
  imagePullSecrets: z
    .array(dnsLabel(253))
    .default([])
    .describe("Names of Secrets that exist in the namespace and open registries. Artifact Registry needs none."),
  ports: ports.default({}).describe("Ports by name. The client Service and the network rules offer them."),
  env: environment.default({}).describe("Environment variables."),
  podFields: podFields
    .default({})
    .describe("Environment variables that hold a field of the pod, such as metadata.name."),
  config: z
    .strictObject({
      mountPath: mountPath.default("/config").describe("Directory in which every entry is a file."),
      files: z.record(fileName, z.string()).describe("File name → content. A change rolls the pods."),
    })
    .optional()
    .describe("Configuration files, as a ConfigMap."),
  secrets: z.record(dnsLabel(40), secret).default({}).describe("Secrets by name."),
  volumes: z
    .record(dnsLabel(40), volume)
    .refine(
      (volumes) => Object.keys(volumes).length > 0,
      "must have at least one volume: a workload without one needs a Deployment, not a StatefulSet",
    )
    .describe("Persistent volumes by name: one disk for each replica and volume."),
  scratch: z
    .record(mountPath, size)
    .default({ "/tmp": "256Mi" })
    .describe(
      "Writable directories that do not outlive the pod: path → size limit. The root file system is read-only.",
    ),
  resources: resources.describe("CPU, memory and ephemeral storage of the container."),
  probes: probes.prefault({}).describe("Health checks."),
  initContainers: z
    .array(initContainer)
    .default([])
    .describe("Containers that run to their end before the workload starts; they see the same volumes."),
  sidecars: z
    .array(sidecar)
    .default([])
    .describe(
      "Containers that run beside the workload's, started before it and stopped after it (restartPolicy Always); they see the same volumes.",
    ),
  service: service.prefault({}).describe("The Service for clients."),
  preStopSeconds: whole(0, 3600)
    .default(5)
    .describe("Pause between leaving the Services and the stop signal, so that no request meets a stopped pod."),
  terminationGracePeriodSeconds: whole(1, 86400)
    .default(30)
    .describe("Seconds to stop in, preStopSeconds included. Spot machines give 25 at most."),
  replicas: whole(0, 10000)
    .default(3)
    .describe("Number of pods. With an autoscaler: the first number, within its bounds; 0 keeps it off."),
  replicasOwner: z
    .enum(["program", "controller"])
    .default("program")
    .describe(
      "Who scales. controller: `replicas` is only the first value, and the session controller or a person owns it after that.",
    ),
  serviceName: dnsLabel(MAX_LABEL)
    .regex(/^[a-z]/, "must start with a letter")
    .optional()
    .describe(
      "Name of the headless Service, which is part of every pod's DNS name. Default: <name>-headless. With the workload's own name, the client Service is called <name>-client.",
    ),
  sessions: sessionsSchema
    .optional()
    .describe(
      "The pods are given out as sessions, by a controller in the image of `operations.image`, which also scales the set. See docs/sessions.md.",
    ),
  podManagement: z
    .enum(["Parallel", "OrderedReady"])
    .default("Parallel")
    .describe(
      "Parallel starts and stops pods together; OrderedReady one after the other, for members that must join in order.",
    ),
  updateStrategy: z
    .strictObject({
      type: z
        .enum(["RollingUpdate", "OnDelete"])
        .default("RollingUpdate")
        .describe("OnDelete updates a pod only when something deletes it."),
      partition: whole(0).default(0).describe("Pods below this ordinal keep the old revision."),
    })
    .prefault({})
    .describe("How a changed template reaches the pods."),
  minReadySeconds: whole(0, 3600)
    .default(0)
    .describe("Seconds a new pod must stay ready before it counts as available."),
  spread: z
    .strictObject({
      zone: spreadMode
        .default("DoNotSchedule")
        .describe("Even spread over zones. Has no effect with fewer than two zones."),
      host: spreadMode
        .optional()
        .describe(
          "Even spread over nodes. Default: in prod DoNotSchedule for up to seven pods, where one zone of the pools can hold a node for each; else ScheduleAnyway. A node for each pod costs that node.",
        ),
      minHosts: whole(1, 15000)
        .optional()
        .describe(
          "Fewest nodes over which the pods are spread (minDomains), with host DoNotSchedule. Default: one for each pod, up to seven and where one zone can hold them; else 1.",
        ),
    })
    .prefault({})
    .describe("Where pods go."),
  pool: z.string().optional().describe("Name of the pool it runs on. Default: any stateful pool."),
  nodeSelector: kubernetesLabels.default({}).describe("Further node labels a node must have."),
  affinity: z
    .strictObject({
      nodeAffinity: z.record(z.string(), z.unknown()).optional().describe("Node affinity."),
      podAffinity: z.record(z.string(), z.unknown()).optional().describe("Pod affinity."),
      podAntiAffinity: z.record(z.string(), z.unknown()).optional().describe("Pod anti-affinity."),
    })
    .optional()
    .describe("Affinity, as Kubernetes takes it."),
  tolerations: z.array(toleration).default([]).describe("Further tolerations."),
  runtimeClass: dnsLabel(253)
    .optional()
    .describe(
      "RuntimeClass of the pods: gvisor runs them in GKE Sandbox, on pools with `sandbox`. Default: the node's own.",
    ),
  priorityClassName: dnsLabel(253)
    .optional()
    .describe("PriorityClass that exists. Default: the stack's own, above pods without one."),
  budget: z
    .strictObject({
      maxUnavailable: podCount.optional().describe("Most pods that a drain may take at once. Default 1."),
      minAvailable: podCount.optional().describe("Fewest pods that stay, instead of maxUnavailable."),
      quorum: z
        .boolean()
        .default(false)
        .describe("Members vote: keep a majority. Sets maxUnavailable to what a majority can spare."),
    })
    .prefault({})
    .describe("PodDisruptionBudget."),
  verticalAutoscaler: z
    .strictObject({
      mode: z
        .enum(["Off", "Initial", "Recreate", "InPlaceOrRecreate"])
        .default("Off")
        .describe(
          "Off recommends, Initial sizes new pods, InPlaceOrRecreate resizes running ones and may evict them. Auto is deprecated and refused.",
        ),
      controlledResources: z
        .array(z.enum(["cpu", "memory"]))
        .min(1)
        .default(["cpu", "memory"])
        .describe("What it sizes."),
      min: bounds.describe("Smallest request it may choose."),
      max: bounds.describe("Largest request it may choose."),
    })
    .optional()
    .describe("VerticalPodAutoscaler."),
  horizontalAutoscaler: z
    .strictObject({
      min: whole(1).describe("Fewest pods."),
      max: whole(1).describe("Most pods."),
      cpuPercent: whole(1, 1000).optional().describe("Target CPU use, in percent of the request."),
      memoryPercent: whole(1, 1000).optional().describe("Target memory use, in percent of the request."),
    })
    .optional()
    .describe(
      "HorizontalPodAutoscaler. It removes the highest ordinals first, whatever they hold, so it does not fit sessions.",
    ),
  network: z
    .strictObject({
      clients: z.array(selector).default([]).describe("Pods that may connect. Pods of the workload itself always may."),
      egress: z
        .array(
          z.strictObject({
            cidr: cidr.describe("Range."),
            except: z.array(cidr).default([]).describe("Ranges within it that stay closed."),
            ports: z.array(port).default([]).describe("TCP ports. Default: all."),
          }),
        )
        .default([])
        .describe("Where the pods may connect to, besides each other and DNS."),
    })
    .prefault({})
    .describe("Network rules. Everything else is denied."),
  googleServiceAccount: z
    .email("must be the email of a Google service account")
    .optional()
    .describe("Google service account that the pods act as (Workload Identity). It must exist; the binding is made."),
  runAsUser: userId.default(1000).describe("User id of the processes."),
  fsGroup: userId.default(1000).describe("Group that owns the volumes."),
  readOnlyRootFilesystem: z
    .boolean()
    .default(true)
    .describe("Processes can write to volumes and scratch directories only."),
  backup: workloadBackup
    .prefault({})
    .describe("What is saved besides what Backup for GKE saves: on clusters without it, or more often."),
  retention: z
    .strictObject({
      whenScaled: z.enum(["Retain", "Delete"]).default("Retain").describe("Claims of removed ordinals."),
      whenDeleted: z.enum(["Retain", "Delete"]).default("Retain").describe("Claims of a deleted StatefulSet."),
    })
    .prefault({})
    .describe("persistentVolumeClaimRetentionPolicy."),
  failover: z
    .strictObject({
      enabled: z.boolean().default(true).describe("Let it. False: pods wait for Kubernetes, or for a person."),
      afterNodeUnreachableSeconds: whole(0, 3600)
        .default(DEFAULT_UNREACHABLE_SECONDS)
        .describe("Seconds after a node became unreachable until its pod is forced to another."),
    })
    .optional()
    .describe(
      "Stateful HA operator of GKE: moves a pod off a lost node in about two minutes instead of eight or more. Regional pd-* disks only. Default: enabled on target gke with regional pd-* disks of the stack's own class and e2, n1, n2 or n2d machines.",
    ),
  readyTimeoutMinutes: whole(1, 120).default(10).describe("How long `pulumi up` waits for all pods to be ready."),
});

/** Name of a workload: also that of its StatefulSet, and the stem of its Services. */
export const workloadName = dnsLabel(MAX_WORKLOAD_NAME).regex(
  /^[a-z]/,
  "must start with a letter, because the Service has the same name",
);

/** {@link workloadSchema}, with defaults filled in. */
export type WorkloadSettings = z.infer<typeof workloadSchema>;
/** One health check. */
export type ProbeSettings = z.infer<typeof probe>;
/** One secret of a workload. */
export type SecretSettings = z.infer<typeof secret>;

/** Whether a secret's values are in Secret Manager: then there is no Secret. */
export function isInSecretManager({ fromSecretManager }: SecretSettings): boolean {
  return Object.keys(fromSecretManager).length > 0;
}
