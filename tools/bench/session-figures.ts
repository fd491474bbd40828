import { stream } from "../../cluster/transport";
import type { ClusterClient } from "../../cluster/client";
import type { ReplicaProcess } from "../../test/support/session-processes";

/** What a replica has used so far. */
export interface Cost {
  /** Seconds of a processor. */
  readonly seconds: number;
  /** Memory that it has now. */
  readonly bytes: number;
}

/** What a replica says of itself. */
export async function costOf({ url }: ReplicaProcess): Promise<Cost> {
  const lines = (await (await fetch(`${url}/metrics`)).text()).split("\n");
  return {
    seconds: sumOf(lines, /^process_cpu_seconds_total /),
    bytes: sumOf(lines, /^process_resident_memory_bytes /),
  };
}

/** Writes of Leases, pods, claims and sizes of sets that an API server has answered, whoever asked. */
export async function writesOf({ connection }: ClusterClient): Promise<number> {
  const lines: string[] = [];
  await new Promise<void>((resolve) => {
    stream(connection, "/metrics", (line) => lines.push(line), resolve);
  });
  return sumOf(lines, WRITES);
}

const WRITES =
  /^apiserver_request_total\{.*resource="(?:leases|pods|persistentvolumeclaims|statefulsets)".*verb="(?:POST|PUT|PATCH|DELETE)"/;

function sumOf(lines: readonly string[], which: RegExp): number {
  return lines
    .filter((line) => which.test(line))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}
