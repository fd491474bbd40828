import { expectOk, isOk, STATUS } from "../../../cluster/answer";
import { ClusterError } from "../../../cluster/cluster-error";
import { hasEnded } from "../../../cluster/pod-hold";
import { phaseOf } from "../../../cluster/objects";
import { isOver } from "../../../cluster/pods";
import { whileHolding } from "../../../cluster/operation";
import { poll } from "../../../cluster/poll";
import { ordinalOf } from "../../../cluster/snapshots";
import { plural } from "../../../policy/rules/engine/plural";
import { EXIT } from "../../shared/exit";
import { ageOf } from "../../shared/age";
import { NOTHING_CHANGED, ordinalFlag, secondsIn, withCluster } from "../cluster-flags";
import { copiesOf, makeCopies } from "../restore/copies";
import { refuseLoose } from "../migrate/refuse-targets";
import { claimsIn, setOf } from "../set-claims";
import { checkPod, readMessage } from "./check-pod";
import { writeRecord } from "../../../cluster/drill-record";
import { makeScratch, removeScratch, scratchName, scratchOf } from "./scratch";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";
import type { ClusterFlags } from "../cluster-flags";
import type { Copy } from "../restore/plan";
import type { CheckResult } from "./check-pod";
import type { DrillRecord } from "../../../cluster/drill-record";

/** Options of `volumes drill restore`, as they are typed. */
export interface DrillFlags extends ClusterFlags {
  readonly namespace: string;
  readonly ordinal?: string;
  readonly run?: string;
  readonly storageClass?: string;
  readonly image?: string;
  readonly check?: string;
  readonly keep?: boolean;
  readonly apply?: boolean;
  readonly timeout: string;
}

/** Shows what a restore of a set's newest snapshots would be, and with `--apply` makes it, looks at the data, and takes it away again. */
export async function runDrillRestore(name: string, flags: DrillFlags): Promise<void> {
  const timeout = secondsIn(flags.timeout);
  const ordinal = ordinalFlag(flags.ordinal);
  const set = { name, namespace: flags.namespace };
  await withCluster(flags, async (client) => {
    const object = await setOf(client, set);
    const to = scratchName(set);
    const copies = await copiesOf(client, set, { ordinal, run: flags.run, to, className: flags.storageClass });
    await scratchOf(client, set); // Somebody else's is refused before anything is done.
    const pods = podsOf(object, copies, flags, to);
    const isWhole = ordinal === undefined && flags.run === undefined;
    const notSaved = isWhole ? await withoutCopy(client, set, copies) : [];
    const classes = new Set(
      copies.map(({ claim }) => (claim["spec"] as { storageClassName?: string }).storageClassName),
    );
    const volumes = await client.list("v1", "PersistentVolume");
    classes.forEach((one) => {
      refuseLoose(volumes, one);
    });
    process.stdout.write(
      planText(set, copies, to, flags) + notSaved.map(({ result }) => `  ${result.error ?? ""}\n`).join(""),
    );
    if (flags.apply !== true) {
      process.stdout.write(NOTHING_CHANGED);
      return;
    }
    const isKept = flags.keep === true;
    const record = await drill(client, { set, copies, pods, timeout, isKept, isWhole, notSaved });
    process.stdout.write(recordText(record, { kept: isKept ? to : undefined, isWhole }));
    process.exitCode = record.result === "passed" ? EXIT.success : EXIT.findings;
  });
}

function podsOf(
  set: ApiObject,
  copies: readonly Copy[],
  { check, image }: DrillFlags,
  namespace: string,
): readonly ApiObject[] {
  return [...Map.groupBy(copies, ({ snapshot }) => ordinalOf(snapshot) ?? 0)].map(([ordinal, all]) =>
    checkPod(set, {
      namespace,
      ordinal,
      copies: Object.fromEntries(all.map((copy) => [copy.snapshot.volume ?? "", copy.claim.metadata.name])),
      image,
      check,
    }),
  );
}

