import * as pulumi from "@pulumi/pulumi";
import { claimsOfSet } from "../../cluster/claims";
import { planGrowth } from "../../cluster/growth-plan";
import { claimsOf } from "../../cluster/objects";
import { podsOfSet } from "../../cluster/pods";
import { bytes } from "../../policy/facts/quantities";
import { growthNotes } from "./growth-notes";
import { inputAt, markedCluster, textAt } from "./marks";
import { setOf } from "./workload-facts";
import { changedData, grownVolumes, orphaned } from "./workload-refusals";
import type { Claim } from "../../cluster/claims";
import type { ClusterClient } from "../../cluster/client";
import type { ClaimGrowth } from "../../cluster/growth-plan";
import type { ChangeTerms, ClusterTerms } from "./change-terms";
import type { Inputs } from "./marks";
import type { VolumeFacts, WorkloadFacts } from "./workload-facts";
import type { ApiObject, ObjectType } from "../../cluster/api-object";

/** What was and will be of a set that is replaced, and what else the same run makes larger. */
export interface Replacement {
  readonly was: WorkloadFacts;
  readonly willBe: WorkloadFacts;
  /** Claims of other sets of the run. This one's are added. */
  readonly planned: ClaimGrowth[];
}

/**
 * What the cluster says against the replacement of a set, as a sentence each. Where nothing is against it, a preview is told which claims
 * will grow, and what that costs. Errors: ClusterError where the cluster does not say.
 */
export async function replacementRefusals(
  client: ClusterClient,
  { planned, was, willBe }: Replacement,
  { diskMonth, ownQuotas }: ChangeTerms & ClusterTerms,
): Promise<readonly string[]> {
  const set = setOf(willBe);
  const live = await client.get("apps/v1", "StatefulSet", set.name, set.namespace);
  const scaled = scaledElsewhere(inputAt(live, "spec", "replicas"), was, willBe);
  const sizes = grownVolumes(was, willBe);
  if (scaled.length > 0 || Object.keys(sizes).length === 0) {
    return scaled;
  }
  // In an update the claims of other sets may have grown already, and then count as used.
  const alongside = pulumi.runtime.isDryRun() ? [...planned] : [];
  const plan = await planGrowth(client, set, sizes, { ownQuotas, alongside });
  planned.push(...plan.grows);
  if (pulumi.runtime.isDryRun() && plan.blocked.length === 0) {
    growthNotes(plan, diskMonth).forEach((note) => void pulumi.log.info(note));
  }
  return plan.blocked.map((sentence) => `gke-stateful:workloads.${set.name}.volumes cannot grow: ${sentence}`);
}

/** A replaced set starts with the program's number, and the pods above it would be stopped without a word. */
function scaledElsewhere(replicas: unknown, was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  return typeof replicas === "number" && replicas !== was.replicas && replicas > willBe.replicas
    ? [
        `gke-stateful:workloads.${willBe.name}.replicas is ${String(willBe.replicas)}: somebody scaled the set to ${String(replicas)}, and this change replaces it, so the pods above would be stopped. Set replicas to ${String(replicas)} first, or scale the set back.`,
      ]
    : [];
}

/** A set that is deleted while its namespace stays leaves its pods behind. */
export async function orphanRefusals(client: ClusterClient, was: WorkloadFacts): Promise<readonly string[]> {
  const pods = await podsOfSet(client, setOf(was));
  return pods.length === 0 ? [] : orphaned(was, `it has ${pods.map(({ metadata }) => metadata.name).join(", ")}`);
}

/**
 * What is against making a set whose pods run already, because a replacement was cut off after the old set had gone: the new one must
 * take them over as they are.
 */
export async function adoptionRefusals(client: ClusterClient, willBe: WorkloadFacts): Promise<readonly string[]> {
  const set = setOf(willBe);
  if ((await client.get("apps/v1", "StatefulSet", set.name, set.namespace)) !== undefined) {
    return []; // It is being replaced, or the provider reports that it exists.
  }
  const pods = await podsOfSet(client, set);
  const volumes = [...new Set(pods.flatMap((pod) => volumesOf(pod)))];
  const claims = await claimsOfSet(client, set, volumes);
  return pods.length === 0
    ? []
    : changedData({ ...willBe, labels: labelsLike(willBe.labels, pods), volumes: smallestDisks(claims) }, willBe);
}

