import { STATUS } from "./answer";
import { nodeNameOf } from "./objects";
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
 * How full the disks on the nodes of pods are, by `namespace/name` of the claim. A node that does not answer says nothing of its disks. It
 * needs the right to get nodes/proxy, which listing does not bring: whoever may not ask the first node may ask none.
 * Source: k8s.io/kubelet, pkg/apis/stats/v1alpha1
 */
export async function useOf(client: ClusterClient, pods: readonly ApiObject[]): Promise<ReadonlyMap<string, DiskUse>> {
  const [first, ...others] = new Set(pods.flatMap((pod) => nodeNameOf(pod) ?? []));
  const answer = first === undefined ? undefined : await summaryOf(client, first);
  const isForbidden = answer?.status === STATUS.forbidden;
  const rest = isForbidden ? [] : await Promise.all(others.map((node) => summaryOf(client, node)));
  return new Map([answer, ...rest].flatMap((one) => (one === undefined ? [] : volumesIn(one))).flatMap(entryOf));
}

function summaryOf(client: ClusterClient, node: string): Promise<Answer | undefined> {
  return client.request("GET", `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`).catch(() => undefined);
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
  usedBytes,
}: VolumeStats): readonly [string, DiskUse][] {
  return pvcRef === undefined || usedBytes === undefined
    ? []
    : [[`${pvcRef.namespace}/${pvcRef.name}`, { usedBytes, capacityBytes, inodesUsed, inodes }]];
}
