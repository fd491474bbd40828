import * as pulumi from "@pulumi/pulumi";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import { budgetRule } from "../config/sizing/budgets";
import { childOptions, OBJECT_LABELS } from "./child-options";
import type { WorkloadSettings } from "../config/schema/workload";

/** Arguments of {@link DisruptionBudget}. */
export interface DisruptionBudgetArgs {
  /** Name of the budget. */
  readonly budgetName: string;
  /** Namespace of the pods. */
  readonly namespace: pulumi.Input<string>;
  /** Labels that select the pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Budget, replicas and autoscaler of the workload. */
  readonly settings: Pick<WorkloadSettings, "budget" | "replicas" | "horizontalAutoscaler">;
}

/**
 * How many pods a drain may take at once. It holds for node drains and upgrades, for at most 60 minutes each on GKE, and not
 * for the workload's own rollouts. A pod that is not healthy anyway never blocks a drain.
 */
export class DisruptionBudget extends pulumi.ComponentResource {
  constructor(name: string, args: DisruptionBudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:DisruptionBudget", name, args, opts);
    new PodDisruptionBudget(
      `${name}-budget`,
      {
        metadata: { name: args.budgetName, namespace: args.namespace, labels: OBJECT_LABELS },
        spec: {
          ...budgetRule(args.settings),
          selector: { matchLabels: args.podLabels },
          unhealthyPodEvictionPolicy: "AlwaysAllow",
        },
      },
      childOptions(this, opts),
    );
    this.registerOutputs({});
  }
}
