import type { Case } from "./case";
import type { Claim, ContainerStatus, Pod } from "./types";

/** Pods of all sets of users. */
export function workloadPods(the: Case): readonly Pod[] {
  return the.sets.flatMap((set) => the.podsOf(set));
}

/** What the kubelet says of a pod's containers, those that come first first. */
export function containersOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** Claims that pods of a set mount, or would. */
export function usedClaims(the: Case): readonly Claim[] {
  return [...new Set(workloadPods(the).flatMap((pod) => the.claimsOf(pod)))];
}

/** Where a pod may name others: its arguments, commands and variables. */
export function textsOf({ spec }: Pod): readonly string[] {
  return spec.containers.flatMap(({ args = [], command = [], env = [] }) => [
    ...args,
    ...command,
    ...env.map(({ value = "" }) => value),
  ]);
}
