import { STATUS } from "./answer";
import { claimsOf, nodeNameOf } from "./objects";
import type { Answer } from "./answer";
import type { ApiObject } from "./api-object";
import type { ClusterClient } from "./client";

/** What a node says of a mounted disk. */
export interface DiskUse {
  readonly usedBytes: number;
  readonly capacityBytes: number;
  readonly inodesUsed: number;
  readonly inodes: number;
}

interface VolumeStats {
  readonly pvcRef?: { readonly name: string; readonly namespace: string };
  readonly usedBytes?: number;
  readonly capacityBytes?: number;
  readonly inodesUsed?: number;
  readonly inodes?: number;
}

interface Summary {
  readonly pods?: readonly { readonly volume?: readonly VolumeStats[] }[];
}

/**
 * How full the disks of pods are, by `namespace/name` of the claim. A node that does not answer, or may not be asked (get nodes/proxy), says
 * nothing of its disks. Source: k8s.io/kubelet, pkg/apis/stats/v1alpha1
 */
export async function useOf(client: ClusterClient, pods: readonly ApiObject[]): Promise<ReadonlyMap<string, DiskUse>> {
  const nodes = [...new Set(pods.filter((pod) => claimsOf(pod).length > 0).flatMap((pod) => nodeNameOf(pod) ?? []))];
  const answers = await Promise.all(
    nodes.map((node) =>
      client.request("GET", `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`).catch(() => undefined),
    ),
  );
  return new Map(answers.flatMap((answer) => (answer === undefined ? [] : volumesIn(answer))).flatMap(entryOf));
}

function volumesIn({ body, status }: Answer): readonly VolumeStats[] {
  const { pods = [] }: Summary = status === STATUS.ok ? body : {};
  return pods.flatMap(({ volume = [] }) => volume);
}

function entryOf({
  capacityBytes = 0,
  inodes = 0,
  inodesUsed = 0,
  pvcRef,
  usedBytes = 0,
}: VolumeStats): readonly [string, DiskUse][] {
  return pvcRef === undefined
    ? []
    : [[`${pvcRef.namespace}/${pvcRef.name}`, { usedBytes, capacityBytes, inodesUsed, inodes }]];
}
