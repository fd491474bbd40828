import { volumeNameOf } from "../../../cluster/objects";
import { isOk, messageOf } from "../../../cluster/answer";
import { claimBases } from "../../../cluster/claims";
import { isLoose, zonesOf } from "../../../cluster/volumes";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { canAttach } from "../../../policy/facts/machine-types";
import { MACHINE_LABEL } from "../../../policy/facts/node-labels";
import { factsOf } from "../../../policy/graph/classes";
import { UserError } from "../../shared/user-error";
import { objectName } from "../object-name";
import { nextClaim } from "./record";
import { asGraph, classOf } from "./targets";
import type { ApiObject } from "../../../cluster/api-object";
import type { Claim } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { ClassFacts } from "../../../policy/facts/storage-classes";
import type { Move, Target } from "./plan";

/** What is looked at for all moves, read once. */
interface Facts {
  readonly volumes: ReadonlyMap<string, ApiObject>;
  readonly classes: readonly ApiObject[];
  readonly machines: readonly string[];
}

/** Errors: UserError where disks of what was asked for could not be made, or could not be used: after the old ones have been given up, pods would wait. */
export async function refuseTargets(client: ClusterClient, set: ApiObject, moves: readonly Move[]): Promise<void> {
  const [volumes, classes, nodes] = await Promise.all([
    client.list("v1", "PersistentVolume"),
    client.list("storage.k8s.io/v1", "StorageClass"),
    client.list("v1", "Node"),
  ]);
  const facts = {
    volumes: new Map(volumes.map((volume) => [volume.metadata.name, volume])),
    classes,
    machines: [...new Set(nodes.flatMap(({ metadata }) => metadata.labels?.[MACHINE_LABEL] ?? []))],
  };
  for (const target of new Set(moves.map((move) => move.target))) {
    const own = moves.filter((move) => move.target === target);
    const aboutClass = factsOf(asGraph(classOf(target.className, classes)));
    refuseLoose(volumes, target.className);
    refuseDriver(own, target, aboutClass, facts);
    refuseMachines(set.metadata, target, aboutClass, facts);
    refuseEarlyBinding(moves, target, aboutClass);
  }
  await refuseZones(client, set, moves, facts);
  for (const { claim, target } of moves) {
    if (claim !== undefined) {
      await refuseClaim(client, claim, target);
    }
  }
}

/** A claim with a source gets any volume that waits for nobody (kubernetes/kubernetes#101878), with whatever is on it. Errors: UserError. */
export function refuseLoose(volumes: readonly ApiObject[], className: string | undefined): void {
  const loose = className === undefined ? undefined : volumes.find((volume) => isLoose(volume, className));
  if (loose !== undefined) {
    throw new UserError(
      `PersistentVolume ${loose.metadata.name} of class ${className ?? ""} waits for no claim in particular: a claim that is made from a snapshot could get it, with other data. Give it a claimRef, another class or delete it first.`,
    );
  }
}

/** No driver reads the snapshots of another. */
function refuseDriver(
  moves: readonly Move[],
  { className }: Target,
  { provisioner }: ClassFacts,
  { volumes }: Facts,
): void {
  for (const move of moves) {
    const volume = volumes.get(diskOf(move));
    const { csi } = (volume?.["spec"] ?? {}) as { csi?: { driver?: string } };
    if (volume !== undefined && csi?.driver !== provisioner) {
      throw new UserError(
        `PersistentVolume ${diskOf(move)} is of driver ${csi?.driver ?? "(none of CSI)"}, and class ${className} of ${provisioner}: must be the same, because no driver reads the snapshots of another. Copy the data with the workload's own means instead.`,
      );
    }
  }
}

function diskOf({ claim, last }: Move): string {
  return (claim === undefined ? last?.volume.metadata.name : volumeNameOf(claim.object)) ?? "";
}

function refuseMachines(
  { name }: { readonly name: string },
  { className }: Target,
  { regional, type }: ClassFacts,
  { machines }: Facts,
): void {
  if (
    type !== undefined &&
    machines.length > 0 &&
    machines.every((machine) => canAttach(machine, type, regional) === false)
  ) {
    throw new UserError(
      `Class ${className} makes disks of type ${type}, which no node can attach (${machines.join(", ")}): must be one that machines take. Add a pool of other machines first, so that StatefulSet ${name} has somewhere to go.`,
    );
  }
}

/** Disks of one pod that are made before anybody knows where it goes may be made in different zones. */
function refuseEarlyBinding(moves: readonly Move[], { className }: Target, { immediate, regional }: ClassFacts): void {
  const templates = new Set(moves.map(({ volume }) => volume));
  if (immediate && !regional && templates.size > 1) {
    throw new UserError(
      `Class ${className} makes disks at once (volumeBindingMode Immediate), and a pod has ${String(templates.size)} that move: they could be made in different zones. Must be WaitForFirstConsumer.`,
    );
  }
}

/** A pod needs a zone that has all its disks. */
async function refuseZones(
  client: ClusterClient,
  set: ApiObject,
  moves: readonly Move[],
  { volumes }: Facts,
): Promise<void> {
  const claims = await client.list("v1", "PersistentVolumeClaim", { namespace: set.metadata.namespace });
  const bases = claimBases(set);
  const moving = new Set(moves.map(({ name }) => name));
  for (const { name, ordinal, target } of moves) {
    const { zones } = target;
    const others = claims.filter(
      ({ metadata }) => !moving.has(metadata.name) && bases.some((base) => ordinalIn(metadata.name, base) === ordinal),
    );
    for (const other of others) {
      const disk = volumes.get(volumeNameOf(other) ?? "");
      const there = disk === undefined ? [] : zonesOf(disk);
      if (zones !== undefined && there.length > 0 && !there.some((zone) => zones.includes(zone))) {
        throw new UserError(
          `${name} would move to ${zones.join(", ")}, and ${other.metadata.name} of the same pod stays in ${there.join(", ")}: must have a zone in common. Move both.`,
        );
      }
    }
  }
}

/** A quota or a webhook that refuses the new claim must say so while the old one is there. */
async function refuseClaim(client: ClusterClient, claim: Claim, target: Target): Promise<void> {
  const next = nextClaim(claim, { ...target, snapshot: "not-yet" });
  const trial = { ...next, metadata: { ...next.metadata, name: objectName(`${claim.name}-next`) } };
  const path = await client.pathOf("v1", "PersistentVolumeClaim", next.metadata.namespace);
  const answer = await client.request("POST", `${path}?dryRun=All`, trial);
  if (!isOk(answer)) {
    throw new UserError(
      `The API server would refuse the new claim of ${claim.name}: ${messageOf(answer)} There must be room for one more claim while a disk moves.`,
    );
  }
}
