/** Label of a pod with the revision of its StatefulSet's template that it was made from. Source: k8s.io/api/apps/v1, StatefulSetRevisionLabel */
export const REVISION = "controller-revision-hash";
