import { machineType } from "../../policy/facts/machine-types";
import { DEFAULT_UNREACHABLE_SECONDS } from "../schema/workload";
import { poolsOf } from "./capacity";
import { diskClassOf, diskClassPath } from "./disk-classes";
import type { StackConfig } from "../stack-config";
import type { WorkloadSettings } from "../schema/workload";

/** What decides whether the Stateful HA operator can move a workload. */
type Surroundings = Pick<StackConfig, "pools" | "storage" | "target">;

/** Why the operator cannot move the pods of a workload. */
export interface Obstacle {
  /** What is needed, as the end of a sentence. */
  readonly allowed: string;
  readonly fix: string;
}

/**
 * What keeps the Stateful HA operator of GKE from moving a workload's pods; undefined where nothing does.
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/stateful-ha (regional Persistent Disk; E2, N1, N2 and N2D).
 */
export function obstacleToFailover(
  workload: WorkloadSettings,
  { pools, storage, target }: Surroundings,
): Obstacle | undefined {
  const unmoved = Object.values(workload.volumes)
    .flatMap((volume) => diskClassOf(volume, storage) ?? [])
    .find(({ disks: { diskType, regional } }) => !regional || !diskType.startsWith("pd-"));
  if (target !== "gke" || unmoved !== undefined) {
    const where = diskClassPath(unmoved).join(".");
    return {
      allowed: "needs target gke and regional pd-* disks, the only ones that the Stateful HA operator moves",
      fix: `Set enabled to false, or set ${where}.regional to true with a pd-* diskType.`,
    };
  }
  const pool = poolsOf(workload, pools).find(({ machineType: type }) => machineType(type)?.statefulHa !== true);
  return (
    pool && {
      allowed: `does not work on ${pool.machineType} of pool ${pool.name}`,
      fix: "Use e2, n1, n2 or n2d machines, or set enabled to false.",
    }
  );
}

/** Failover of a workload: what the configuration says, or the operator where it can. A class of somebody else may be of any disk. */
export function failoverOf(
  workload: WorkloadSettings,
  surroundings: Surroundings,
): NonNullable<WorkloadSettings["failover"]> {
  const areKnown = Object.values(workload.volumes).every(
    (volume) => diskClassOf(volume, surroundings.storage) !== undefined,
  );
  const isPossible = areKnown && obstacleToFailover(workload, surroundings) === undefined;
  return workload.failover ?? { enabled: isPossible, afterNodeUnreachableSeconds: DEFAULT_UNREACHABLE_SECONDS };
}