/** A disk that no snapshot has is not restored by any drill, and must not be forgotten by one. */
async function withoutCopy(client: ClusterClient, set: SetName, copies: readonly Copy[]): Promise<readonly Looking[]> {
  const there = (await claimsIn(client, set)).filter(({ isBound }) => isBound);
  return there
    .filter(({ name }) => !copies.some(({ claim }) => claim.metadata.name === name))
    .map(({ name }) => ({
      pod: name,
      result: { disks: [], error: `${name} has no good snapshot` },
      ended: new Date(0),
    }));
}

function planText(
  { name, namespace }: SetName,
  copies: readonly Copy[],
  to: string,
  { check, keep }: DrillFlags,
): string {
  const now = new Date();
  return [
    `Restore drill of StatefulSet ${namespace}/${name}, in namespace ${to}, which reaches nobody:`,
    ...copies.map(
      ({ claim, snapshot }) =>
        `  ${claim.metadata.name}: from snapshot ${snapshot.name}, ${ageOf(snapshot.created, now)} old`,
    ),
    `  A pod for each ordinal counts the files${check === undefined ? "" : ` and runs ${JSON.stringify(check)}`}.`,
    keep === true
      ? `  The namespace stays: the next drill deletes it.`
      : `  Then the namespace, the copies and their disks are deleted. The snapshots stay.`,
    "",
  ].join("\n");
}

interface Drill {
  readonly set: SetName;
  readonly copies: readonly Copy[];
  readonly pods: readonly ApiObject[];
  readonly timeout: number;
  readonly isKept: boolean;
  /** Whether all disks are looked at, so that the record is about the set. */
  readonly isWhole: boolean;
  /** Claims that have a disk and no good snapshot, as failures. */
  readonly notSaved: readonly Looking[];
}

/** One drill of a set at a time; what an earlier one has left behind is deleted first. */
async function drill(
  client: ClusterClient,
  { copies, isKept, isWhole, notSaved, pods, set, timeout }: Drill,
): Promise<DrillRecord> {
  const operation = { namespace: set.namespace, name: `gke-stateful-drill-${set.name}` };
  return whileHolding(client, operation, async (hold) => {
    if ((await scratchOf(client, set)) !== undefined) {
      process.stderr.write(`Deletes what an earlier drill has left in namespace ${scratchName(set)}.\n`);
      await removeScratch(client, set, timeout);
    }
    const began = new Date();
    try {
      const results = await restoreAndLook(client, { set, copies, pods, timeout }).catch((error: unknown) => {
        if (error instanceof ClusterError) {
          return [{ pod: set.name, result: { disks: [], error: error.message }, ended: new Date() }];
        }
        throw error;
      });
      const record = recordOf([...results, ...notSaved], copies, began);
      // A drill of some disks says nothing of the others.
      await (isWhole ? writeRecord(client, set, record) : undefined);
      return record;
    } finally {
      hold.check();
      if (!isKept) {
        await removeScratch(client, set, timeout);
      }
    }
  });
}

interface Looking {
  readonly pod: string;
  readonly result: CheckResult;
  readonly ended: Date;
}

async function restoreAndLook(
  client: ClusterClient,
  { copies, pods, set, timeout }: Pick<Drill, "copies" | "pods" | "set" | "timeout">,
): Promise<readonly Looking[]> {
  await makeScratch(client, set);
  await makeCopies(client, scratchName(set), copies);
  for (const pod of pods) {
    await createPod(client, pod);
  }
  return Promise.all(pods.map((pod) => resultOf(client, pod, timeout)));
}

/** Seconds until a new namespace has the account that pods need. */
const SETTLING = 30;

async function createPod(client: ClusterClient, pod: ApiObject): Promise<void> {
  await poll(SETTLING, async (isLast) => {
    const answer = await client.tryCreate(pod);
    if (isLast || answer.status !== STATUS.forbidden) {
      expectOk(answer, `Pod ${pod.metadata.name}`);
    }
    return isOk(answer) ? true : undefined;
  });
}

