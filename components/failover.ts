import type * as pulumi from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { WorkloadSettings } from "../config/schema/workload";

/**
 * Lets the Stateful HA operator of GKE move the pods of a workload off lost nodes. It finds the StatefulSet by the name in the metadata.
 * Nothing, where it is not enabled.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/stateful-ha
 */
export function createFailover(
  settings: WorkloadSettings["failover"],
  metadata: {
    readonly name: string;
    readonly namespace: pulumi.Input<string>;
    readonly labels: Record<string, string>;
  },
  options: CustomResourceOptions,
): void {
  if (settings?.enabled !== true) {
    return;
  }
  new CustomResource(
    `${metadata.name}-failover`,
    {
      apiVersion: "ha.gke.io/v1",
      kind: "HighAvailabilityApplication",
      metadata,
      spec: {
        resourceSelection: { resourceKind: "StatefulSet" },
        policy: {
          storageSettings: { requireRegionalStorage: true },
          failoverSettings: {
            forceDeleteStrategy: "AfterNodeUnreachable",
            afterNodeUnreachable: { afterNodeUnreachableSeconds: settings.afterNodeUnreachableSeconds },
          },
        },
      },
    },
    options,
  );
}
