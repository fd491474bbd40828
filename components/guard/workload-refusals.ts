import { isDeepStrictEqual } from "node:util";
import { differs } from "./differences";
import { bytes } from "../../policy/facts/quantities";
import type { WorkloadFacts } from "./workload-facts";

/** What was and what will be. */
type Check = (was: WorkloadFacts, willBe: WorkloadFacts) => readonly string[];

/**
 * What must not happen to a workload, as a sentence each; `willBe` is undefined where it leaves the program. An update, a replacement
 * and a removal are judged alike: what counts is what was and what will be, not how the engine gets there.
 */
export function workloadRefusals(was: WorkloadFacts, willBe: WorkloadFacts | undefined): readonly string[] {
  return willBe === undefined ? removed(was) : CHECKS.flatMap((check) => check(was, willBe));
}

/** What a person should know of a change that may happen, as a sentence each. */
export function workloadNotes(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  return [...changedClasses(was, willBe), ...lostNames(was, willBe), ...lostRevision(was, willBe)];
}

/** Keys whose change replaces the StatefulSet around its pods. Source: pulumi-kubernetes, provider/pkg/provider/diff.go */
export function replacingKeys(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  return [
    ...(differs(was.templates, willBe.templates) ? ["volumes"] : []),
    ...(was.serviceName === willBe.serviceName ? [] : ["serviceName"]),
    ...(was.podManagement === willBe.podManagement ? [] : ["podManagement"]),
    ...([undefined, was.namespace].includes(willBe.namespace) ? [] : ["namespace"]),
    ...(isDeepStrictEqual(was.labels, willBe.labels) ? [] : ["labels"]),
  ];
}

/** Volumes that become larger: name → new size. */
export function grownVolumes(was: WorkloadFacts, willBe: WorkloadFacts): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(willBe.volumes)
      .filter(([name, { size }]) => {
        const before = was.volumes[name];
        return before !== undefined && bytes(size) > bytes(before.size);
      })
      .map(([name, { size }]) => [name, size]),
  );
}

/** A set that leaves the program is deleted, and its pods go on without anybody who minds them. */
function removed(was: WorkloadFacts): readonly string[] {
  return was.replicas === 0 && !was.otherScaler ? [] : orphaned(was, `it has ${String(was.replicas)} replicas`);
}

/** What must not happen to a set that would be deleted without its pods; `why` says that it has some. */
export function orphaned({ name, otherScaler }: WorkloadFacts, why: string): readonly string[] {
  const owner = otherScaler ? "replicasOwner: program, no horizontalAutoscaler, and " : "";
  return [
    `${key(name)} would be gone, and ${why}: must stay until it has no pods, because they would go on running with nobody to restart, update or stop them. Set it to ${owner}replicas: 0, run pulumi up, and do this then; its claims stay, and so do Secrets with generated values.`,
  ];
}

/** What must not differ where pods and claims go over to another set. */
export function changedData(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  return [changedLabels, shrunkVolumes, lostVolumes].flatMap((check) => check(was, willBe));
}

/** Whether a volume is to be smaller than the program said before. */
export function isSmaller(was: WorkloadFacts, willBe: WorkloadFacts): boolean {
  return shrunkVolumes(was, willBe).length > 0;
}

const CHECKS: readonly Check[] = [
  otherCluster,
  otherNamespace,
  changedLabels,
  shrunkVolumes,
  lostVolumes,
  replacedUnderScaler,
  replacedWithoutOrphans,
  claimsGoAtOnce,
];

function otherCluster(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  const known = was.cluster !== undefined && willBe.cluster !== undefined;
  return known && was.cluster !== willBe.cluster
    ? [
        `${key(willBe.name)} would leave the cluster ${was.cluster} for ${willBe.cluster}: must stay where its disks are. Point the stack back to its cluster, or make another stack for the other one (pulumi stack init). docs/destroy.md says how a stack is moved on purpose.`,
      ]
    : [];
}

function otherNamespace(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  const known = was.namespace !== undefined && willBe.namespace !== undefined;
  return known && was.namespace !== willBe.namespace
    ? [
        `gke-stateful:namespace.name is ${JSON.stringify(willBe.namespace)}: must stay ${JSON.stringify(was.namespace)}, because the claims of ${willBe.name} cannot move, and its pods would start on empty disks. Set it back; to run the service elsewhere, restore a backup there.`,
      ]
    : [];
}

