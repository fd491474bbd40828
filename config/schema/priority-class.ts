import { z } from "zod";
import { dnsLabel } from "./fields";

/** The PriorityClass of the workloads' pods. */
export const priorityClassSchema = z.strictObject({
  name: dnsLabel(253)
    .default("gke-stateful")
    .describe(
      "Name of the PriorityClass, which is one for the whole cluster; `{stack}` stands for the stack's name. Default on target kubeconfig: gke-stateful-{stack}.",
    ),
  create: z
    .boolean()
    .default(true)
    .describe("Make it. False: the class exists in the cluster already, perhaps made by another stack."),
});
