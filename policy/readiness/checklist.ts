import type { Severity } from "../rules/engine/rule";

/** What a severity weighs in a readiness. A hint weighs nothing. */
export const WEIGHTS: Readonly<Record<Severity, number>> = { critical: 8, high: 5, medium: 3, low: 1, advisory: 0 };

/** A line of the completion checklist: what has to be done before a workload is trusted. */
export interface Check {
  readonly id: string;
  /** In a few words, for a list of what is pending. */
  readonly name: string;
  /** What holds where it is done. */
  readonly title: string;
  /** Rules that say whether it does. */
  readonly rules: readonly string[];
  /** What it weighs: the worst that its rules can find. */
  readonly weighs: Severity;
}

/** The completion checklist, in the order in which people mend things. */
export const CHECKLIST = [
  {
    id: "valid",
    name: "manifests valid",
    title: "the API server takes the manifests",
    rules: ["removed-api"],
    weighs: "high",
  },
  {
    id: "storage",
    name: "disks and class",
    title: "disks and their class fit",
    rules: [
      "disk-machine-mismatch",
      "disk-zones-mismatch",
      "hardcoded-storage-class",
      "immediate-binding",
      "in-tree-provisioner",
      "no-volume-expansion",
      "oversized-storage",
      "plain-claim",
      "regional-class-zones",
      "shared-claim",
      "shared-mode-on-disk",
      "single-zone-disk",
      "small-regional-disk",
      "unknown-disk-type",
      "volatile-data",
      "zone-pinned-class",
    ],
    weighs: "critical",
  },
  {
    id: "backup",
    name: "backup",
    title: "data is kept, backed up, and the way back is prepared",
    rules: [
      "backup-without-retention",
      "claim-retention-delete",
      "no-backup",
      "reclaim-delete",
      "restore-untested",
      "restore-without-volumes",
      "snapshot-class-delete",
      "unprotected-data",
    ],
    weighs: "critical",
  },
  {
    id: "controller",
    name: "controller and updates",
    title: "the right controller, pod order and updates",
    rules: [
      "bare-pod",
      "batch-set",
      "daemon-like-set",
      "held-rollout",
      "no-grace-period",
      "pod-management-policy",
      "replacement-kills-pods",
      "stateful-deployment",
      "stateless-set",
    ],
    weighs: "high",
  },
  {
    id: "budget",
    name: "budget",
    title: "a disruption budget that lets one pod go",
    rules: [
      "budget-blocks-drain",
      "budget-selects-nothing",
      "no-disruption-budget",
      "overlapping-budgets",
      "unhealthy-pods-block-drain",
    ],
    weighs: "high",
  },
  {
    id: "service",
    name: "governing Service",
    title: "a governing Service",
    rules: ["governing-service", "peers-not-ready", "service-selects-nothing"],
    weighs: "high",
  },
  {
    id: "placement",
    name: "spread",
    title: "replicas spread over nodes and zones, with the tolerations that they need",
    rules: [
      "more-replicas-than-zones",
      "no-spread",
      "single-replica",
      "spot-data",
      "spread-selects-nothing",
      "throwaway-environment",
      "unmoved-regional-disk",
    ],
    weighs: "high",
  },
  {
    id: "resources",
    name: "requests and limits",
    title: "requests and limits",
    rules: ["no-ephemeral-storage-limit", "no-memory-limit", "no-requests"],
    weighs: "medium",
  },
  {
    id: "probes",
    name: "probes",
    title: "probes that say who may serve",
    rules: ["eager-liveness", "no-liveness-probe", "no-readiness-probe"],
    weighs: "medium",
  },
  {
    id: "scaling",
    name: "scaling",
    title: "one hand on replicas and requests",
    rules: [
      "autoscaler-target-unseen",
      "autoscaler-without-target",
      "two-replica-writers",
      "vpa-auto",
      "vpa-hpa-conflict",
      "vpa-unbounded",
    ],
    weighs: "high",
  },
  {
    id: "security",
    name: "security and isolation",
    title: "a security context, isolation and a fixed image",
    rules: [
      "clear-password",
      "mutable-image",
      "namespace-pod-security",
      "no-network-policy",
      "pod-security",
      "pod-security-policy",
      "privileged-pod",
      "public-database",
      "token-automount",
    ],
    weighs: "high",
  },
  {
    id: "alerts",
    name: "alert rules",
    title: "alert rules",
    rules: [],
    weighs: "medium",
  },
] as const satisfies readonly Check[];

/** Name of a check. */
export type CheckId = (typeof CHECKLIST)[number]["id"];
