import type { Case } from "./case";
import type { ContainerStatus, Pod } from "./types";

/** Pods of all sets of users. */
export function workloadPods(the: Case): readonly Pod[] {
  return the.sets.flatMap((set) => the.podsOf(set));
}

/** What the kubelet says of a pod's containers, those that come first first. */
export function containersOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}