/** The new set could not take the old pods over, nor make new ones of the same name. */
function changedLabels(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  return was.labels === undefined || isDeepStrictEqual(was.labels, willBe.labels)
    ? []
    : [
        `${key(willBe.name)}.labels is ${JSON.stringify(willBe.labels)}: must stay ${JSON.stringify(was.labels)}, because they select the pods that run. Put them back, or give the workload another name.`,
      ];
}

/** Disks only grow. */
function shrunkVolumes(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  return Object.entries(willBe.volumes).flatMap(([name, { size }]) => {
    const volume = was.volumes[name];
    const before = volume?.disk ?? volume?.size;
    return before !== undefined && bytes(size) < bytes(before)
      ? [
          `${key(willBe.name)}.volumes.${name}.size is ${size}: must not be below ${before}, ${volume?.disk === undefined ? "its size so far" : "the size of its largest disk"}, because a disk cannot shrink. Set it back to ${before} or more.`,
        ]
      : [];
  });
}

/** The claims of a volume that is gone would be left behind with their data. */
function lostVolumes(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  return Object.keys(was.volumes)
    .filter((name) => !Object.hasOwn(willBe.volumes, name))
    .map(
      (name) =>
        `${key(willBe.name)}.volumes.${name} is gone: must stay, because the pods would start on other, empty disks. Put it back; to begin anew on purpose, give the workload another name.`,
    );
}

/** A replaced set starts with the number in the program, whatever runs. */
function replacedUnderScaler(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  const keys = replacingKeys(was, willBe);
  return (was.otherScaler || willBe.otherScaler) && keys.length > 0
    ? [
        `${key(willBe.name)}.${keys.join(" and .")} changed, which replaces the StatefulSet: the number of replicas must come from the program before and after, or pods that another scaler added would be stopped. First set replicasOwner to program, remove horizontalAutoscaler, set replicas to the number that runs now, and run pulumi up; then make this change; then put them back.`,
      ]
    : [];
}

/** The annotation counts on the old set: one that lacks it takes its pods along, and with them maybe its claims. */
function replacedWithoutOrphans(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  const keys = replacingKeys(was, willBe);
  const claims = was.deletesWithSet ? ", and all of its claims with them" : "";
  return !was.orphansPods && keys.length > 0
    ? [
        `${key(willBe.name)}.${keys.join(" and .")} changed, which replaces the StatefulSet: must wait until the set has the annotation pulumi.com/deletionPropagationPolicy: orphan, because all pods would be stopped at once${claims}. Undo the change, run pulumi up, and make it again.`,
      ]
    : [];
}

/** Either is asked for; in one step they delete claims that were kept until now. */
function claimsGoAtOnce(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  const fewer = willBe.replicas < was.replicas;
  return willBe.deletesScaled && !was.deletesScaled && fewer
    ? [
        `${key(willBe.name)}.retention.whenScaled is "Delete" and replicas falls from ${String(was.replicas)} to ${String(willBe.replicas)}: must not change together, because the claims of the pods that go would be deleted at once. Change one, run pulumi up, and then the other.`,
      ]
    : [];
}

function changedClasses(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  return Object.entries(willBe.volumes).flatMap(([name, { className }]) => {
    const before = was.volumes[name]?.className;
    return before !== undefined && className !== undefined && before !== className
      ? [
          `${key(willBe.name)}.volumes.${name}: claims that exist stay on storage class ${before}; only new ones are made on ${className}. gke-stateful volumes migrate ${willBe.name} moves them.`,
        ]
      : [];
  });
}

/** A pod has its DNS name from when it was made, and the old headless Service goes at the end of the update. */
function lostNames(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  return was.serviceName === willBe.serviceName
    ? []
    : [
        `${key(willBe.name)}.serviceName changed: pods that run keep the old name, which nobody answers for after this update. Restart them afterwards: kubectl rollout restart statefulset/${willBe.name} --namespace ${willBe.namespace ?? ""}.`,
      ];
}

/** The successor of a set takes its newest revision for all pods that start from then on. */
function lostRevision(was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  const keys = replacingKeys(was, willBe);
  return was.partition > 0 && keys.length > 0
    ? [
        `${key(willBe.name)}.${keys.join(" and .")} changed, which replaces the StatefulSet: pods below the partition ${String(was.partition)} run on as they are, and come back with the new revision when they restart.`,
      ]
    : [];
}

function key(workload: string): string {
  return `gke-stateful:workloads.${workload}`;
}
