import * as pulumi from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { childOptions, OBJECT_LABELS } from "./child-options";
import type { WorkloadSettings } from "../config/schema/workload";

/** Arguments of {@link VerticalAutoscaler}. */
export interface VerticalAutoscalerArgs {
  /** Name of the StatefulSet, and of the autoscaler. */
  readonly workloadName: string;
  /** Namespace of the StatefulSet. */
  readonly namespace: pulumi.Input<string>;
  /** Mode and bounds. */
  readonly settings: NonNullable<WorkloadSettings["verticalAutoscaler"]>;
  /** The pods have further containers, which are left alone. @default false */
  readonly hasSidecars?: boolean;
}

/**
 * A VerticalPodAutoscaler for every container of a StatefulSet. In mode Off it only recommends: read it with
 * `kubectl describe vpa`.
 */
export class VerticalAutoscaler extends pulumi.ComponentResource {
  constructor(name: string, args: VerticalAutoscalerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:VerticalAutoscaler", name, args, opts);
    const { hasSidecars = false, settings } = args;
    const { controlledResources, max, min, mode } = settings;
    new CustomResource(
      `${name}-vpa`,
      {
        apiVersion: "autoscaling.k8s.io/v1",
        kind: "VerticalPodAutoscaler",
        metadata: { name: args.workloadName, namespace: args.namespace, labels: OBJECT_LABELS },
        spec: {
          targetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: args.workloadName },
          updatePolicy: { updateMode: mode },
          resourcePolicy: {
            containerPolicies: [
              // The bounds are the workload's; sidecars keep what they ask for.
              {
                containerName: hasSidecars ? args.workloadName : "*",
                controlledResources,
                minAllowed: min,
                maxAllowed: max,
              },
              ...(hasSidecars ? [{ containerName: "*", mode: "Off" }] : []),
            ],
          },
        },
      },
      childOptions(this, opts),
    );
    this.registerOutputs({});
  }
}
