import { claimsOfSet } from "../../../cluster/claims";
import { plural } from "../../../policy/rules/engine/plural";
import { UserError } from "../../shared/user-error";
import { NOTHING_CHANGED, ordinalFlag, secondsIn, withCluster } from "../cluster-flags";
import { setOf, sizesIn } from "../set-claims";
import { snapshotClassFor } from "../snapshot/snapshot-class";
import { bringBack } from "./back";
import { moveOrdinal } from "./move";
import { letHeldGo, whileHeld } from "./moving";
import { planMoves } from "./plan";
import { isBack, keptFor, volumeNameOf } from "./record";
import { refuseTarget, targetsOf } from "./targets";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { ClusterFlags } from "../cluster-flags";
import type { Moving } from "./moving";
import type { Move, MoveState } from "./plan";
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
  const claims = await claimsOfSet(client, set, Object.keys(targets));
  const volumes = new Map(
    (await client.list("v1", "PersistentVolume")).map((volume) => [volume.metadata.name, volume]),
  );
  const all = planMoves({ claims, volumes, kept: await keptFor(client, set) }, targets, set.name);
  const moves = all.filter((move) => options.ordinal === undefined || move.ordinal === options.ordinal);
  refuseMoves(moves, set, options.ordinal);
  const open = moves.filter(({ state }) => state === "to move" || state === "under way");
  for (const target of new Set(open.map((move) => move.target))) {
    const disks = open.flatMap((move) => (move.target === target ? (volumes.get(diskOf(move)) ?? []) : []));
    await refuseTarget(client, target, disks, set);
  }
  const saved = open.flatMap(({ claim }) => claim ?? []);
  const snapshotClass = saved.length === 0 ? undefined : await snapshotClassFor(client, saved, options.snapshotClass);
  process.stdout.write(planText(set, moves, client.connection.context));
  if (options.apply !== true) {
    process.stdout.write(open.length === 0 ? "" : NOTHING_CHANGED);
    return;
  }
  await whileHeld(client, set, (hold) =>
    moveAll({ client, set, timeout: options.timeout, hold }, moves, snapshotClass),
  );
}

function diskOf({ claim, last }: Move): string {
  return (claim === undefined ? last?.volume.metadata.name : volumeNameOf(claim.object)) ?? "";
}

async function moveAll(moving: Moving, moves: readonly Move[], snapshotClass: string | undefined): Promise<void> {
  const groups = [...Map.groupBy(moves, ({ ordinal }) => ordinal)];
  let moved = 0;
  for (const [ordinal, all] of groups) {
    const open = all.filter(({ state }) => state === "to move" || state === "under way");
    if (open.length > 0) {
      await moveOrdinal(moving, ordinal, open, snapshotClass);
      moved += open.length;
      process.stdout.write(`${open.map(({ name }) => name).join(", ")}: moved\n`);
    }
  }
  await letHeldGo(
    moving,
    groups.map(([ordinal]) => ordinal),
  );
  process.stdout.write(
    `${plural(moved, "disk")} moved. The old ones are kept, and paid for, until: gke-stateful volumes confirm ${moving.set.name} --namespace ${moving.set.namespace} --apply\n`,
  );
}

/** Errors: UserError where an earlier move has to be brought to its end first, or there is nothing of that name. */
function refuseMoves(moves: readonly Move[], { name, namespace }: SetName, ordinal: number | undefined): void {
  if (moves.length === 0) {
    throw new UserError(
      `StatefulSet ${namespace}/${name} has no claim${ordinal === undefined ? "" : ` of ordinal ${String(ordinal)}`}: see gke-stateful volumes list --namespace ${namespace}.`,
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
  if (state === "under way" && isBack(last)) {
    return `${name} is on its way back: finish that first, with --back --apply.`;
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
};

function planText({ name, namespace }: SetName, moves: readonly Move[], context: string): string {
  const isOpen = moves.some(({ state }) => state === "to move" || state === "under way");
  return [
    `StatefulSet ${namespace}/${name} in context ${context}:`,
    ...moves.map(
      ({ claim, name: claimName, state, target }) =>
        `  ${claimName}: ${STATES[state]} (${claim?.className ?? "no claim now"} → ${target.className}${target.zones === undefined ? "" : ` in ${target.zones.join(", ")}`})`,
    ),
    ...(isOpen
      ? [
          "  One pod after the other is stopped, a snapshot of its disks is made, claims of the same names get disks from it, and the pod starts again.",
          "  The old disks are kept: --back brings them back, volumes confirm ends them.",
        ]
      : ["  Nothing has to move."]),
    "",
  ].join("\n");
}
