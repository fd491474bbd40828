import { MAY_BE_LOST } from "./requirements";
import type { Requirements } from "./requirements";

/** What to use in place of a StatefulSet. */
export interface OtherTool {
  /** The tool. */
  readonly tool: string;
  /** Why it fits better. */
  readonly why: string;
}

/** Where a StatefulSet is the wrong tool, the right one; undefined where it is right. */
export function otherToolFor({ data, rpo }: Requirements): OtherTool | undefined {
  switch (data) {
    case "none":
      return {
        tool: "a Deployment",
        why: "Nothing has to stay with a pod. A Deployment starts, updates and scales without order and without disks.",
      };
    case "shared-files":
      return {
        tool: "a Deployment with a volume that many pods can write: Filestore, or a bucket through Cloud Storage FUSE",
        why: "A StatefulSet gives every pod a disk of its own, and a disk of Compute Engine has one writer.",
      };
    case "cache":
      return rpo === MAY_BE_LOST
        ? {
            tool: "a Deployment with an emptyDir, or Memorystore",
            why: "What can be made again needs no disk that outlives the pod, no backup and no order. If making it again takes longer than the service may be slow, the data counts: give a recovery point.",
          }
        : undefined;
    default:
      return undefined;
  }
}

/** Managed services that spare a team the work, where one exists for the kind of data. */
export const MANAGED: Readonly<Partial<Record<Requirements["data"], string>>> = {
  replicated: "Cloud SQL, AlloyDB, Spanner or Managed Service for Apache Kafka",
  single: "Cloud SQL",
  cache: "Memorystore",
};
