import { ordinalIn } from "../policy/facts/ordinals";
import { ZONE_LABELS } from "../policy/facts/node-labels";
import { claimsOf } from "./objects";
import { useOf } from "./disk-use";
import { SNAPSHOT_API, snapshotOf } from "./snapshots";
import type { DiskUse } from "./disk-use";
import type { Snapshot } from "./snapshots";
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
  /** Name of the PersistentVolume; undefined where it has none yet. */
  readonly volume: string | undefined;
}

/** A volume whose claim is gone. The disk is there, and is paid for. */
export interface ReleasedVolume {
  readonly name: string;
  /** `namespace/name` of the claim that it had. */
  readonly claim: string;
  readonly size: string;
  readonly className: string | undefined;
  readonly zones: readonly string[];
  /** `Retain`, or `Delete` where the driver could not delete it yet. */
  readonly reclaimPolicy: string;
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
  readonly deployments: readonly ApiObject[];
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
  const [claims, volumes, pods, sets, deployments, snapshots] = await Promise.all([
    client.list("v1", "PersistentVolumeClaim", selection),
    client.list("v1", "PersistentVolume"),
    client.list("v1", "Pod", selection),
    client.list("apps/v1", "StatefulSet", selection),
    client.list("apps/v1", "Deployment", selection),
    listSnapshots(client, selection),
  ]);
  const use = scope.asksNodes === true ? await useOf(client, pods) : new Map<string, DiskUse>();
  const ofNamespace = volumes.filter(
    (volume) => scope.namespace === undefined || claimedBy(volume)?.namespace === scope.namespace,
  );
  return inventoryOf({ claims, volumes: ofNamespace, pods, sets, deployments, snapshots, use });
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
    released: objects.volumes.filter(isReleased).map(releasedOf),
  };
}

/** What is looked up for every claim. */
interface InventoryFacts {
  readonly volumes: ReadonlyMap<string, ApiObject>;
  readonly mounted: ReadonlySet<string>;
  /** Claims that Deployments name, whether pods of them are there or not. */
  readonly named: ReadonlySet<string>;
  readonly makers: ReadonlyMap<string, readonly Maker[]>;
  readonly snapshots: ReadonlyMap<string, readonly Snapshot[]>;
  readonly use: ReadonlyMap<string, DiskUse>;
}

function factsOf({ deployments, pods, sets, snapshots, use, volumes }: InventoryObjects): InventoryFacts {
  const claimKeys = (workload: ApiObject, spec: ApiObject): readonly string[] =>
    claimsOf(spec).map((name) => keyOf(workload, name));
  return {
    volumes: new Map(volumes.map((volume) => [volume.metadata.name, volume])),
    mounted: new Set(pods.filter(isRunning).flatMap((pod) => claimKeys(pod, pod))),
    named: new Set(deployments.flatMap((deployment) => claimKeys(deployment, templateOf(deployment)))),
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
  const good = (facts.snapshots.get(key) ?? []).filter(({ isReady }) => isReady);
  return {
    namespace: namespaceOf(claim),
    name: claim.metadata.name,
    state: stateOf(key, maker !== undefined, facts),
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
    volume: volume?.metadata.name,
  };
}

function stateOf(key: string, hasSet: boolean, { mounted, named }: InventoryFacts): ClaimState {
  if (mounted.has(key)) {
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

function keyOf({ metadata }: ApiObject, name: string): string {
  return `${metadata.namespace ?? ""}/${name}`;
}

/** A pod that has ended keeps its claims from nobody. */
function isRunning({ status }: ApiObject): boolean {
  const { phase } = (status ?? {}) as { phase?: string };
  return phase !== "Succeeded" && phase !== "Failed";
}

function templateOf(workload: ApiObject): ApiObject {
  const { template } = workload["spec"] as { template: Omit<ApiObject, "apiVersion" | "kind"> };
  return { ...workload, spec: template["spec"] };
}

interface Maker {
  readonly set: ApiObject;
  readonly base: string;
}

function templatesOf(set: ApiObject): readonly Maker[] {
  const { volumeClaimTemplates = [] } = set["spec"] as {
    volumeClaimTemplates?: readonly { metadata: { name: string } }[];
  };
  return volumeClaimTemplates.map(({ metadata }) => ({ set, base: `${metadata.name}-${set.metadata.name}` }));
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

interface VolumeSpec {
  readonly capacity?: { readonly storage?: string };
  readonly storageClassName?: string;
  readonly persistentVolumeReclaimPolicy?: string;
  readonly claimRef?: { readonly namespace?: string; readonly name?: string };
  readonly nodeAffinity?: {
    readonly required?: {
      readonly nodeSelectorTerms?: readonly {
        readonly matchExpressions?: readonly { readonly key: string; readonly values?: readonly string[] }[];
      }[];
    };
  };
}

/** The claim that a volume is, or was, for. */
export function claimedBy(volume: ApiObject): VolumeSpec["claimRef"] {
  return (volume["spec"] as VolumeSpec).claimRef;
}

/** Zones in which the disk of a volume is, sorted; none where it does not say. */
function zonesOf(volume: ApiObject): readonly string[] {
  const terms = (volume["spec"] as VolumeSpec).nodeAffinity?.required?.nodeSelectorTerms ?? [];
  const zones = terms
    .flatMap(({ matchExpressions = [] }) => matchExpressions)
    .filter(({ key }) => ZONE_LABELS.includes(key))
    .flatMap(({ values = [] }) => values);
  return [...new Set(zones)].toSorted();
}

/** Whether a volume has lost its claim and still has its disk. */
export function isReleased(volume: ApiObject): boolean {
  const { phase } = (volume["status"] ?? {}) as { phase?: string };
  return phase === "Released" || phase === "Failed";
}

function releasedOf(volume: ApiObject): ReleasedVolume {
  const spec = volume["spec"] as VolumeSpec;
  return {
    name: volume.metadata.name,
    claim: `${spec.claimRef?.namespace ?? ""}/${spec.claimRef?.name ?? ""}`,
    size: spec.capacity?.storage ?? "0",
    className: spec.storageClassName,
    zones: zonesOf(volume),
    reclaimPolicy: spec.persistentVolumeReclaimPolicy ?? "Retain",
  };
}
