/** How long simulated things take, in seconds, and when a pod is ready. A report states them. */
export interface Assumptions {
  /** From a pod's disks being attached to its readiness: pull, start and readiness probe. */
  readonly start: number;
  /** From a request to attach a disk until the node has it. */
  readonly attach: number;
  /** From a pod's deletion to its end. */
  readonly stop: number;
  /** From a wish for a node to its readiness. */
  readonly node: number;
  /** Pods of a set that have to run before any of them is ready, as with members that vote. */
  readonly peers: number;
}

/** Short enough for a rehearsal to be over in minutes, long enough for overlaps to show. */
export const ASSUMPTIONS: Assumptions = { start: 2, attach: 1, stop: 1, node: 3, peers: 1 };

/** How a silent node is noticed and given up, in seconds. */
export interface Detection {
  /** Time that a node's lease holds; KWOK renews it four times as often. */
  readonly lease: number;
  /** Until a node without heartbeats is not ready. On GKE {@link GKE_GRACE}. */
  readonly grace: number;
  /** Until the pods of such a node are to go. On GKE 300, by the DefaultTolerationSeconds admission plugin. */
  readonly toleration: number;
  /** How much shorter than on GKE the waits are: a factor below 1. */
  readonly scale: number;
}

/** Shortest lease, in seconds. */
const SHORTEST_LEASE = 4;
/** Nodes whose leases one machine renews each second beside everything else. */
const RENEWALS = 20;
/** A lease is renewed four times as often as it ends. */
const RENEWALS_OF_A_LEASE = 4;
/** Seconds on GKE until a node without heartbeats is not ready. Source: https://kubernetes.io/docs/concepts/architecture/nodes/ and
 * https://cloud.google.com/kubernetes-engine/docs/how-to/stateful-ha (about 40 seconds). */
const GKE_GRACE = 40;
/**
 * Seconds on GKE until the pod of a lost node runs elsewhere where nothing moves it, at least.
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/stateful-ha (eight minutes or more).
 */
const GKE_WITHOUT_FAILOVER = 480;

/**
 * Shorter here than on GKE, so that a lost node does not take ten minutes; longer with many nodes, whose heartbeats would keep this
 * machine from anything else, so that nodes fall silent by themselves.
 */
export function detectionFor(nodes: number): Detection {
  const lease = Math.max(SHORTEST_LEASE, Math.ceil((nodes * RENEWALS_OF_A_LEASE) / RENEWALS));
  const grace = lease + lease / 2;
  return { lease, grace, toleration: 3, scale: grace / GKE_GRACE };
}

/** Until a lost node's pods are let go of. */
export interface GivingUp {
  /** Seconds on GKE since the node was lost, at least. */
  readonly onGke: number;
  /** Seconds here since it was noticed. */
  readonly here: number;
}

/**
 * When the pods of a lost node are let go of: by the Stateful HA operator, so many seconds after the node was noticed, or by nobody
 * before {@link GKE_WITHOUT_FAILOVER}.
 */
export function givingUp({ scale }: Detection, failoverSeconds: number | undefined): GivingUp {
  const afterNotice = failoverSeconds ?? GKE_WITHOUT_FAILOVER - GKE_GRACE;
  return { onGke: GKE_GRACE + afterNotice, here: afterNotice * scale };
}
