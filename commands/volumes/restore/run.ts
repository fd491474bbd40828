import { isOk, messageOf, STATUS } from "../../../cluster/answer";
import { ClusterError } from "../../../cluster/cluster-error";
import { SNAPSHOT_API, SNAPSHOT_LABELS, snapshotOf } from "../../../cluster/snapshots";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { plural } from "../../../policy/rules/engine/plural";
import { UserError } from "../../shared/user-error";
import { ageOf } from "../age";
import { NOTHING_CHANGED, withCluster } from "../cluster-flags";
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
  const ordinal = ordinalOf(flags.ordinal);
  if (flags.to === flags.namespace) {
    throw new UserError(
      `--to is ${flags.to}, the namespace of the set: must be another one, so that nothing that runs is touched. A volume is put back in place by hand, as docs/volumes.md says.`,
    );
  }
  await withCluster(flags, async (client) => {
    const wanted = (one: Snapshot): boolean =>
      one.object.metadata.labels?.[SNAPSHOT_LABELS.set] === set &&
      (flags.run === undefined || one.run === flags.run) &&
      (ordinal === undefined || ordinalIn(one.claim, baseOf(one, set)) === ordinal);
    const all = (await client.list(SNAPSHOT_API, "VolumeSnapshot", { namespace: flags.namespace })).map(snapshotOf);
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

function ordinalOf(text: string | undefined): number | undefined {
  if (text !== undefined && !/^\d{1,9}$/.test(text)) {
    throw new UserError(`--ordinal is ${JSON.stringify(text)}: must be the number of a pod, from 0.`);
  }
  return text === undefined ? undefined : Number(text);
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
  const sets = [...new Set(good.flatMap(({ object }) => object.metadata.labels?.[SNAPSHOT_LABELS.set] ?? []))];
  const there = sets.length === 0 ? "none that volumes snapshot has made" : `those of ${sets.join(", ")}`;
  return `Namespace ${namespace} has no good snapshot ${what.join(", ")}; it has ${there}. Make one with: gke-stateful volumes snapshot ${set} --namespace ${namespace} --apply`;
}

async function copy(client: ClusterClient, snapshot: Snapshot, { storageClass, to }: RestoreFlags): Promise<Copy> {
  const { boundVolumeSnapshotContentName = "" } = snapshot.object["status"] as {
    boundVolumeSnapshotContentName?: string;
  };
  const content = await client.get(SNAPSHOT_API, "VolumeSnapshotContent", boundVolumeSnapshotContentName);
  const facts = content === undefined ? undefined : contentFacts(content);
  if (facts === undefined) {
    throw new ClusterError(
      `Snapshot ${snapshot.namespace}/${snapshot.name} is said to be good, and its VolumeSnapshotContent ${boundVolumeSnapshotContentName} does not say where it is. Choose another one with --run.`,
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
  return [`Data of StatefulSet ${namespace}/${set}, copied into namespace ${to}:`, ...copies.map(line), ""].join("\n");
}

/** Every object can be there from a run that was interrupted. */
async function make(client: ClusterClient, to: string, copies: readonly Copy[]): Promise<void> {
  const namespace: ApiObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: to } };
  for (const object of [namespace, ...copies.flatMap(({ claim, source }) => [...source, claim])]) {
    const path = await client.pathOf(object.apiVersion, object.kind, object.metadata.namespace);
    const answer = await client.request("POST", path, object);
    if (!isOk(answer) && answer.status !== STATUS.conflict) {
      throw new ClusterError(
        `The API server refuses ${object.kind} ${object.metadata.name}: ${messageOf(answer)} Run the same command again when that is mended.`,
      );
    }
  }
}
