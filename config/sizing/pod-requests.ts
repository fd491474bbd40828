import { bytes, millicores } from "../../policy/facts/quantities";
import type { WorkloadSettings } from "../schema/workload";

/** What a pod asks of a node. */
export interface PodRequests {
  /** CPU in thousandths. */
  readonly millicores: number;
  /** Memory in bytes. */
  readonly memoryBytes: number;
  /** Ephemeral storage in bytes; undefined where no container asks for any. */
  readonly ephemeralBytes: number | undefined;
}

/** The sum over the workload's container and its sidecars. Init containers ask for no more than the workload's, and run before it. */
export function podRequests({ resources, sidecars }: Pick<WorkloadSettings, "resources" | "sidecars">): PodRequests {
  const all = [resources, ...sidecars.map((sidecar) => sidecar.resources)].map(({ requests }) => requests);
  const ephemeral = all.flatMap(({ ephemeralStorage }) => (ephemeralStorage === undefined ? [] : [ephemeralStorage]));
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  return {
    millicores: sum(all.map(({ cpu }) => millicores(cpu))),
    memoryBytes: sum(all.map(({ memory }) => bytes(memory))),
    ephemeralBytes: ephemeral.length === 0 ? undefined : sum(ephemeral.map(bytes)),
  };
}
