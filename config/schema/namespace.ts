import { z } from "zod";
import { quantity } from "../../policy/facts/quantities";
import { dnsLabel, kubernetesLabels, MAX_LABEL } from "./fields";

/** A resource that a ResourceQuota limits. Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
const quotaKey = z.string().regex(/^[a-z0-9][\w./-]*$/i, "must be a resource such as requests.storage or pods");
const quotaValue = z
  .string()
  .refine((text) => quantity(text) !== undefined, 'must be a quantity in quotes, such as 500Gi or "10"');

/** The namespace of the workloads. */
export const namespaceSchema = z.strictObject({
  name: dnsLabel(MAX_LABEL).default("stateful").describe("Name of the namespace."),
  create: z
    .boolean()
    .default(true)
    .describe(
      "Make the namespace. False: it exists in the cluster already, and gets the default-deny rules, the quota and the limits of the stack, but no labels.",
    ),
  retain: z
    .boolean()
    .default(false)
    .describe(
      "Leave the namespace and its claims in the cluster when it leaves the program or the stack is destroyed. Set it, and run pulumi up, before create becomes false.",
    ),
  quota: z
    .record(quotaKey, quotaValue)
    .default({})
    .describe(
      "Hard limits of the namespace's ResourceQuota, instead of those that follow from the workloads, such as requests.storage: 500Gi. Needed where claims of earlier replicas take room.",
    ),
  podSecurity: z
    .enum(["restricted", "baseline", "privileged"])
    .default("restricted")
    .describe("Pod Security Standard that is enforced."),
  labels: kubernetesLabels.default({}).describe("Further labels."),
});

/** {@link namespaceSchema}, with defaults filled in. */
export type NamespaceSettings = z.infer<typeof namespaceSchema>;
