import { z } from "zod";

/** A cluster that exists, for target kubeconfig. */
export const kubeconfigSchema = z.strictObject({
  path: z.string().min(1).optional().describe("Path of the kubeconfig file. Default: KUBECONFIG, else ~/.kube/config."),
  context: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Context in it. Name one, so that a changed current context cannot send the stack elsewhere. Default: the current context.",
    ),
  clusterId: z
    .string()
    .min(1)
    .optional()
    .describe(
      "UID of the cluster's namespace kube-system, which tells it from every other. With it, no other cluster is touched, whatever a context is called; and a stack moves to this one, if it was on another.",
    ),
  verticalPodAutoscaler: z.boolean().default(false).describe("The cluster has the VerticalPodAutoscaler's CRD."),
  volumeSnapshots: z
    .boolean()
    .default(false)
    .describe("The cluster has the VolumeSnapshot CRDs and the driver takes snapshots."),
});
