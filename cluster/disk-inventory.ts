import { ordinalIn } from "../policy/facts/ordinals";
import { claimBases } from "./claims";
import { claimsOf } from "./objects";
import { isOver } from "./pods";
import { useOf } from "./disk-use";
import { SNAPSHOT_API, snapshotOf } from "./snapshots";
import { claimedBy, isWithoutClaim, releasedOf, zonesOf } from "./volumes";
import type { DiskUse } from "./disk-use";
import type { Snapshot } from "./snapshots";
import type { ReleasedVolume } from "./volumes";
import type { ClusterClient } from "./client";
import type { ApiObject } from "./api-object";

/** Where a claim stands. `idle`: its set has no pod of that ordinal now. `unused`: nothing in the cluster names it. */
type ClaimState = "in use" | "idle" | "unused";

/** A claim, and the disk behind it. */
export interface DiskClaim {
  readonly namespace: string;
  readonly name: string;
  readonly state: ClaimState;
  /** Name of the StatefulSet that made it; undefined where none did that is there. */
  readonly set: string | undefined;
  /** Ordinal of the pod that it belongs to. */
  readonly ordinal: number | undefined;
  /** Size that it has, or asks for where it has no disk yet. */
  readonly size: string;
  readonly className: string | undefined;
  /** Zones in which the disk is, sorted; none where it can be anywhere or nobody says. */
  readonly zones: readonly string[];
  /** When it was made, as the API server says it. */
  readonly created: string | undefined;
  /** When its last good snapshot was made. */
  readonly snapshot: string | undefined;
  /** Bytes that are used, and how much there is, as the node says; undefined where it was not asked or does not know. */
  readonly use: DiskUse | undefined;
  /** Name of the PersistentVolume that it names; undefined where it has none yet. */
  readonly volume: string | undefined;
  readonly uid: string | undefined;
  /** What in the cluster names it and may run pods at any moment, such as `Deployment web`; undefined for nothing. */
  readonly wantedBy: string | undefined;
}

/** All disks that claims or volumes name. */
export interface DiskInventory {
  readonly claims: readonly DiskClaim[];
  readonly released: readonly ReleasedVolume[];
}

/** Objects from which an inventory is made. */
export interface InventoryObjects {
  readonly claims: readonly ApiObject[];
  readonly volumes: readonly ApiObject[];
  readonly pods: readonly ApiObject[];
  readonly sets: readonly ApiObject[];
  /** What makes pods besides sets: Deployments, DaemonSets, CronJobs. */
  readonly workloads: readonly ApiObject[];
  readonly snapshots: readonly ApiObject[];
  /** `namespace/name` of a claim → what a node says. */
  readonly use: ReadonlyMap<string, DiskUse>;
}

/** What an inventory is of. */
export interface InventoryScope {
  /** @default every namespace */
  readonly namespace?: string | undefined;
  /** Ask the nodes how full the disks are, which needs the right to reach them. @default false */
  readonly asksNodes?: boolean;
}

/** Reads what an inventory needs, each kind once. Errors: ClusterError. */
export async function readInventory(client: ClusterClient, scope: InventoryScope): Promise<DiskInventory> {
  const selection = { namespace: scope.namespace };
  const [claims, volumes, pods, sets, deployments, daemons, jobs, snapshots] = await Promise.all([
    client.list("v1", "PersistentVolumeClaim", selection),
    client.list("v1", "PersistentVolume"),
    client.list("v1", "Pod", selection),
    client.list("apps/v1", "StatefulSet", selection),
    client.list("apps/v1", "Deployment", selection),
    client.list("apps/v1", "DaemonSet", selection),
    client.list("batch/v1", "CronJob", selection),
    listSnapshots(client, selection),
  ]);
  const use =
    scope.asksNodes === true
      ? await useOf(
          client,
          pods.filter((pod) => claimsOf(pod).length > 0),
        )
      : new Map<string, DiskUse>();
  const ofNamespace = volumes.filter(
    (volume) => scope.namespace === undefined || claimedBy(volume)?.namespace === scope.namespace,
  );
  return inventoryOf({
    claims,
    volumes: ofNamespace,
    pods,
    sets,
    workloads: [...deployments, ...daemons, ...jobs],
    snapshots,
    use,
  });
}

async function listSnapshots(client: ClusterClient, selection: object): Promise<readonly ApiObject[]> {
  return (await client.serves(SNAPSHOT_API, "VolumeSnapshot"))
    ? client.list(SNAPSHOT_API, "VolumeSnapshot", selection)
    : [];
}

/** What objects say of disks. */
export function inventoryOf(objects: InventoryObjects): DiskInventory {
  const facts = factsOf(objects);
  return {
    claims: objects.claims.map((claim) => diskClaim(claim, facts)),
    released: objects.volumes.filter(isWithoutClaim).map(releasedOf),
  };
}

/** What is looked up for every claim. */
interface InventoryFacts {
  readonly volumes: ReadonlyMap<string, ApiObject>;
  readonly mounted: ReadonlySet<string>;
  /** Claims that pod templates name → the workload, whether pods of it are there or not. */
  readonly named: ReadonlyMap<string, ApiObject>;
  readonly makers: ReadonlyMap<string, readonly Maker[]>;
  readonly snapshots: ReadonlyMap<string, readonly Snapshot[]>;
  readonly use: ReadonlyMap<string, DiskUse>;
}

