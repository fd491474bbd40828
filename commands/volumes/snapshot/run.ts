import { selectorOf } from "../../../cluster/client";
import { tell } from "../../../cluster/events";
import { holdOperation } from "../../../cluster/operation";
import { poll } from "../../../cluster/poll";
import { listSnapshots, SNAPSHOT_API, SNAPSHOT_LABELS } from "../../../cluster/snapshots";
import { snapshotLease } from "../../../policy/facts/snapshot-schedule";
import { plural } from "../../../policy/rules/engine/plural";
import { EXIT } from "../../shared/exit";
import { UserError } from "../../shared/user-error";
import { ageOf } from "../../shared/age";
import { NOTHING_CHANGED, secondsIn, withCluster } from "../cluster-flags";
import { claimsIn } from "../set-claims";
import { beginSnapshot } from "./begin";
import { snapshotClassFor } from "./snapshot-class";
import { planSnapshots, runAt, timeOf } from "./plan";
import { prune } from "./prune";
import type { ClusterClient } from "../../../cluster/client";
import type { Claim, SetName } from "../../../cluster/claims";
import type { Hold } from "../../../cluster/operation";
import type { Snapshot } from "../../../cluster/snapshots";
import type { ClusterFlags } from "../cluster-flags";
import type { Retention, SnapshotPlan } from "./plan";

/** Options of `volumes snapshot`, as they are typed. */
export interface SnapshotFlags extends ClusterFlags {
  readonly namespace: string;
  readonly keep: string;
  readonly maxAge?: string;
  readonly snapshotClass?: string;
  readonly apply?: boolean;
  readonly timeout: string;
}

/** Shows what would be saved and deleted, and with `--apply` does it. */
export async function runSnapshot(name: string, flags: SnapshotFlags): Promise<void> {
  const retention = { keep: countIn(flags.keep), maxAge: ageIn(flags.maxAge) };
  const timeout = secondsIn(flags.timeout);
  const set = { name, namespace: flags.namespace };
  await withCluster(flags, async (client) => {
    if (!(await client.serves(SNAPSHOT_API, "VolumeSnapshot"))) {
      throw new UserError(
        `The cluster of context ${client.connection.context} has no snapshots: ${SNAPSHOT_API} is not there. GKE has them where the driver of Persistent Disk is on; elsewhere install kubernetes-csi/external-snapshotter.`,
      );
    }
    const plan = planSnapshots(await claimsIn(client, set), await snapshotsIn(client, set), retention, new Date());
    process.stdout.write(planText(set, plan, client.connection.context));
    if (plan.takes.length === 0) {
      process.exitCode = EXIT.findings; // A run that saved nothing is no success.
      return;
    }
    const className = await snapshotClassFor(client, plan.takes, flags.snapshotClass);
    if (flags.apply === true) {
      await take(client, set, plan, { retention, timeout, className });
    } else {
      process.stdout.write(NOTHING_CHANGED);
    }
  });
}

function countIn(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new UserError(
      `--keep is ${JSON.stringify(text)}: must be a whole number from 1. The last good snapshot is never deleted.`,
    );
  }
  return count;
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds in an age such as `36h`, `7d` or `4w`. */
function ageIn(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const [, count = "", unit = ""] = /^([1-9]\d{0,4})([hdw])$/.exec(text) ?? [];
  const length = UNITS[unit];
  if (length === undefined) {
    throw new UserError(
      `--max-age is ${JSON.stringify(text)}: must be a number with h, d or w, such as 36h, 7d or 4w.`,
    );
  }
  return Number(count) * length;
}

/** Snapshots of a set's namespace, but for those of other sets. */
async function snapshotsIn(client: ClusterClient, { name, namespace }: SetName): Promise<readonly Snapshot[]> {
  return (await listSnapshots(client, { namespace })).filter(({ isOurs, set }) => !isOurs || set === name);
}

function planText(
  { name, namespace }: SetName,
  { diskless, expired, foreign, going, takes }: SnapshotPlan,
  context: string,
): string {
  const now = new Date();
  return [
    `StatefulSet ${namespace}/${name} in context ${context}:`,
    ...takes.map((claim) => `  ${claim.name}: a snapshot is made (${claim.capacity ?? claim.requested})`),
    ...diskless.map((claim) => `  ${claim.name}: has no disk yet, so there is nothing to save`),
    ...going.map((claim) => `  ${claim.name}: is being deleted, and no snapshot can be made of it any more`),
    ...expired.map(
      (one) =>
        `  ${one.name}: is deleted once the new one is good (${ageOf(one.created, now)} old${one.error === undefined ? "" : ", failed"})`,
    ),
    ...(foreign === 0 ? [] : [`  ${plural(foreign, "snapshot")} of others: left alone`]),
    ...(takes.length === 0 ? ["  Nothing can be saved: it has no claim with a disk."] : []),
    "",
  ].join("\n");
}

