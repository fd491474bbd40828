import { isDeepStrictEqual } from "node:util";
import { isOk, messageOf, STATUS } from "../../../cluster/answer";
import { ClusterError } from "../../../cluster/cluster-error";
import {
  contentOf,
  listSnapshots,
  restoringTo,
  SNAPSHOT_API,
  SNAPSHOT_LABELS,
  SNAPSHOT_RESTORING,
} from "../../../cluster/snapshots";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { plural } from "../../../policy/rules/engine/plural";
import { UserError } from "../../shared/user-error";
import { ageOf } from "../age";
import { NOTHING_CHANGED, ordinalFlag, withCluster } from "../cluster-flags";
import { chosenSnapshots, contentFacts, copyOf, RESTORED_LABEL } from "./plan";
import type { ApiObject } from "../../../cluster/api-object";
import type { ClusterClient } from "../../../cluster/client";
import type { Snapshot } from "../../../cluster/snapshots";
import type { ClusterFlags } from "../cluster-flags";
import type { Copy } from "./plan";

/** Options of `volumes restore`, as they are typed. */
export interface RestoreFlags extends ClusterFlags {
  readonly namespace: string;
  readonly to: string;
  readonly ordinal?: string;
  readonly run?: string;
  readonly storageClass?: string;
  readonly apply?: boolean;
}

/** Shows which claims would be made from which snapshots, and with `--apply` makes them. */
export async function runRestore(set: string, flags: RestoreFlags): Promise<void> {
  const ordinal = ordinalFlag(flags.ordinal);
  if (flags.to === flags.namespace) {
    throw new UserError(
      `--to is ${flags.to}, the namespace of the set: must be another one, so that nothing that runs is touched. A volume is put back in place by hand, as docs/volumes.md says.`,
    );
  }
  await withCluster(flags, async (client) => {
    const wanted = (one: Snapshot): boolean =>
      one.set === set &&
      (flags.run === undefined || one.run === flags.run) &&
      (ordinal === undefined || ordinalIn(one.claim, baseOf(one, set)) === ordinal);
    const all = await listSnapshots(client, { namespace: flags.namespace });
    const chosen = chosenSnapshots(all, wanted);
    if (chosen.length === 0) {
      throw new UserError(
        nothing(
          set,
          flags,
          all.filter(({ isReady }) => isReady),
        ),
      );
    }
    const copies = await Promise.all(chosen.map((one) => copy(client, one, flags)));
    refuseClass(copies);
    const states = await Promise.all(copies.map((one) => stateOf(client, one)));
    process.stdout.write(planText(set, flags, copies, states));
    if (flags.apply !== true) {
      process.stdout.write(NOTHING_CHANGED);
      return;
    }
    await make(
      client,
      flags.to,
      copies.filter((_, index) => states[index] !== "there"),
    );
    process.stdout.write(
      `${plural(copies.length, "claim")} in namespace ${flags.to}. Disks are made when a pod mounts them, where the class waits for one.\n`,
    );
  });
}

/** What the names of a set's claims begin with. */
function baseOf({ object }: Snapshot, set: string): string {
  return `${object.metadata.labels?.[SNAPSHOT_LABELS.volume] ?? ""}-${set}`;
}

function nothing(set: string, { namespace, ordinal, run }: RestoreFlags, good: readonly Snapshot[]): string {
  const what = [
    `of set ${set}`,
    ...(ordinal === undefined ? [] : [`ordinal ${ordinal}`]),
    ...(run === undefined ? [] : [`run ${run}`]),
  ];
  const sets = [...new Set(good.flatMap((one) => one.set ?? []))];
  const there = sets.length === 0 ? "none that volumes snapshot has made" : `those of ${sets.join(", ")}`;
  return `Namespace ${namespace} has no good snapshot ${what.join(", ")}; it has ${there}. Make one with: gke-stateful volumes snapshot ${set} --namespace ${namespace} --apply`;
}

async function copy(client: ClusterClient, snapshot: Snapshot, { storageClass, to }: RestoreFlags): Promise<Copy> {
  const contentName = contentOf(snapshot.object);
  const content = await client.get(SNAPSHOT_API, "VolumeSnapshotContent", contentName);
  const facts = content === undefined ? undefined : contentFacts(content);
  if (facts === undefined) {
    throw new ClusterError(
      `Snapshot ${snapshot.namespace}/${snapshot.name} is said to be good, and its VolumeSnapshotContent ${contentName} does not say where it is. Choose another one with --run.`,
    );
  }
  return copyOf(snapshot, facts, { to, className: storageClass });
}

/** Whether a claim is there already: made from the same snapshot by an earlier run, or somebody else's. */
async function stateOf(client: ClusterClient, { claim: wanted }: Copy): Promise<"new" | "there"> {
  const { annotations: own = {}, name, namespace = "" } = wanted.metadata;
  const claim = await client.get("v1", "PersistentVolumeClaim", name, namespace);
  if (claim === undefined) {
    return "new";
  }
  const from = claim.metadata.annotations?.[RESTORED_LABEL];
  if (from === own[RESTORED_LABEL]) {
    return "there";
  }
  throw new UserError(
    `Namespace ${namespace} has a claim ${name} already, ${from === undefined ? "which no restore has made" : `made from ${from}`}. Restore into another namespace with --to.`,
  );
}

function planText(
  set: string,
  { namespace, to }: RestoreFlags,
  copies: readonly Copy[],
  states: readonly ("new" | "there")[],
): string {
  const now = new Date();
  const line = ({ claim, snapshot }: Copy, index: number): string => {
    const spec = claim["spec"] as {
      resources: { requests: { storage: string } };
      storageClassName?: string;
    };
    const what = `${spec.resources.requests.storage} of class ${spec.storageClassName ?? "(the cluster's default)"}, as of ${ageOf(snapshot.created, now)} ago (${snapshot.name})`;
    return `  ${to}/${snapshot.claim}: ${states[index] === "there" ? "is there already, " : ""}${what}`;
  };
  return [
    `Data of StatefulSet ${namespace}/${set}, copied into namespace ${to}:`,
    ...copies.map(line),
    ...mixed(copies),
    "",
  ].join("\n");
}

/** The replicas of a set were never as copies of several runs show them. */
function mixed(copies: readonly Copy[]): readonly string[] {
  const runs = [...new Set(copies.map(({ snapshot }) => snapshot.run ?? snapshot.name))];
  return runs.length === 1
    ? []
    : [
        `These are of ${plural(runs.length, "run")} (${runs.join(", ")}), so not of one moment. Those of one: --run ${runs[0] ?? ""}`,
      ];
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

/** Every object can be there from a run that was interrupted; one that says something else is not ours to use. */
async function make(client: ClusterClient, to: string, copies: readonly Copy[]): Promise<void> {
  const namespace: ApiObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: to } };
  await makeOne(client, namespace);
  for (const { claim, snapshot, source } of copies) {
    // Until the copy has its disk, retention must leave the snapshot alone.
    const copies = new Set(
      [...restoringTo(snapshot.object), { namespace: to, name: claim.metadata.name }].map(
        (one) => `${one.namespace}/${one.name}`,
      ),
    );
    const annotations = { [SNAPSHOT_RESTORING]: [...copies].join(" ") };
    await client.merge(snapshot.object, { metadata: { annotations } });
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