function factsOf({ pods, sets, snapshots, use, volumes, workloads }: InventoryObjects): InventoryFacts {
  const claimKeys = (workload: ApiObject, spec: ApiObject): readonly string[] =>
    claimsOf(spec).map((name) => keyOf(workload, name));
  return {
    volumes: new Map(volumes.map((volume) => [volume.metadata.name, volume])),
    // A pod that has ended keeps its claims from nobody.
    mounted: new Set(pods.filter((pod) => !isOver(pod)).flatMap((pod) => claimKeys(pod, pod))),
    named: new Map(
      [...workloads, ...sets].flatMap((workload) =>
        claimKeys(workload, templateOf(workload)).map((key) => [key, workload] as const),
      ),
    ),
    makers: Map.groupBy(sets.flatMap(templatesOf), ({ set }) => namespaceOf(set)),
    snapshots: Map.groupBy(snapshots.map(snapshotOf), ({ claim, namespace }) => `${namespace}/${claim}`),
    use,
  };
}

function diskClaim(claim: ApiObject, facts: InventoryFacts): DiskClaim {
  const key = keyOf(claim, claim.metadata.name);
  const maker = makerOf(claim, facts.makers.get(namespaceOf(claim)) ?? []);
  const spec = claim["spec"] as ClaimSpec;
  const volume = facts.volumes.get(spec.volumeName ?? "");
  const good = (facts.snapshots.get(key) ?? []).filter((one) => one.isReady && isOfDisk(one, claim));
  const wanting = facts.named.get(key);
  return {
    namespace: namespaceOf(claim),
    name: claim.metadata.name,
    state: stateOf(claim, maker !== undefined, facts),
    set: maker?.set.metadata.name,
    ordinal: maker?.ordinal,
    size: sizeOf(claim),
    className: spec.storageClassName,
    zones: volume === undefined ? [] : zonesOf(volume),
    created: claim.metadata.creationTimestamp,
    snapshot: good
      .map(({ created }) => created)
      .toSorted()
      .at(-1),
    use: facts.use.get(key),
    volume: spec.volumeName,
    uid: claim.metadata.uid,
    wantedBy: wanting === undefined || isAsleep(wanting) ? undefined : `${wanting.kind} ${wanting.metadata.name}`,
  };
}

/** Whether a snapshot is of the disk that a claim has now: by the name of that, or else made after the claim. */
function isOfDisk({ created, disk }: Snapshot, { metadata, spec }: ApiObject): boolean {
  return disk === undefined ? created >= (metadata.creationTimestamp ?? "") : disk === (spec as ClaimSpec).volumeName;
}

/** Whether a workload was told to run no pods. */
function isAsleep({ kind, spec }: ApiObject): boolean {
  const { replicas, suspend = false } = spec as { replicas?: number; suspend?: boolean };
  return kind === "CronJob" ? suspend : replicas === 0;
}

function stateOf(claim: ApiObject, hasSet: boolean, { mounted, named }: InventoryFacts): ClaimState {
  const key = keyOf(claim, claim.metadata.name);
  // A pod's own claim is there as long as the pod is.
  const isOfPod = claim.metadata.ownerReferences?.some(({ kind }) => kind === "Pod") === true;
  if (mounted.has(key) || isOfPod) {
    return "in use";
  }
  return hasSet || named.has(key) ? "idle" : "unused";
}

/** The size that a claim has, or asks for. */
function sizeOf(claim: ApiObject): string {
  const status = (claim["status"] ?? {}) as { capacity?: { storage?: string } };
  return status.capacity?.storage ?? (claim["spec"] as ClaimSpec).resources?.requests?.storage ?? "0";
}

function namespaceOf({ metadata }: ApiObject): string {
  return metadata.namespace ?? "";
}

interface ClaimSpec {
  readonly storageClassName?: string;
  readonly volumeName?: string;
  readonly resources?: { readonly requests?: { readonly storage?: string } };
}

function keyOf(object: ApiObject, name: string): string {
  return `${namespaceOf(object)}/${name}`;
}

function templateOf(workload: ApiObject): ApiObject {
  interface Spec {
    readonly template?: { readonly spec?: object };
    readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec?: object } } };
  }
  const { jobTemplate, template = jobTemplate?.spec.template } = workload["spec"] as Spec;
  return { ...workload, spec: template?.spec ?? {} };
}

interface Maker {
  readonly set: ApiObject;
  readonly base: string;
}

function templatesOf(set: ApiObject): readonly Maker[] {
  return claimBases(set).map((base) => ({ set, base }));
}

function makerOf(claim: ApiObject, makers: readonly Maker[]): (Maker & { readonly ordinal: number }) | undefined {
  for (const maker of makers) {
    const ordinal = ordinalIn(claim.metadata.name, maker.base);
    if (ordinal !== undefined) {
      return { ...maker, ordinal };
    }
  }
  return undefined;
}
