import { Role, RoleBinding } from "@pulumi/kubernetes/rbac/v1";
import { OBJECT_LABELS } from "./child-options";
import type { AccessSettings } from "../config/schema/access";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { types } from "@pulumi/kubernetes";

type Rule = types.input.rbac.v1.PolicyRule;

const RBAC_GROUP = "rbac.authorization.k8s.io";

/**
 * What operating adds to viewing. `get` beside `create`: clients that stream over WebSockets ask for that.
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#request-verb-resource
 */
const OPERATE: Rule[] = [
  { apiGroups: [""], resources: ["pods/exec", "pods/portforward"], verbs: ["create", "get"] },
  { apiGroups: ["apps"], resources: ["statefulsets/scale"], verbs: ["get", "patch", "update"] },
];

/**
 * Lets members view, operate or administer a namespace, and nothing beyond it. Nothing, where nobody is named. The roles view and admin
 * are in every cluster: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
export function createAccess(
  name: string,
  namespace: string,
  { admin, operate, view }: AccessSettings,
  options: CustomResourceOptions,
): void {
  const metadata = (role: string): types.input.meta.v1.ObjectMeta => ({
    name: `stack-${role}`,
    namespace,
    labels: OBJECT_LABELS,
  });
  const bind = (role: string, members: readonly string[], roleRef: types.input.rbac.v1.RoleRef): void => {
    if (members.length > 0) {
      new RoleBinding(
        `${name}-${role}`,
        { metadata: metadata(role), roleRef, subjects: members.map(subject) },
        options,
      );
    }
  };
  if (operate.length > 0) {
    new Role(`${name}-operator`, { metadata: metadata("operate"), rules: OPERATE }, options);
  }
  bind("view", [...new Set([...view, ...operate])], { apiGroup: RBAC_GROUP, kind: "ClusterRole", name: "view" });
  bind("operate", operate, { apiGroup: RBAC_GROUP, kind: "Role", name: "stack-operate" });
  bind("admin", admin, { apiGroup: RBAC_GROUP, kind: "ClusterRole", name: "admin" });
}

/** Google accounts are users to Kubernetes, named by their email. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/role-based-access-control */
function subject(member: string): types.input.rbac.v1.Subject {
  const colon = member.indexOf(":");
  return {
    apiGroup: RBAC_GROUP,
    kind: member.startsWith("group:") ? "Group" : "User",
    name: member.slice(colon + 1),
  };
}
