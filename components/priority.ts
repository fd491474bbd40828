import * as pulumi from "@pulumi/pulumi";
import { PriorityClass } from "@pulumi/kubernetes/scheduling/v1";
import { childOptions, OBJECT_LABELS } from "./child-options";

/** Above pods without a class (0), far below what Kubernetes keeps for itself (2,000,000,000). */
const VALUE = 100_000;

/** Arguments of {@link Priority}. */
export interface PriorityArgs {
  /** Name of the PriorityClass; it is one for the whole cluster. */
  readonly name: string;
  /** Make it. False: it exists in the cluster. @default true */
  readonly create?: boolean;
}

/**
 * The PriorityClass of stateful pods: a pod that must follow its disk goes before one that can run anywhere. Nothing, where the class
 * exists.
 */
export class Priority extends pulumi.ComponentResource {
  /** Name of the PriorityClass. */
  readonly className: string;

  constructor(name: string, args: PriorityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:Priority", name, args, opts);
    this.className = args.name;
    if (args.create ?? true) {
      new PriorityClass(
        `${name}-class`,
        {
          metadata: { name: args.name, labels: OBJECT_LABELS },
          value: VALUE,
          description:
            "Stateful workloads: their pods are bound to their disks and go before pods that can run anywhere.",
        },
        childOptions(this, opts),
      );
    }
    this.registerOutputs({ className: this.className });
  }
}
