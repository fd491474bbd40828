import * as rbac from "@pulumi/kubernetes/rbac/v1";
import { createAccountRights, RBAC_GROUP } from "./account-rights";
import { leaderLease } from "../policy/facts/session-keys";
import { GROUP, RIGHTS } from "../policy/facts/session-rights";
import type * as pulumi from "@pulumi/pulumi";
import type { AccountRights } from "./account-rights";
import type { types } from "@pulumi/kubernetes";
import type { SessionsSettings } from "../config/schema/sessions";

type Rule = types.input.rbac.v1.PolicyRule;

/** Whose rights are made. */
export interface SessionRightsArgs {
  /** Metadata of the controller's objects. */
  readonly metadata: AccountRights["metadata"];
  /** The StatefulSet. */
  readonly workloadName: string;
  /** Who may use the pool. */
  readonly settings: SessionsSettings;
}

/** What the controller may do in its namespace. It makes no pod and no claim. Source: docs/sessions.md */
function rulesOf(set: string): Rule[] {
  const leases = { apiGroups: ["coordination.k8s.io"], resources: ["leases"] };
  return [
    { apiGroups: ["apps"], resources: ["statefulsets"], resourceNames: [set], verbs: ["get", "list", "watch"] },
    { apiGroups: ["apps"], resources: ["statefulsets/scale"], resourceNames: [set], verbs: ["patch"] },
    {
      apiGroups: [""],
      resources: ["pods", "persistentvolumeclaims"],
      verbs: ["get", "list", "watch", "patch", "delete"],
    },
    { apiGroups: [""], resources: ["events"], verbs: ["create"] },
    { ...leases, verbs: ["get", "list", "watch", "create", "update"] },
    { ...leases, resourceNames: [leaderLease(set)], verbs: ["delete"] },
  ];
}

/** What it may do beyond: ask who callers are and what they may, and let a disk go with its claim that is wiped. */
const CLUSTER_RULES: Rule[] = [
  { apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], verbs: ["create"] },
  { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
  { apiGroups: [""], resources: ["persistentvolumes"], verbs: ["get", "patch"] },
];

/** Roles of the controller and of its callers, and who has them. */
export function createSessionRights(
  name: string,
  args: SessionRightsArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const rights = { metadata: args.metadata, rules: rulesOf(args.workloadName), clusterRules: CLUSTER_RULES };
  return [...createAccountRights(`${name}-sessions`, rights, options), ...callerRights(name, args, options)];
}

/** A Role for who has sessions of its own, one for who acts for all tenants, and one for operators, which people are bound to by hand. */
function callerRights(
  name: string,
  { metadata, settings: { callers }, workloadName }: SessionRightsArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const rule = (right: keyof typeof RIGHTS, names?: string[]): Rule => ({
    apiGroups: [GROUP],
    resources: [RIGHTS[right].resource],
    verbs: [RIGHTS[right].verb],
    ...(names !== undefined && { resourceNames: names }),
  });
  const own = [workloadName];
  const roles = {
    caller: [rule("use", own)],
    gateway: [rule("use", own), rule("actAs")],
    operator: [rule("use", own), rule("actAs"), rule("operate", own)],
  };
  const bound = (role: "caller" | "gateway"): pulumi.Resource[] => {
    const subjects = callers
      .filter(({ allTenants }) => allTenants === (role === "gateway"))
      .map(({ serviceAccount, namespace: theirs }) => ({
        kind: "ServiceAccount",
        name: serviceAccount,
        namespace: theirs ?? metadata.namespace,
      }));
    const meta = { ...metadata, name: `${metadata.name}-${role}` };
    const roleRef = { apiGroup: RBAC_GROUP, kind: "Role", name: meta.name };
    return subjects.length === 0
      ? []
      : [new rbac.RoleBinding(`${name}-sessions-${role}-binding`, { metadata: meta, roleRef, subjects }, options)];
  };
  return [
    ...Object.entries(roles).map(
      ([role, rules]) =>
        new rbac.Role(
          `${name}-sessions-${role}-role`,
          { metadata: { ...metadata, name: `${metadata.name}-${role}` }, rules },
          options,
        ),
    ),
    ...bound("caller"),
    ...bound("gateway"),
  ];
}