/** Names of the templates that the claims of a pod come from. */
function volumesOf(pod: ApiObject): readonly string[] {
  const end = `-${pod.metadata.name}`;
  return claimsOf(pod).flatMap((claim) => (claim.endsWith(end) ? [claim.slice(0, -end.length)] : []));
}

/** The labels of the first pod that a selector would not find, as far as the selector asks for them. */
function labelsLike(selector: unknown, pods: readonly ApiObject[]): unknown {
  const wanted = Object.entries((selector ?? {}) as Readonly<Record<string, unknown>>);
  const strange = pods.find(({ metadata }) => wanted.some(([key, value]) => metadata.labels?.[key] !== value));
  return strange === undefined
    ? selector
    : Object.fromEntries(wanted.map(([key]) => [key, strange.metadata.labels?.[key] ?? null]));
}

function smallestDisks(claims: readonly Claim[]): Record<string, VolumeFacts> {
  return disks(claims, (one, other) => bytes(one) < bytes(other));
}

/** For each volume the size of the disk that is first by an order. */
function disks(
  claims: readonly Claim[],
  isFirst: (one: string, other: string) => boolean,
): Record<string, VolumeFacts> {
  return claims.reduce<Record<string, VolumeFacts>>((all, { capacity = "0", className, volume }) => {
    const so = all[volume];
    return so === undefined || isFirst(capacity, so.size) ? { ...all, [volume]: { size: capacity, className } } : all;
  }, {});
}

/** Facts with the largest disk that a volume really has: a growth that failed can be taken back. */
export async function withDisks(client: ClusterClient, facts: WorkloadFacts): Promise<WorkloadFacts> {
  const claims = await claimsOfSet(client, setOf(facts), Object.keys(facts.volumes));
  const largest = disks(claims, (one, other) => bytes(one) > bytes(other));
  const volumes = Object.entries(facts.volumes).map(([name, volume]) => [
    name,
    { ...volume, disk: largest[name]?.size ?? "0" },
  ]);
  return { ...facts, volumes: Object.fromEntries(volumes) as WorkloadFacts["volumes"] };
}

/** A class that goes takes the growth of its claims along: the API server asks the class whether a claim may grow. */
export async function classRefusals(client: ClusterClient, className: string, urn: string): Promise<readonly string[]> {
  const all = await client.list("v1", "PersistentVolumeClaim");
  const on = all.filter(({ spec }) => textAt(spec, "storageClassName") === className);
  const names = on.map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`);
  return names.length === 0
    ? []
    : [
        `gke-stateful:storage no longer makes a class (className, create or classes changed): storage class ${className} must stay, because ${names.join(", ")} ${names.length === 1 ? "is" : "are"} on it and could never grow again. Set it back. To let new claims use another class, first leave this one in the cluster, without Pulumi: npx pulumi state delete "${urn}".`,
      ];
}

/** An object of that name in the cluster that a stack moves to must be ours, restored from the one that it leaves. */
export async function moveRefusals(
  client: ClusterClient,
  { apiVersion, kind }: ObjectType,
  was: Inputs,
): Promise<readonly string[]> {
  const [name = "", namespace] = [textAt(was, "metadata", "name"), textAt(was, "metadata", "namespace")];
  const live = await client.get(apiVersion, kind, name, namespace);
  return live === undefined || markedCluster(live) === markedCluster(was)
    ? []
    : [
        `gke-stateful:kubeconfig.clusterId moves the stack to a cluster that has ${kind} ${[namespace, name].filter((part) => part !== undefined).join("/")} already, and it is not this stack's: must be another cluster, or one without it. Look at it with kubectl; to make it part of a stack, use pulumi import.`,
      ];
}
