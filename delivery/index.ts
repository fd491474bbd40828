import * as pulumi from "@pulumi/pulumi";
import { DeliveryConfigError, readDelivery } from "./config";
import { PolicyGroup } from "./policy-group";
import { StackDelivery } from "./stack-delivery";
import type { Delivery } from "./config";

/** How the stacks of gke-stateful are previewed, deployed, watched and, where they are meant to, removed. */
export function program(): Record<string, unknown> {
  const delivery = readConfig();
  const { stacks } = delivery;
  const deliveries = Object.entries(stacks).map(([name, stack]) => new StackDelivery(name, { delivery, stack }));
  if (delivery.policyGroup !== undefined) {
    new PolicyGroup("policies", { delivery, group: delivery.policyGroup }, { dependsOn: deliveries });
  }
  return { stacks: Object.keys(stacks) };
}

/** A configuration that does not hold is the user's to mend: its message is printed without a stack trace. */
function readConfig(): Delivery {
  try {
    return readDelivery(pulumi.runtime.allConfig());
  } catch (error) {
    throw error instanceof DeliveryConfigError ? new pulumi.RunError(error.message) : error;
  }
}