interface Taking {
  readonly retention: Retention;
  readonly timeout: number;
  readonly className: string | undefined;
}

/** One run at a time: what an earlier one left half done is gone on with. */
async function take(client: ClusterClient, set: SetName, plan: SnapshotPlan, taking: Taking): Promise<void> {
  const operation = { namespace: set.namespace, name: snapshotLease(set.name) };
  const hold = await holdOperation(client, operation, {
    fresh: runAt(new Date()),
    isOpen: (run) => isOpenRun(client, set, plan.takes, run),
  });
  if (hold.isResumed) {
    process.stderr.write(`Goes on with run ${hold.run}, which ended in its midst.\n`);
  }
  try {
    const lost = await makeAll(client, set, plan.takes, hold, taking);
    const saved = plan.takes.map(({ name }) => name).filter((name) => !lost.some(({ claim }) => claim === name));
    const own = (await snapshotsIn(client, set)).filter(({ claim }) => saved.includes(claim));
    const deleted = await prune(client, { snapshots: own, retention: taking.retention, hold });
    const says = `${plural(plan.takes.length - lost.length, "snapshot")} good, ${String(deleted)} deleted (run ${hold.run}).`;
    process.stdout.write(`${says}\n`);
    const gone = plan.going.map(({ name }) => `${name}: is being deleted, and was not saved.`);
    const faults = [...lost.map((one) => one.says), ...gone].join("\n");
    if (faults !== "") {
      process.stderr.write(
        `${faults}\nNothing was deleted of these claims. Run the same command again to try again.\n`,
      );
      process.exitCode = EXIT.findings;
    }
    await tellSet(client, set, says, faults);
  } finally {
    await hold.end();
  }
}

/** For whoever looks at the set, and at no log of a job. */
async function tellSet(
  client: ClusterClient,
  { name, namespace }: SetName,
  says: string,
  faults: string,
): Promise<void> {
  const object = await client.get("apps/v1", "StatefulSet", name, namespace).catch(() => undefined);
  if (object !== undefined) {
    await tell(
      client,
      object,
      faults === ""
        ? { type: "Normal", reason: "SnapshotsTaken", message: says }
        : { type: "Warning", reason: "SnapshotFailed", message: `${says} ${faults}` },
    );
  }
}

/** How long a run may have been interrupted and still be one: later, its snapshots would be of different days. */
const MAX_INTERRUPTION = 600_000;

/** Whether a run that ended in its midst is worth going on with: a short while ago, and without a good snapshot of each claim. */
async function isOpenRun(client: ClusterClient, set: SetName, claims: readonly Claim[], run: string): Promise<boolean> {
  const began = timeOf(run);
  if (began === undefined || Date.now() - began.getTime() > MAX_INTERRUPTION) {
    return false;
  }
  const made = await ofRun(client, set, run);
  return !claims.every(({ name }) => made.some(({ claim, isReady }) => claim === name && isReady));
}

/** A claim of which the run has no good snapshot, and why. */
interface Lost {
  readonly claim: string;
  readonly says: string;
}

/** Makes a snapshot of each claim and waits for them. Says of each that did not become good what is wrong. */
async function makeAll(
  client: ClusterClient,
  set: SetName,
  claims: readonly Claim[],
  hold: Hold,
  { className, timeout }: Taking,
): Promise<readonly Lost[]> {
  for (const claim of claims) {
    hold.check();
    await beginSnapshot(client, claim, set, { run: hold.run, className });
  }
  return poll(timeout, async (isLast) => {
    hold.check();
    const made = await ofRun(client, set, hold.run);
    const of = (name: string): Snapshot | undefined => made.find(({ claim }) => claim === name);
    const states = claims.map(({ name }) => ({ name, ...stateOf(name, of(name)) }));
    return isLast || states.every(({ isOpen }) => !isOpen)
      ? states.flatMap(({ name, says }) => (says === undefined ? [] : [{ claim: name, says }]))
      : undefined;
  });
}

function ofRun(client: ClusterClient, { name, namespace }: SetName, run: string): Promise<readonly Snapshot[]> {
  const labels = selectorOf({ [SNAPSHOT_LABELS.run]: run, [SNAPSHOT_LABELS.set]: name });
  return listSnapshots(client, { namespace, labels });
}

/** A driver tries again after an error, so that nothing is final before the time is over. */
function stateOf(
  claim: string,
  snapshot: Snapshot | undefined,
): { readonly isOpen: boolean; readonly says: string | undefined } {
  if (snapshot === undefined) {
    return { isOpen: false, says: `${claim}: its snapshot is gone; somebody deleted it.` };
  }
  if (snapshot.isReady) {
    return { isOpen: false, says: undefined };
  }
  const why = snapshot.error ?? "the driver has not finished it. See kubectl describe volumesnapshot.";
  return { isOpen: true, says: `${claim}: snapshot ${snapshot.name} is not good: ${why}` };
}
