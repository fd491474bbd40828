import type * as pulumi from "@pulumi/pulumi";

/**
 * Options of a component's children: the parent; the resource whose deletion takes them along; and what the component waits
 * for, together with `after`. Pulumi hands down `protect` and providers by itself, but not these.
 */
export function childOptions(
  parent: pulumi.ComponentResource,
  opts: pulumi.ComponentResourceOptions | undefined,
  after: readonly pulumi.Resource[] = [],
): pulumi.CustomResourceOptions {
  const dependsOn = [...listed(opts?.dependsOn), ...after];
  return {
    parent,
    ...(opts?.deletedWith !== undefined && { deletedWith: opts.deletedWith }),
    ...(dependsOn.length > 0 && { dependsOn }),
  };
}

function listed(dependsOn: pulumi.ComponentResourceOptions["dependsOn"]): pulumi.Input<pulumi.Resource>[] {
  if (dependsOn === undefined) {
    return [];
  }
  return Array.isArray(dependsOn) ? dependsOn : [dependsOn as pulumi.Input<pulumi.Resource>];
}

/** Labels on every Kubernetes object of the stack. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const OBJECT_LABELS = {
  "app.kubernetes.io/managed-by": "pulumi",
  "app.kubernetes.io/part-of": "gke-stateful",
} as const;