async function resultOf(
  client: ClusterClient,
  { metadata: { name, namespace } }: ApiObject,
  timeout: number,
): Promise<Looking> {
  return poll(timeout, async (isLast) => {
    const pod = await client.get("v1", "Pod", name, namespace);
    if (pod !== undefined && isOver(pod)) {
      return { pod: name, result: judged(pod), ended: new Date() };
    }
    const error = `not ended after ${String(timeout)} seconds: ${pod === undefined ? "it is gone" : whyWaiting(pod)}`;
    return isLast || pod === undefined || hasEnded(pod)
      ? { pod: name, result: { disks: [], error }, ended: new Date() }
      : undefined;
  });
}

interface ContainerState {
  readonly terminated?: { readonly message?: string; readonly exitCode?: number; readonly reason?: string };
  readonly waiting?: { readonly reason?: string; readonly message?: string };
}

function stateOf(pod: ApiObject): ContainerState {
  const { containerStatuses = [] } = (pod["status"] ?? {}) as {
    containerStatuses?: readonly { readonly state?: ContainerState }[];
  };
  return containerStatuses[0]?.state ?? {};
}

/** A check that failed without a word says at least how. */
function judged(pod: ApiObject): CheckResult {
  const { exitCode, message = "", reason = "no reason that is known" } = stateOf(pod).terminated ?? {};
  const result = readMessage(message);
  const isSilent = result.error === undefined && (phaseOf(pod) === "Failed" || result.disks.length === 0);
  return isSilent
    ? {
        ...result,
        error: `${pod.metadata.name} ended with ${String(exitCode ?? "no exit code")} (${reason}) ${message}`.trim(),
      }
    : result;
}

function whyWaiting(pod: ApiObject): string {
  const { message = "", reason } = stateOf(pod).waiting ?? {};
  const { conditions = [] } = (pod["status"] ?? {}) as {
    conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
  const unscheduled = conditions.find(({ status, type }) => type === "PodScheduled" && status === "False");
  return (
    unscheduled?.message ??
    (reason === undefined ? `its phase is ${phaseOf(pod) ?? "not known"}` : `${reason} ${message}`.trim())
  );
}

function recordOf(results: readonly Looking[], copies: readonly Copy[], began: Date): DrillRecord {
  const errors = results.flatMap(({ pod, result }) => (result.error === undefined ? [] : [`${pod}: ${result.error}`]));
  const ended = Math.max(...results.map((one) => one.ended.getTime()));
  const oldest = Math.min(...copies.map(({ snapshot }) => Date.parse(snapshot.created)));
  const seconds = (from: number, to: number): number => Math.max(0, Math.round((to - from) / 1000));
  return {
    time: new Date().toISOString(),
    result: errors.length === 0 ? "passed" : "failed",
    rpoSeconds: seconds(oldest, began.getTime()),
    rtoSeconds: seconds(began.getTime(), ended),
    claims: copies.length,
    files: results.flatMap(({ result }) => result.disks).reduce((sum, { files }) => sum + files, 0),
    says: errors.join("\n"),
  };
}

function recordText(
  { claims, files, result, rpoSeconds, rtoSeconds, says }: DrillRecord,
  { isWhole, kept }: { readonly kept: string | undefined; readonly isWhole: boolean },
): string {
  return [
    `The restore drill ${result}: ${plural(claims, "disk")}, ${plural(files, "file")}.`,
    ...(says === "" ? [] : [says]),
    `Measured: the data was ${String(rpoSeconds)} s old (RPO), and was back and looked at after ${String(rtoSeconds)} s (RTO).`,
    ...(isWhole ? [] : ["Not all disks were looked at, so that it is not written down as a drill of the set."]),
    ...(kept === undefined ? [] : [`The copies are in namespace ${kept}, until the next drill.`]),
    "",
  ].join("\n");
}
