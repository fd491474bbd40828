import { failoverOf } from "./failover";
import { hostSpread } from "./host-spread";
import type { StackConfig } from "../stack-config";
import type { WorkloadSettings } from "../schema/workload";

/** The workloads of a stack, with the defaults filled in that depend on its disks, pools and environment. */
export function completedWorkloads(config: StackConfig): StackConfig["workloads"] {
  return Object.fromEntries(
    Object.entries(config.workloads).map(([name, workload]) => [name, completed(workload, config)]),
  );
}

function completed(workload: WorkloadSettings, config: StackConfig): WorkloadSettings {
  return {
    ...workload,
    failover: failoverOf(workload, config),
    spread: { ...workload.spread, ...hostSpread(workload, config) },
  };
}
