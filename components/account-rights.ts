import * as rbac from "@pulumi/kubernetes/rbac/v1";
import { known } from "./known";
import type * as pulumi from "@pulumi/pulumi";
import type { types } from "@pulumi/kubernetes";

/** What an account of ours may do. */
export interface AccountRights {
  /** Metadata of the account, which its Role has too. */
  readonly metadata: {
    readonly name: string;
    readonly namespace: pulumi.Input<string>;
    readonly labels: Record<string, string>;
  };
  /** In its namespace. */
  readonly rules: types.input.rbac.v1.PolicyRule[];
  /** With objects that are in no namespace, or in any. */
  readonly clusterRules: types.input.rbac.v1.PolicyRule[];
}

/** API group of Roles and bindings. */
export const RBAC_GROUP = "rbac.authorization.k8s.io";

/** A Role, a ClusterRole, and what binds both to the account. Their resources are called `<stem>-role` and so on. */
export function createAccountRights(
  stem: string,
  { clusterRules, metadata, rules }: AccountRights,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { labels, name, namespace } = metadata;
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  const cluster = { name: known`${name}-${namespace}`, labels };
  const refTo = (kind: string, role: pulumi.Input<string>): types.input.rbac.v1.RoleRef => ({
    apiGroup: RBAC_GROUP,
    kind,
    name: role,
  });
  return [
    new rbac.Role(`${stem}-role`, { metadata, rules }, options),
    new rbac.RoleBinding(`${stem}-binding`, { metadata, roleRef: refTo("Role", name), subjects }, options),
    new rbac.ClusterRole(`${stem}-cluster-role`, { metadata: cluster, rules: clusterRules }, options),
    new rbac.ClusterRoleBinding(
      `${stem}-cluster-binding`,
      { metadata: cluster, roleRef: refTo("ClusterRole", cluster.name), subjects },
      options,
    ),
  ];
}
