import assert from "node:assert/strict";
import { volumeNameOf } from "../../cluster/objects";
import { HELD } from "../../cluster/pod-hold";
import { isReady } from "../../cluster/pods";
import { SNAPSHOT_API } from "../../cluster/snapshots";
import { readFrom, writeOn } from "../support/bytes";
import { killedAfter } from "../support/cli";
import { LIMIT, standingCluster, until, volumesOn } from "../support/cluster";
import { KILLS, LONGEST_KILL, randomNumbers } from "../support/kills";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";

const NAMESPACE = "stateful";
const SET = "terminal-pods";
const OTHER = "other";
/** Milliseconds until a command has been loaded, and those that a whole move takes here at most. */
const LOADED = 500;
const LONGEST = 30_000;

/** What moves, and what must never be lost, on the way from one disk to another. */
describe("volumes migrate on a real API server, with the driver of Persistent Disk over its fake cloud", function () {
  this.timeout(LIMIT + KILLS * LONGEST_KILL);

  const cluster = standingCluster();
  const api = (): ClusterClient => cluster().api;
  const env = (): Record<string, string> => ({ KUBECONFIG: cluster().plane.kubeconfig });
  const run = volumesOn(cluster);

  async function claims(): Promise<readonly ApiObject[]> {
    const all = await api().list("v1", "PersistentVolumeClaim", { namespace: NAMESPACE });
    return all.toSorted((one, other) => one.metadata.name.localeCompare(other.metadata.name));
  }
  async function disks(): Promise<readonly (string | undefined)[]> {
    return (await claims()).map(volumeNameOf);
  }
  async function classes(): Promise<readonly (string | undefined)[]> {
    return (await claims()).map(({ spec }) => (spec as { storageClassName?: string }).storageClassName);
  }
  async function volume(name = ""): Promise<ApiObject | undefined> {
    return api().get("v1", "PersistentVolume", name);
  }
  const policyOf = (object: ApiObject | undefined): unknown =>
    (object?.["spec"] as { persistentVolumeReclaimPolicy?: string } | undefined)?.persistentVolumeReclaimPolicy;
  async function pods(): Promise<readonly ApiObject[]> {
    return api().list("v1", "Pod", { namespace: NAMESPACE });
  }

  /** What is on the disk that each claim has. */
  async function contents(): Promise<readonly string[]> {
    return Promise.all((await claims()).map(({ metadata }) => readFrom(cluster(), NAMESPACE, metadata.name)));
  }
  /** Writes on every disk, as pods would, and says what. */
  async function write(what: string): Promise<readonly string[]> {
    for (const { metadata } of await claims()) {
      await writeOn(cluster(), NAMESPACE, metadata.name, `${what} ${metadata.name}`);
    }
    return contents();
  }

  let first: readonly (string | undefined)[] = [];
  before(async () => {
    const [one] = await api().list("storage.k8s.io/v1", "StorageClass");
    assert.ok(one !== undefined);
    const parameters = { type: "pd-balanced", "replication-type": "regional-pd" };
    await api().create({ ...one, metadata: { name: OTHER }, parameters });
    first = await disks();
    assert.equal(first.length, 3);
  });

  it("has nothing to do where claims are as their templates say, and says what it would do", async () => {
    const none = await run("migrate", SET, "--apply");
    assert.equal(none.status, 0, none.stderr);
    assert.match(none.stdout, /Nothing has to move/);
    const shown = await run("migrate", SET, "--storage-class", OTHER);
    assert.equal(shown.status, 0, shown.stderr);
    assert.match(
      shown.stdout,
      /workspace-terminal-pods-2: moves \(fast-ssd → other in europe-west1-b, europe-west1-c\)/,
    );
    assert.match(shown.stdout, /Nothing was changed/);
    assert.deepEqual(await disks(), first);
  });

  it("refuses what cannot work, before anything is touched", async () => {
    for (const [args, says] of [
      [["--storage-class", "none-such"], /StorageClass none-such is not there; the cluster has .*fast-ssd/],
      [
        ["--volume", "nope"],
        /--volume is "nope"; the volumeClaimTemplates of StatefulSet terminal-pods are: workspace/,
      ],
      [["--ordinal", "x"], /--ordinal is "x"/],
      [["--storage-class", OTHER, "--ordinal", "9"], /has no claim of ordinal 9/],
      [["--back"], /there is nothing to bring back/],
    ] as const) {
      const { status, stderr } = await run("migrate", SET, ...args, "--apply");
      assert.equal(status, 2, stderr);
      assert.match(stderr, says);
    }
    const { status, stderr } = await run("confirm", SET, "--apply");
    assert.equal(status, 2);
    assert.match(stderr, /nothing to confirm/);
    assert.deepEqual(await disks(), first);
  });

  it("moves one pod after the other, keeps the old disks, and has nothing to do a second time", async () => {
    const written = await write("at first");
    let fewest = 3;
    const stop = await api().watch("v1", "Pod", () => undefined);
    const looking = setInterval(() => {
      void pods().then((all) => {
        fewest = Math.min(fewest, all.filter(isReady).length);
      });
    }, 300);
    const moved = await run("migrate", SET, "--storage-class", OTHER, "--apply");
    clearInterval(looking);
    stop();
    assert.equal(moved.status, 0, moved.stderr + moved.stdout);
    assert.match(moved.stdout, /3 disks moved/);
    assert.deepEqual(await classes(), [OTHER, OTHER, OTHER]);
    assert.deepEqual(await contents(), written, "what was written is on the new disks");
    assert.equal(fewest, 2, "one at a time");
    assert.equal((await pods()).filter(isReady).length, 3);
    for (const name of first) {
      const old = await volume(name);
      assert.equal(policyOf(old), "Retain");
      assert.equal((old?.["status"] as { phase?: string }).phase, "Released");
    }
    const again = await run("migrate", SET, "--storage-class", OTHER, "--apply");
    assert.equal(again.status, 0, again.stderr);
    assert.match(again.stdout, /Nothing has to move/);
    assert.match((await run("list")).stdout, /kept until volumes confirm/);
    const other = await run("migrate", SET, "--apply");
    assert.equal(other.status, 2);
    assert.match(other.stderr, /has moved already, and volume .* is kept: end that first/);
  });

  it("brings the old disks back, and keeps the new ones in turn", async () => {
    const written = await contents();
    await write("since");
    const second = await disks();
    const back = await run("migrate", SET, "--back", "--apply");
    assert.equal(back.status, 0, back.stderr + back.stdout);
    assert.deepEqual(await disks(), first);
    assert.deepEqual(await contents(), written, "what was written since is on the disks that are kept");
    assert.equal((await pods()).filter(isReady).length, 3);
    for (const name of second) {
      assert.equal(policyOf(await volume(name)), "Retain");
    }
    const again = await run("migrate", SET, "--back", "--apply");
    assert.equal(again.status, 0, again.stderr + again.stdout);
    assert.deepEqual(await disks(), first, "a second time changes nothing");
    const forth = await run("migrate", SET, "--storage-class", OTHER, "--apply");
    assert.equal(forth.status, 2, "the disks that are kept are confirmed first");
    assert.match(forth.stderr, /volumes confirm terminal-pods/);
  });

  it("moves again once that is confirmed", async () => {
    assert.equal((await run("confirm", SET, "--apply")).status, 0);
    assert.deepEqual(await disks(), first);
    const forth = await run("migrate", SET, "--storage-class", OTHER, "--apply");
    assert.equal(forth.status, 0, forth.stderr + forth.stdout);
  });

  it("deletes the old disks and the snapshots of the move when that is confirmed, and nothing else", async () => {
    const second = await disks();
    const shown = await run("confirm", SET);
    assert.equal(shown.status, 0, shown.stderr);
    assert.equal((await Promise.all(first.map(volume))).filter((one) => one !== undefined).length, 3);
    const confirmed = await run("confirm", SET, "--apply");
    assert.equal(confirmed.status, 0, confirmed.stderr + confirmed.stdout);
    assert.deepEqual(await Promise.all(first.map(volume)), [undefined, undefined, undefined]);
    assert.deepEqual(await disks(), second);
    await until(
      async () => (await api().list(SNAPSHOT_API, "VolumeSnapshot", { namespace: NAMESPACE })).length === 0,
      180,
    );
    assert.match((await run("migrate", SET, "--storage-class", OTHER)).stdout, /Nothing has to move/);
  });

  it("restores in place, keeps the disks that it takes the place of, and gives them back", async () => {
    const saved = await write("saved");
    assert.equal((await run("snapshot", SET, "--apply")).status, 0);
    const spoiled = await write("spoiled");
    const before = await disks();
    const restore = ["restore", SET, "--in-place"];
    const shown = await run(...restore);
    assert.equal(shown.status, 0, shown.stderr);
    assert.match(shown.stdout, /workspace-terminal-pods-1: gets the data of .* ago \(.*\); what is on .* is kept/);
    assert.deepEqual(await disks(), before);
    const one = await run(...restore, "--ordinal", "1", "--apply");
    assert.equal(one.status, 0, one.stderr + one.stdout);
    assert.deepEqual(await contents(), [spoiled[0], saved[1], spoiled[2]]);
    const wait = LOADED + randomNumbers()() * LONGEST;
    await killedAfter(["volumes", ...restore, "--apply"], wait, { env: env() });
    for (let round = 0; round < 2; round++) {
      const all = await run(...restore, "--apply");
      assert.equal(all.status, 0, `killed after ${String(wait)} ms: ${all.stderr}${all.stdout}`);
      assert.deepEqual(await contents(), saved);
    }
    assert.equal((await pods()).filter(isReady).length, 3);
    const back = await run("migrate", SET, "--back", "--apply");
    assert.equal(back.status, 0, back.stderr + back.stdout);
    assert.deepEqual(await contents(), spoiled);
    assert.deepEqual(await disks(), before);
    assert.equal((await run("confirm", SET, "--apply")).status, 0);
    assert.equal((await api().list(SNAPSHOT_API, "VolumeSnapshot", { namespace: NAMESPACE })).length, 3, "they stay");
  });

  // Otherwise the kill points stand for it: the suite has to end in time.
  const longer = KILLS > 1 ? it : it.skip;
  longer("can be killed at any moment, forth and back, and run again: no disk and no claim is lost", async () => {
    const before = await disks();
    const random = randomNumbers();
    let written: readonly string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const args = ["migrate", SET, ...(kill % 2 === 0 ? [] : ["--back"]), "--apply"];
      written = kill % 2 === 0 ? await write(`before kill ${String(kill)}`) : written;
      const wait = LOADED + random() * LONGEST;
      await killedAfter(["volumes", ...args], wait, { env: env() });
      for (const name of before) {
        assert.ok((await volume(name)) !== undefined, `volume ${name ?? ""} is there`);
      }
      const ended = await run(...args);
      assert.equal(ended.status, 0, ended.stderr + ended.stdout);
      await until(async () => (await pods()).filter(isReady).length === 3, 60);
      assert.deepEqual(await contents(), written, "what was written is on the disks");
      assert.deepEqual(await classes(), kill % 2 === 0 ? Array(3).fill("fast-ssd") : Array(3).fill(OTHER));
      assert.ok(!(await pods()).some(({ metadata }) => metadata.finalizers?.includes(HELD)));
      if (kill % 2 === 1) {
        assert.deepEqual(await disks(), before, "each has the disk that it had");
        // The disks of the way forth are kept, and the next way forth wants none.
        assert.equal((await run("confirm", SET, "--apply")).status, 0);
      }
    }
  });
});
