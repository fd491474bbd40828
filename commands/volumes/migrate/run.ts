import { volumeNameOf } from "../../../cluster/objects";
import { claimsOfSet } from "../../../cluster/claims";
import { plural } from "../../../policy/rules/engine/plural";
import { UserError } from "../../shared/user-error";
import { NOTHING_CHANGED, ordinalFlag, secondsIn, withCluster } from "../cluster-flags";
import { setOf, sizesIn } from "../set-claims";
import { snapshotClassFor } from "../snapshot/snapshot-class";
import { bringBack } from "./bring-back";
import { moveOrdinal } from "./move";
import { whileHeld } from "./moving";
import { inOrder } from "./order";
import { planMoves } from "./plan";
import { isBack, keptFor } from "./record";
import { refuseTargets } from "./refuse-targets";
import { heldPods, startHeld } from "./release";
import { targetsOf } from "./targets";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { ClusterFlags } from "../cluster-flags";
import type { MoveOptions } from "./move";
import type { Moving } from "./moving";
import type { Move, MoveState, Target } from "./plan";
import type { KeptVolume } from "./record";

/** Options of `volumes migrate`, as they are typed. */
export interface MigrateFlags extends ClusterFlags {
  readonly namespace: string;
  readonly storageClass?: string;
  readonly volume?: string;
  readonly ordinal?: string;
  readonly snapshotClass?: string;
  readonly back?: boolean;
  readonly apply?: boolean;
  readonly timeout: string;
}

/** Shows which disks of a set would move to which class, and with `--apply` moves them; with `--back` takes that back. */
export async function runMigrate(name: string, flags: MigrateFlags): Promise<void> {
  const timeout = secondsIn(flags.timeout);
  const ordinal = ordinalFlag(flags.ordinal);
  const set = { name, namespace: flags.namespace };
  await withCluster(flags, async (client) => {
    if (flags.back === true) {
      await bringBack(client, { set, ordinal, timeout, isApplied: flags.apply === true });
    } else {
      await migrate(client, set, { ...flags, ordinal, timeout });
    }
  });
}

interface Migrating extends Omit<MigrateFlags, "ordinal" | "timeout"> {
  readonly ordinal: number | undefined;
  readonly timeout: number;
}

async function migrate(client: ClusterClient, set: SetName, options: Migrating): Promise<void> {
  const object = await setOf(client, set);
  sizesIn(object, set); // It has templates.
  const targets = await targetsOf(client, object, { className: options.storageClass, volume: options.volume });
  const look = (): Promise<readonly Move[]> => movesOf(client, set, targets, options.ordinal);
  const moves = await look();
  const open = moves.filter(isOpen);
  await refuseTargets(client, object, open);
  const saved = open.flatMap(({ claim }) => claim ?? []);
  const snapshotClass = saved.length === 0 ? undefined : await snapshotClassFor(client, saved, options.snapshotClass);
  const held = [...(await heldPods(client, set)).keys()].filter((one) => moves.some(({ ordinal }) => ordinal === one));
  process.stdout.write(planText(set, moves, client.connection.context, rolloutNotes(object)));
  if (options.apply !== true) {
    process.stdout.write(open.length === 0 && held.length === 0 ? "" : NOTHING_CHANGED);
    return;
  }
  const ordinals = new Set([...open.map(({ ordinal }) => ordinal), ...held]);
  await whileHeld(client, set, async (hold) => {
    const moving = { client, set, timeout: options.timeout, hold };
    for (const ordinal of await inOrder(client, set, [...ordinals])) {
      const own = async (): Promise<readonly Move[]> =>
        (await look()).filter((move) => move.ordinal === ordinal && isOpen(move));
      await moveOrLetGo(moving, ordinal, { snapshotClass, look: own });
    }
  });
  if (ordinals.size > 0) {
    process.stdout.write(
      `${plural(open.length, "disk")} moved. The old ones are kept, and paid for, until: gke-stateful volumes confirm ${set.name} --namespace ${set.namespace} --apply\n`,
    );
  }
}

/** The moves of a set as they stand now. Errors: UserError where one cannot be made. */
async function movesOf(
  client: ClusterClient,
  set: SetName,
  targets: Readonly<Record<string, Target>>,
  ordinal: number | undefined,
): Promise<readonly Move[]> {
  const claims = await claimsOfSet(client, set, Object.keys(targets));
  const volumes = new Map((await client.list("v1", "PersistentVolume")).map((one) => [one.metadata.name, one]));
  const kept = await keptFor(client, set);
  const all = planMoves({ claims, volumes, kept }, targets, set.name);
  const moves = all.filter((move) => ordinal === undefined || move.ordinal === ordinal);
  refuseMoves(moves, set, ordinal);
  return moves;
}

