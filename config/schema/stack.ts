import { z } from "zod";
import { kubeconfigSchema } from "./kubeconfig";
import { accessSchema } from "./access";
import { backupSchema } from "./backup";
import { workloadName, workloadSchema } from "./workload";
import { clusterSchema } from "./cluster";
import { cloudLabels, googleProject } from "./fields";
import { namespaceSchema } from "./namespace";
import { networkSchema } from "./network";
import { monitoringSchema } from "./monitoring";
import { operationsSchema } from "./operations";
import { priorityClassSchema } from "./priority-class";
import { poolSchema } from "./pool";
import { storageSchema } from "./storage";

/** The project whose namespace the keys have: `name` in Pulumi.yaml. */
export const PROJECT = "gke-stateful";

/** Every key of the project. Pulumi.yaml carries the same keys; `test/config/pulumi-yaml.test.ts` compares them. */
export const projectSchema = z.strictObject({
  environment: z
    .enum(["dev", "prod"])
    .describe("Which guard rails hold. prod refuses what may lose data or availability."),
  target: z
    .enum(["gke", "kubeconfig"])
    .describe("gke: everything, on Google Cloud. kubeconfig: the Kubernetes half, on a cluster that exists."),
  zones: z
    .array(z.string())
    .describe(
      "Zones of nodes and disks. A regional disk lives in exactly two, so two is the usual number. Required on target gke.",
    ),
  deletionProtection: z
    .boolean()
    .describe(
      "Nothing deletes the cluster, the network, the namespace or the backup plan until this is false. See docs/destroy.md.",
    ),
  manageApis: z.boolean().describe("Switch the Google Cloud APIs on that the stack needs."),
  labels: cloudLabels.describe("Labels on everything that takes labels."),
  network: networkSchema.describe("The network."),
  cluster: clusterSchema.describe("The GKE cluster."),
  pools: z.array(poolSchema).min(1, "must have at least one pool").describe("Node pools."),
  storage: storageSchema.describe("StorageClass and VolumeSnapshotClass."),
  priorityClass: priorityClassSchema.describe("PriorityClass of the workloads' pods."),
  backup: backupSchema.describe("Backup for GKE."),
  monitoring: monitoringSchema.prefault({}).describe("Alerts about workloads and their disks."),
  operations: operationsSchema.prefault({}).describe("What runs in the cluster for the workloads' operation."),
  namespace: namespaceSchema.describe("Namespace of the workloads."),
  access: accessSchema.describe("Who may do what in the namespace."),
  kubeconfig: kubeconfigSchema.describe("The cluster of target kubeconfig."),
  workloads: z.record(workloadName, workloadSchema).describe("Stateful workloads by name."),
  secrets: z
    .record(z.string(), z.record(z.string(), z.record(z.string(), z.string())))
    .describe(
      "Secret values, encrypted: workload → secret → key → value. Set each with pulumi config set --secret --path.",
    ),
});

/** Keys of the Google Cloud provider that the stack reads. */
export const googleSchema = z.strictObject({
  project: googleProject,
  region: z.string("is required: the region").regex(/^[a-z]+-[a-z]+\d+$/, "must be a region such as europe-west1"),
});

/** Values of every project key, checked one by one and with defaults filled in. */
export type ProjectSettings = z.infer<typeof projectSchema>;

/** Google Cloud project and region. */
export type GoogleSettings = z.infer<typeof googleSchema>;
