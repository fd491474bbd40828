/** Label of the claims and Leases of a pool of sessions: the name of its StatefulSet. A claim without it is not the pool's, whoever's data is on it. */
export const POOL = "gke-stateful/pool";

/**
 * How a pod and its claims say whose they are. On the pod they are labels and annotations for people, probes and the downward API; on a claim they
 * are its stamp, which outlives the pod. Nobody but the session controller may write keys of this prefix.
 */
export const SESSION_KEYS = {
  /** Id of the session; a label of the pod, an annotation of the claim. */
  session: "gke-stateful/session",
  /** Whose session it is; an annotation, because names of users are no label values. */
  tenant: "gke-stateful/tenant",
  /** How often the slot has been given out; grows with each hold. */
  epoch: "gke-stateful/epoch",
} as const;

/** Annotation by which a pod says whether the cluster autoscaler may take its node. Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md */
export const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/** Name of the Lease that says which replica of a pool's controller leads. */
export function leaderLease(set: string): string {
  return `gke-stateful-sessions-${set}`;
}

/** Name of the Lease that is the record of a slot: that of its pod. */
export function slotLease(set: string, ordinal: number): string {
  return `${set}-${String(ordinal)}`;
}

/** How a controller says whose pods it gives out: label with the name of the set, on its objects and pods. */
export const SESSIONS_OF = "gke-stateful/sessions-of";