/** An ordinal whose disks have moved, and whose pod an interrupted run has left held, only has to start again. */
async function moveOrLetGo(moving: Moving, ordinal: number, options: MoveOptions): Promise<void> {
  const { client, set } = moving;
  const open = await options.look();
  if (open.length > 0) {
    await moveOrdinal(moving, ordinal, options);
    process.stdout.write(`${open.map(({ name }) => name).join(", ")}: moved\n`);
    return;
  }
  await startHeld(moving, (await heldPods(client, set)).get(ordinal));
}

function isOpen({ state }: Move): boolean {
  return state === "to move" || state === "under way";
}

/** A pod that is made again comes from the newest template that its update strategy lets it have. */
function rolloutNotes(set: ApiObject): readonly string[] {
  const { currentRevision, updateRevision } = (set["status"] ?? {}) as {
    currentRevision?: string;
    updateRevision?: string;
  };
  return currentRevision === updateRevision
    ? []
    : [
        "  The set has an update that not all pods run yet. A pod that is moved comes back with it, where its partition lets it.",
      ];
}

/** Errors: UserError where an earlier move has to be brought to its end first, or there is nothing of that name. */
function refuseMoves(moves: readonly Move[], { name, namespace }: SetName, ordinal: number | undefined): void {
  if (moves.length === 0) {
    throw new UserError(
      `StatefulSet ${namespace}/${name} has no claim${ordinal === undefined ? "" : ` of ordinal ${String(ordinal)}`}: see gke-stateful volumes list --namespace ${namespace}.`,
    );
  }
  const going = moves.find(({ state }) => state === "going");
  if (going !== undefined) {
    throw new UserError(
      `${going.name} is being deleted by somebody, and goes when its pod ends, with its disk where the policy of the volume is Delete. To keep the data: kubectl patch pv ${going.claim === undefined ? "" : (volumeNameOf(going.claim.object) ?? "")} -p '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}', scale the set below that ordinal, and bind the volume again with gke-stateful volumes adopt-volume.`,
    );
  }
  for (const move of moves) {
    const why = move.last === undefined ? undefined : whyNot(move, move.last, { name, namespace });
    if (why !== undefined) {
      throw new UserError(why);
    }
  }
}

/** Why a claim cannot move now; undefined where it can. */
function whyNot({ claim, name, state }: Move, last: KeptVolume, set: SetName): string | undefined {
  const kept = last.volume.metadata.name;
  if (state === "under way" && last.purpose !== "move") {
    return isBack(last)
      ? `${name} is on its way back: finish that first, with --back --apply.`
      : `${name} is being restored in place: finish that first, with gke-stateful volumes restore ${set.name} --namespace ${set.namespace} --in-place --apply, or go back with --back --apply.`;
  }
  if (state === "stray") {
    return `${name} had moved, and was deleted since: what was written after the move is on another volume than ${kept}. See gke-stateful volumes list --namespace ${set.namespace}, and bind the right one with volumes adopt-volume.`;
  }
  if (state === "unconfirmed") {
    return `${name} has moved already, and volume ${kept} is kept: end that first, with gke-stateful volumes confirm ${set.name} --namespace ${set.namespace} --apply, or go back with --back --apply.`;
  }
  return state === "anew"
    ? `${name} has another disk (${volumeNameOf(claim?.object ?? last.claim) ?? "none yet"}) than the move was about, made while its place was free; the data is on volume ${kept}. Look at both, scale the set below that ordinal, delete the claim that is wrong, and go back with --back --apply.`
    : undefined;
}

const STATES: Readonly<Record<MoveState, string>> = {
  stays: "is there already",
  diskless: "has no disk yet; delete the claim where it should get one of the new class",
  "to move": "moves",
  "under way": "is under way, and is finished",
  moved: "has moved; its old volume is kept",
  unconfirmed: "",
  anew: "",
  going: "",
  stray: "",
};

function planText(
  { name, namespace }: SetName,
  moves: readonly Move[],
  context: string,
  notes: readonly string[],
): string {
  return [
    `StatefulSet ${namespace}/${name} in context ${context}:`,
    ...moves.map(
      ({ claim, name: claimName, state, target }) =>
        `  ${claimName}: ${STATES[state]} (${claim?.className ?? "no claim now"} → ${target.className}${target.zones === undefined ? "" : ` in ${target.zones.join(", ")}`})`,
    ),
    ...(moves.some(isOpen)
      ? [
          ...notes,
          "  One pod after the other is stopped, a snapshot of its disks is made, claims of the same names get disks from it, and the pod starts again.",
          "  The old disks are kept: --back brings them back, volumes confirm ends them.",
        ]
      : ["  Nothing has to move."]),
    "",
  ].join("\n");
}
