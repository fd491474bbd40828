import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SNAPSHOT_API } from "../../cluster/snapshots";
import { bytesFolder } from "../../commands/rehearse/control-plane/disks";
import { recordName } from "../../cluster/drill-record";
import { scratchName } from "../../commands/volumes/drill/scratch";
import { RESTORED_LABEL } from "../../commands/volumes/restore/plan";
import { runPods, writeOn } from "../support/bytes";
import { killedAfter } from "../support/cli";
import { LIMIT, standingCluster, until, volumesOn } from "../support/cluster";
import { KILLS, LONGEST_KILL, randomNumbers } from "../support/kills";
import type { ClusterClient } from "../../cluster/client";

const NAMESPACE = "stateful";
const SET = "terminal-pods";
const SCRATCH = scratchName({ name: SET, namespace: NAMESPACE });
const CLAIMS = [0, 1, 2].map((ordinal) => `workspace-${SET}-${String(ordinal)}`);
/** Where the workload mounts its disk. */
const MOUNT = "/workspace";
/** Milliseconds until a command has been loaded, and those that a whole drill takes here at most. */
const LOADED = 500;
const LONGEST = 20_000;

describe("volumes drill restore on a real API server, with bytes", function () {
  this.timeout(LIMIT + KILLS * LONGEST_KILL);

  const cluster = standingCluster();
  const api = (): ClusterClient => cluster().api;
  const env = (): Record<string, string> => ({ KUBECONFIG: cluster().plane.kubeconfig });
  const run = volumesOn(cluster);
  const drill = (...args: readonly string[]): ReturnType<typeof run> => run("drill", "restore", SET, ...args);
  const disks = (): readonly string[] => readdirSync(join(bytesFolder(cluster().plane), "disks"));
  const record = async (): Promise<Record<string, string>> => {
    const object = await api().get("v1", "ConfigMap", recordName(SET), NAMESPACE);
    return (object?.["data"] ?? {}) as Record<string, string>;
  };

  const over = new AbortController();
  let running: Promise<void> | undefined;
  before(async () => {
    for (const claim of CLAIMS) {
      await writeOn(cluster(), NAMESPACE, claim, `before ${claim}`);
    }
    running = runPods(cluster(), SCRATCH, over.signal);
  });
  after(async () => {
    over.abort();
    await running;
  });

  it("needs a snapshot, and says how one is made", async () => {
    const { status, stderr } = await drill("--apply");
    assert.equal(status, 2);
    assert.match(
      stderr,
      /has no good snapshot of set terminal-pods; .* volumes snapshot terminal-pods --namespace stateful --apply/,
    );
  });

  it("shows what it would do, and does nothing", async () => {
    assert.equal((await run("snapshot", SET, "--apply")).status, 0);
    for (const claim of CLAIMS) {
      await writeOn(cluster(), NAMESPACE, claim, `after ${claim}`);
    }
    const { status, stderr, stdout } = await drill();
    assert.equal(status, 0, stderr);
    assert.match(stdout, /workspace-terminal-pods-1: from snapshot workspace-terminal-pods-1-\d/);
    assert.match(stdout, /Nothing was changed/);
    assert.equal(await api().get("v1", "Namespace", SCRATCH), undefined);
  });

  /** What a drill must leave as it was. */
  async function assertClean(before: readonly string[]): Promise<void> {
    assert.equal(await api().get("v1", "Namespace", SCRATCH), undefined);
    assert.deepEqual(disks(), before, "the disks of the copies are gone, and no other");
    const contents = await api().list(SNAPSHOT_API, "VolumeSnapshotContent");
    assert.ok(!contents.some(({ metadata }) => metadata.labels?.[RESTORED_LABEL] !== undefined));
    assert.equal((await api().list(SNAPSHOT_API, "VolumeSnapshot", { namespace: NAMESPACE })).length, 3);
  }

  it("reads what was written before the snapshot, and not after; measures, writes it down, and leaves nothing", async () => {
    const before = disks();
    const { status, stderr, stdout } = await drill("--apply", "--check", `grep -q '^before' ${MOUNT}/written.txt`);
    assert.equal(status, 0, stderr + stdout);
    assert.match(stdout, /The restore drill passed: 3 disks, 3 files\./);
    assert.match(stdout, /RPO.*RTO/);
    const { claims, files, result, rtoSeconds, says, time } = await record();
    assert.deepEqual({ claims, files, result, says }, { claims: "3", files: "3", result: "passed", says: "" });
    assert.ok(Number(rtoSeconds) > 0);
    assert.ok(Date.now() - Date.parse(time ?? "") < 60_000);
    await assertClean(before);
  });

  it("fails where the check does, with its words, and leaves nothing either", async () => {
    const before = disks();
    const { status, stdout } = await drill("--apply", "--check", "echo the table is gone; exit 3");
    assert.equal(status, 1, stdout);
    assert.match(stdout, /The restore drill failed: 3 disks, 3 files\.\ncheck-0: the check failed: the table is gone/);
    assert.equal((await record())["result"], "failed");
    await assertClean(before);
    const one = await drill("--apply", "--ordinal", "1");
    assert.equal(one.status, 0, one.stderr + one.stdout);
    assert.match(one.stdout, /Not all disks were looked at, so that it is not written down/);
    assert.equal((await record())["result"], "failed", "one disk says nothing of the others");
  });

  it("deletes nothing of a namespace that is somebody else's", async () => {
    await api().create({ apiVersion: "v1", kind: "Namespace", metadata: { name: SCRATCH } });
    const { status, stderr } = await drill("--apply");
    assert.equal(status, 2);
    assert.match(stderr, /Namespace stateful-drill-terminal-pods is there, and no drill made it/);
    const namespace = await api().get("v1", "Namespace", SCRATCH);
    assert.ok(namespace !== undefined && namespace.metadata.deletionTimestamp === undefined);
    await api().delete(namespace);
    await until(async () => (await api().get("v1", "Namespace", SCRATCH)) === undefined);
  });

  it("can be killed at any moment: the next one deletes what is left, and passes", async () => {
    const before = disks();
    const random = randomNumbers();
    for (let kill = 0; kill < KILLS; kill++) {
      await killedAfter(["volumes", "drill", "restore", SET, "--apply"], LOADED + random() * LONGEST, { env: env() });
      const { status, stderr, stdout } = await drill("--apply");
      assert.equal(status, 0, stderr + stdout);
      await assertClean(before);
    }
  });
});
