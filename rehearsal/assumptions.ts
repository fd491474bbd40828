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

/**
 * Times of the control plane that are shorter here than on GKE, in seconds, so that a lost node does not take ten minutes.
 * Source of the originals: https://kubernetes.io/docs/concepts/architecture/nodes/ and the DefaultTolerationSeconds admission plugin.
 */
export const SHORTENED = {
  /** Until a node without heartbeats is not ready. */
  nodeGrace: { here: 6, original: 40 },
  /** Until the pods of such a node are to go. */
  toleration: { here: 3, original: 300 },
} as const;
