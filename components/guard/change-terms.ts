import type { HardLimits } from "../../cluster/growth-plan";

/** What a change of a StatefulSet may take. */
export interface ChangeTerms {
  /** Minutes in which pods and disks must be there. */
  readonly timeoutMinutes: number;
  /** Quotas that the stack itself sets, and so changes before, with what they will be. */
  readonly ownQuotas: HardLimits;
  /** Names of the ConfigMaps and Secrets that the program makes for it now. They are never cleared. */
  readonly configuration: readonly string[];
  /** The namespace, and with it pods and claims, is still there when the stack has been destroyed. */
  readonly namespaceStays: boolean;
}

/** What is known of the cluster besides how it is reached. */
export interface ClusterTerms {
  /** Price of a disk of a StorageClass for each GiB a month, for the preview of a growth. @default - not known */
  readonly diskMonth?: (className: string) => number | undefined;
  /** What tells it from other clusters, where the stack moves to it on purpose. @default - the stack stays where it is */
  readonly movesTo?: string | undefined;
  /** Flags with which a person's commands reach it, such as `--context NAME`. @default - the current context */
  readonly flags?: string | undefined;
}
