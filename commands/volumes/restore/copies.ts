import { isDeepStrictEqual } from "node:util";
import { isOk, messageOf, STATUS } from "../../../cluster/answer";
import { ClusterError } from "../../../cluster/cluster-error";
import { contentOf, listSnapshots, ordinalOf, SNAPSHOT_API } from "../../../cluster/snapshots";
import { plural } from "../../../policy/rules/engine/plural";
import { UserError } from "../../shared/user-error";
import { isOfMove } from "../snapshot/plan";
import { holdSnapshot } from "./hold-snapshot";
import { chosenSnapshots, contentFacts, copyOf } from "./plan";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { Snapshot } from "../../../cluster/snapshots";
import type { Copy, CopyOptions } from "./plan";

/** Which snapshots are copied, and into what. */
export interface Choice extends CopyOptions {
  /** @default all */
  readonly ordinal: number | undefined;
  /** @default the newest good snapshot of each claim */
  readonly run: string | undefined;
}

/** The copies of a set's snapshots that a restore makes. Errors: UserError where there is none, or no class for one. */
export async function copiesOf(client: ClusterClient, set: SetName, choice: Choice): Promise<readonly Copy[]> {
  // Those of a move are of the moment of a move, and end with it: nobody means them by "the newest".
  const wanted = (one: Snapshot): boolean =>
    one.set === set.name &&
    (choice.run === undefined ? !isOfMove(one) : one.run === choice.run) &&
    (choice.ordinal === undefined || ordinalOf(one) === choice.ordinal);
  const all = await listSnapshots(client, { namespace: set.namespace });
  const chosen = chosenSnapshots(all, wanted);
  if (chosen.length === 0) {
    const good = all.filter(({ isReady }) => isReady);
    throw new UserError(nothing(set, choice, good));
  }
  const copies = await Promise.all(chosen.map((one) => copy(client, one, choice)));
  refuseClass(copies);
  return copies;
}

function nothing({ name: set, namespace }: SetName, { ordinal, run }: Choice, good: readonly Snapshot[]): string {
  const what = [
    `of set ${set}`,
    ...(ordinal === undefined ? [] : [`ordinal ${String(ordinal)}`]),
    ...(run === undefined ? [] : [`run ${run}`]),
  ];
  const sets = [...new Set(good.flatMap((one) => one.set ?? []))];
  const there = sets.length === 0 ? "none that volumes snapshot has made" : `those of ${sets.join(", ")}`;
  return `Namespace ${namespace} has no good snapshot ${what.join(", ")}; it has ${there}. Make one with: gke-stateful volumes snapshot ${set} --namespace ${namespace} --apply`;
}

async function copy(client: ClusterClient, snapshot: Snapshot, options: CopyOptions): Promise<Copy> {
  const contentName = contentOf(snapshot.object);
  const content = await client.get(SNAPSHOT_API, "VolumeSnapshotContent", contentName);
  const facts = content === undefined ? undefined : contentFacts(content);
  if (facts === undefined) {
    throw new ClusterError(
      `Snapshot ${snapshot.namespace}/${snapshot.name} is said to be good, and its VolumeSnapshotContent ${contentName} does not say where it is. Choose another one with --run.`,
    );
  }
  return copyOf(snapshot, facts, options);
}

/** A claim of no class is bound to a volume by hand, and nobody makes it one from a snapshot. Errors: UserError. */
function refuseClass(copies: readonly Copy[]): void {
  const bare = copies.find(({ claim }) => (claim["spec"] as { storageClassName?: string }).storageClassName === "");
  if (bare !== undefined) {
    throw new UserError(
      `Claim ${bare.snapshot.claim} had no StorageClass, and a disk is made from a snapshot by a class only. Name one with --storage-class.`,
    );
  }
}

/**
 * Makes copies, and the namespace for them. Every object can be there from a run that was interrupted; one that says something else is not ours to use. Errors: ClusterError.
 */
export async function makeCopies(client: ClusterClient, to: string, copies: readonly Copy[]): Promise<void> {
  const namespace: ApiObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: to } };
  await makeOne(client, namespace);
  for (const { claim, snapshot, source } of copies) {
    await holdSnapshot(client, snapshot, { namespace: to, name: claim.metadata.name });
    for (const object of [...source, claim]) {
      await makeOne(client, object);
    }
  }
}

/** Errors: ClusterError where the API server refuses it, or has another one of the name. */
async function makeOne(client: ClusterClient, object: ApiObject): Promise<void> {
  const { kind, metadata } = object;
  const answer = await client.tryCreate(object);
  if (isOk(answer)) {
    return;
  }
  const there =
    answer.status === STATUS.conflict
      ? await client.get(object.apiVersion, kind, metadata.name, metadata.namespace)
      : undefined;
  if (there === undefined) {
    throw new ClusterError(
      `The API server refuses ${kind} ${metadata.name}: ${messageOf(answer)} Run the same command again when that is mended.`,
    );
  }
  if (there.metadata.deletionTimestamp !== undefined) {
    throw new ClusterError(
      `${kind} ${metadata.name} is being deleted. Wait until it is gone, and run the same command again.`,
    );
  }
  if (!isSame(object, there)) {
    throw new ClusterError(
      `${kind} ${metadata.name} is there already, and of something else: must be of this snapshot. Delete it, or restore into another namespace with --to.`,
    );
  }
}

/** Whether an object that is there has the source that is wanted. What the server adds does not count. */
function isSame(wanted: ApiObject, there: ApiObject): boolean {
  const sourceOf = ({ spec }: ApiObject): unknown => {
    const { dataSource, source } = (spec ?? {}) as { source?: object; dataSource?: object };
    return source ?? dataSource ?? {};
  };
  return isDeepStrictEqual(sourceOf(wanted), sourceOf(there));
}

/** The replicas of a set were never as copies of several runs show them. */
export function mixed(copies: readonly Copy[]): readonly string[] {
  const runs = [...new Set(copies.map(({ snapshot }) => snapshot.run ?? snapshot.name))];
  return runs.length === 1
    ? []
    : [
        `These are of ${plural(runs.length, "run")} (${runs.join(", ")}), so not of one moment. Those of one: --run ${runs[0] ?? ""}`,
      ];
}
