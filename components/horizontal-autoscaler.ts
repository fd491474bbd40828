import * as pulumi from "@pulumi/pulumi";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2";
import { childOptions, OBJECT_LABELS } from "./child-options";
import type { WorkloadSettings } from "../config/schema/workload";

/** Arguments of {@link HorizontalAutoscaler}. */
export interface HorizontalAutoscalerArgs {
  /** Name of the StatefulSet, and of the autoscaler. */
  readonly workloadName: string;
  /** Namespace of the StatefulSet. */
  readonly namespace: pulumi.Input<string>;
  /** Bounds and targets. */
  readonly settings: NonNullable<WorkloadSettings["horizontalAutoscaler"]>;
}

/** A HorizontalPodAutoscaler on CPU and memory. It owns the number of replicas from then on. */
export class HorizontalAutoscaler extends pulumi.ComponentResource {
  constructor(name: string, args: HorizontalAutoscalerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:HorizontalAutoscaler", name, args, opts);
    const { cpuPercent, max, memoryPercent, min } = args.settings;
    const targets = { cpu: cpuPercent, memory: memoryPercent };
    new HorizontalPodAutoscaler(
      `${name}-hpa`,
      {
        metadata: { name: args.workloadName, namespace: args.namespace, labels: OBJECT_LABELS },
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: args.workloadName },
          minReplicas: min,
          maxReplicas: max,
          metrics: Object.entries(targets).flatMap(([resource, percent]) =>
            percent === undefined
              ? []
              : [
                  {
                    type: "Resource",
                    resource: { name: resource, target: { type: "Utilization", averageUtilization: percent } },
                  },
                ],
          ),
        },
      },
      childOptions(this, opts),
    );
    this.registerOutputs({});
  }
}
