import { z } from "zod";
import {
  cidr,
  cpu,
  cronFields,
  dnsLabel,
  fileName,
  kubernetesLabels,
  MAX_LABEL,
  mountPath,
  port,
  size,
  subPath,
  whole,
} from "./fields";

/** Parts of a workload's settings. */

/** A container image: name, tag, digest. */
export const imageReference = z
  .string()
  .regex(
    /^[a-z0-9][-a-z0-9._:/]*[a-z0-9](?::[\w][\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$/,
    "must be an image reference such as registry.example.com/app:1.2.3@sha256:…",
  );

const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be a variable name of letters, digits and underscores");

/** Environment variables. */
export const environment = z.record(variable, z.string());

/**
 * Fields of a pod that a variable can hold.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 */
const POD_FIELDS = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
] as const;

/** Variables that hold fields of the pod. */
export const podFields = z.record(variable, z.enum(POD_FIELDS));

const quantities = z.strictObject({
  cpu: cpu.describe("CPU."),
  memory: size.describe("Memory."),
  ephemeralStorage: size.optional().describe("Node disk for logs and scratch directories."),
});

/** Requests and limits of a container. */
export const resources = z.strictObject({
  requests: quantities.describe("What the scheduler reserves."),
  limits: quantities.describe("What a pod may use at most."),
});

/** One health check. */
export const probe = z.strictObject({
  httpPath: z.string().startsWith("/", "must start with a slash").optional().describe("HTTP path to ask for."),
  command: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Command to run in the container instead of an HTTP request."),
  port: z
    .union([port, z.string()])
    .optional()
    .describe("Port number or name. Default: the first of `ports`. Without httpPath and command: a TCP connection."),
  periodSeconds: whole(1, 3600).default(10).describe("Seconds between probes."),
  timeoutSeconds: whole(1, 300).default(2).describe("Seconds a probe may take."),
  failureThreshold: whole(1, 1000).default(3).describe("Failures in a row until the probe counts as failed."),
});

/** Health checks of a container. */
export const probes = z.strictObject({
  startup: probe.optional().describe("Holds the other probes back until it succeeds once."),
  readiness: probe.optional().describe("Decides whether the pod gets traffic and counts as available."),
  liveness: probe.optional().describe("Restarts the container when it fails."),
});

/** Longest port name. Source: Kubernetes API, IANA_SVC_NAME. */
const MAX_PORT_NAME = 15;

/** Ports of a container by name. */
export const ports = z.record(dnsLabel(MAX_PORT_NAME), port);

/** One persistent volume of each replica. */
export const volume = z.strictObject({
  size: size.describe("Size of each replica's disk. It can grow, never shrink."),
  mountPath: mountPath.describe("Where the disk is mounted."),
  storageClass: z
    .string()
    .optional()
    .describe("Name of one of `storage.classes`, for disks of another kind. Default: the stack's own class."),
  subPath: subPath
    .optional()
    .describe(
      "Directory of the disk that is mounted, for images that want an empty one. Another directory later begins empty. Default: the whole disk.",
    ),
});

/** A version of a secret in Secret Manager. */
const secretVersion = z
  .string()
  .regex(
    /^projects\/[^/]+\/secrets\/[^/]+\/versions\/(?:latest|[1-9]\d*)$/,
    "must be projects/PROJECT/secrets/SECRET/versions/VERSION, where the version is a number or latest",
  );

/** One secret of a workload. */
export const secret = z.strictObject({
  generate: z
    .array(fileName)
    .default([])
    .describe("Keys whose values are made at random, 32 letters and digits, and kept in the stack's state."),
  fromConfig: z
    .array(fileName)
    .default([])
    .describe("Keys whose values are in the stack's encrypted `secrets.<workload>.<secret>`."),
  fromSecretManager: z
    .record(fileName, secretVersion)
    .default({})
    .describe(
      "Files in `mountPath` from Secret Manager: file name → projects/PROJECT/secrets/SECRET/versions/VERSION. The pods read them at their start; nothing of them is in the stack's state.",
    ),
  rotation: whole(0).default(0).describe("Raise it to make new values for the generated keys."),
  env: environment.default({}).describe("Environment variables: name of the variable → key of the secret."),
  mountPath: mountPath.optional().describe("Directory in which every key is a file."),
});

/** A container that runs to its end before the workload starts. */
export const initContainer = z.strictObject({
  name: dnsLabel(MAX_LABEL).describe("Name of the container."),
  image: imageReference.optional().describe("Image. Default: the workload's."),
  command: z.array(z.string()).min(1).describe("What it runs."),
  env: environment.default({}).describe("Environment variables."),
});

/** A container that runs beside the workload's for as long as that does. */
export const sidecar = z.strictObject({
  name: dnsLabel(MAX_LABEL).describe("Name of the container."),
  image: imageReference.describe("Image."),
  command: z.array(z.string()).min(1).optional().describe("Replaces the image's entry point."),
  args: z.array(z.string()).optional().describe("Arguments."),
  env: environment.default({}).describe("Environment variables, besides those of podFields and secrets."),
  ports: ports.default({}).describe("Ports by name. No Service offers them; network.clients may connect to them."),
  resources: resources.describe("CPU, memory and ephemeral storage of the container."),
  probes: probes.prefault({}).describe("Health checks. The pod is ready when every container is."),
});

/** How clients reach the workload. */
export const service = z.strictObject({
  type: z
    .enum(["ClusterIP", "LoadBalancer"])
    .default("ClusterIP")
    .describe("LoadBalancer gives it an address outside of the cluster, which Google bills."),
  internal: z
    .boolean()
    .default(true)
    .describe("With LoadBalancer: an address within the network only. False: one on the internet."),
  sourceRanges: z
    .array(cidr)
    .default([])
    .describe("With LoadBalancer: the ranges that may connect, at the load balancer and at the pods. Required there."),
  annotations: z
    .record(z.string().min(1), z.string())
    .default({})
    .describe("Further annotations, such as those by which a cloud sets its load balancer up."),
});

/** Pods that may connect. */
export const selector = z.strictObject({
  podLabels: kubernetesLabels.optional().describe("Labels of the pods. Default: every pod of the namespaces."),
  namespaceLabels: kubernetesLabels.optional().describe("Labels of the namespaces. Default: the workload's own."),
});

/** A pair of requests. */
export const bounds = z.strictObject({ cpu: cpu.describe("CPU."), memory: size.describe("Memory.") });

/** A toleration, as Kubernetes takes it. */
export const toleration = z.strictObject({
  key: z.string().optional().describe("Key of the taint. Default: every key."),
  operator: z.enum(["Exists", "Equal"]).default("Equal").describe("How the value is compared."),
  value: z.string().optional().describe("Value of the taint."),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional().describe("Effect. Default: every effect."),
  tolerationSeconds: whole(0).optional().describe("How long NoExecute is tolerated. Default: for ever."),
});

/** Longest list of snapshots that a schedule keeps of each claim. */
const MAX_KEPT = 1000;

/** Snapshots of a workload's claims, at fixed times. */
const snapshots = z.strictObject({
  cron: cronFields.describe("When, in UTC."),
  keep: whole(1, MAX_KEPT).default(7).describe("Good snapshots that stay of each claim."),
  maxAge: z
    .string()
    .regex(/^[1-9]\d{0,4}[hdw]$/, "must be a number with h, d or w, such as 36h, 7d or 4w")
    .optional()
    .describe("Age from which others go; the last good one never does. Default: none."),
  snapshotClass: dnsLabel(253)
    .optional()
    .describe("VolumeSnapshotClass. Default: the only one of the driver, or its default."),
});

/** What is saved of a workload besides what Backup for GKE saves. */
export const workloadBackup = z.strictObject({
  snapshots: snapshots
    .optional()
    .describe("A CronJob that runs `volumes snapshot`, in the image of `operations.image`. See docs/volumes.md."),
});
