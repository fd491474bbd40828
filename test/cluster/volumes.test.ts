import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { SNAPSHOT_API, snapshotOf } from "../../cluster/snapshots";
import { runAt } from "../../commands/volumes/snapshot/plan";
import { readFrom, writeOn } from "../support/bytes";
import { killedAfter } from "../support/cli";
import { growFileSystems, LIMIT, requestOf, standingCluster, until, volumesOn } from "../support/cluster";
import { KILLS, LONGEST_KILL, randomNumbers } from "../support/kills";
import { ROOT } from "../support/stacks";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";
import type { Snapshot } from "../../cluster/snapshots";

const NAMESPACE = "stateful";
const SET = "terminal-pods";
const claimName = (ordinal: number): string => `workspace-${SET}-${String(ordinal)}`;
/** Seconds until a snapshot is gone from the storage system: the controllers wait longer after each conflict between them. */
const DELETION = 180;
/** Milliseconds until a command has been loaded, and those that a whole run takes here at most. */
const LOADED = 300;
const LONGEST = 2200;

describe("volumes on a real API server, with the driver of Persistent Disk over its fake cloud", function () {
  this.timeout(LIMIT + KILLS * LONGEST_KILL);

  const cluster = standingCluster();
  const api = (): ClusterClient => cluster().api;
  const kubeconfig = (): string => cluster().plane.kubeconfig;

  const run = volumesOn(cluster);
  const snapshots = async (): Promise<readonly Snapshot[]> =>
    (await api().list(SNAPSHOT_API, "VolumeSnapshot", { namespace: NAMESPACE })).map(snapshotOf);
  const claims = (namespace = NAMESPACE): Promise<readonly ApiObject[]> =>
    api().list("v1", "PersistentVolumeClaim", { namespace });
  const volumeOf = (claim: ApiObject | undefined): string | undefined =>
    (claim?.["spec"] as { volumeName?: string } | undefined)?.volumeName;

  it("lists every claim with its set, zones and price", async () => {
    for (const ordinal of [0, 1, 2]) {
      await writeOn(cluster(), NAMESPACE, claimName(ordinal), `saved ${String(ordinal)}`);
    }
    const { status, stderr, stdout } = await run("list");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^In use \(3, \$[\d.]+\)$/m);
    assert.match(
      stdout,
      /stateful\/workspace-terminal-pods-0 +terminal-pods #0 +20Gi +fast-ssd +europe-west1-b europe-west1-c/,
    );
    assert.match(stdout, /no snapshot/);
  });

  it("saves each claim once, and says so", async () => {
    const dry = await run("snapshot", SET);
    assert.match(dry.stdout, /workspace-terminal-pods-2: a snapshot is made \(20Gi\)\nNothing was changed/);
    assert.deepEqual(await snapshots(), []);
    const { status, stderr, stdout } = await run("snapshot", SET, "--apply");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^3 snapshots good, 0 deleted \(run \d{8}-\d{6}\)\.$/m);
    assert.ok((await snapshots()).every(({ isOurs, isReady }) => isOurs && isReady));
    assert.match((await run("list")).stdout, /snapshot 0 min ago/);
  });

  it("keeps as many as it is told, and no less than one", async () => {
    for (let round = 0; round < 2; round++) {
      assert.equal((await run("snapshot", SET, "--apply", "--keep", "2")).status, 0);
    }
    await until(async () => (await snapshots()).length === 6, DELETION);
    const all = await snapshots();
    for (const ordinal of [0, 1, 2]) {
      assert.equal(all.filter(({ claim }) => claim === claimName(ordinal)).length, 2);
    }
    // The class retains, and still nothing stays in the storage system that nobody sees.
    const [first] = await api().list(SNAPSHOT_API, "VolumeSnapshotClass");
    assert.equal(first?.["deletionPolicy"], "Retain");
    await until(async () => (await api().list(SNAPSHOT_API, "VolumeSnapshotContent")).length === 6, DELETION);
  });

  it("can be killed at any moment and run again: no snapshot twice, and never fewer than before", async () => {
    const random = randomNumbers();
    for (let kill = 0; kill < KILLS; kill++) {
      const before = await snapshots();
      const wait = LOADED + random() * LONGEST;
      await killedAfter(["volumes", "snapshot", SET, "--apply", "--keep", "2"], wait, {
        env: { KUBECONFIG: kubeconfig() },
      });
      const { status, stderr } = await run("snapshot", SET, "--apply", "--keep", "2");
      assert.equal(status, 0, `killed after ${String(wait)} ms: ${stderr}`);
      await until(async () => (await snapshots()).length === 6, DELETION);
      const after = await snapshots();
      const keys = after.map(({ claim, run: of }) => `${claim} ${of ?? ""}`);
      assert.equal(new Set(keys).size, keys.length, "one of each claim in a run");
      for (const ordinal of [0, 1, 2]) {
        const good = after.filter(({ claim, isReady }) => claim === claimName(ordinal) && isReady);
        assert.ok(
          good.length >= 2,
          `killed after ${String(wait)} ms: ${String(good.length)} good, ${String(before.length)} before`,
        );
      }
      assert.deepEqual(
        await api().list("coordination.k8s.io/v1", "Lease", { namespace: NAMESPACE }),
        [],
        "nothing is held",
      );
    }
  });

  it("tells a second operator who is at it, and goes on with the run of one that is dead", async () => {
    const child = spawn(
      process.execPath,
      [
        "-e",
        `
        require("tsx/cjs");
        const { connect } = require("./cluster/client.ts");
        const { holdOperation } = require("./cluster/operation.ts");
        void holdOperation(connect({}), { namespace: "${NAMESPACE}", name: "gke-stateful-snapshot-${SET}", holder: "somebody else" }, { fresh: "${runAt(new Date())}", isOpen: () => Promise.resolve(true) })
          .then(() => { process.stdout.write("held"); setTimeout(() => {}, 120000); });`,
      ],
      { cwd: ROOT, env: { ...process.env, KUBECONFIG: kubeconfig() }, stdio: ["ignore", "pipe", "inherit"] },
    );
    await new Promise<void>((resolve) =>
      child.stdout.once("data", () => {
        resolve();
      }),
    );
    const { status, stderr } = await run("snapshot", SET, "--apply");
    child.kill("SIGKILL");
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^somebody else works on this, and was last heard of at .* \(Lease stateful\/gke-stateful-snapshot-terminal-pods\)/,
    );
    // It is dead now, and its run is gone on with.
    const next = await run("snapshot", SET, "--apply", "--keep", "2");
    assert.equal(next.status, 0, next.stderr);
    assert.match(next.stderr, /^Goes on with run \d{8}-\d{6}, which ended in its midst\.$/m);
  });

  it("copies the newest data into another namespace, where a pod gets it", async () => {
    const missing = await run("restore", "queue", "--to", "copy");
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /has no good snapshot of set queue; it has those of terminal-pods/);
    await writeOn(cluster(), NAMESPACE, claimName(1), "written since");
    const dry = await run("restore", SET, "--to", "copy", "--ordinal", "1");
    assert.match(dry.stdout, /copy\/workspace-terminal-pods-1: 20Gi of class fast-ssd, as of \d+ min ago/);
    assert.equal(await api().get("v1", "Namespace", "copy"), undefined);
    for (let round = 0; round < 2; round++) {
      const { status, stderr } = await run("restore", SET, "--to", "copy", "--ordinal", "1", "--apply");
      assert.equal(status, 0, stderr);
    }
    assert.deepEqual(
      (await claims("copy")).map(({ metadata }) => metadata.name),
      [claimName(1)],
    );
    await api().create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "reader", namespace: "copy" },
      spec: {
        tolerations: [{ operator: "Exists" }],
        containers: [{ name: "r", image: "example.com/r:1", volumeMounts: [{ name: "d", mountPath: "/d" }] }],
        volumes: [{ name: "d", persistentVolumeClaim: { claimName: claimName(1) } }],
      },
    });
    await until(async () => {
      const [claim] = await claims("copy");
      return (claim?.["status"] as { phase?: string } | undefined)?.phase === "Bound";
    });
    assert.equal(await readFrom(cluster(), "copy", claimName(1)), "saved 1");
    assert.equal(await readFrom(cluster(), NAMESPACE, claimName(1)), "written since");
  });

  it("restores each claim once, however often it is killed", async () => {
    const random = randomNumbers();
    for (let kill = 0; kill < KILLS; kill++) {
      const to = `copies-${String(kill)}`;
      const args = ["restore", SET, "--to", to, "--apply"];
      await killedAfter(["volumes", ...args], LOADED + random() * LONGEST, { env: { KUBECONFIG: kubeconfig() } });
      const { status, stderr } = await run(...args);
      assert.equal(status, 0, stderr);
      assert.deepEqual(
        (await claims(to)).map(({ metadata }) => metadata.name),
        [0, 1, 2].map(claimName),
      );
      assert.equal((await api().list(SNAPSHOT_API, "VolumeSnapshot", { namespace: to })).length, 3);
    }
  });

  it("grows every claim, however often it is killed, and touches nothing on it", async () => {
    // A namespace of its own: that of the stack lets no such pod in.
    const [name, namespace, volume, replicas] = ["grower", "growing", "data", 3];
    const grower = (size: string): ApiObject => ({
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name, namespace },
      spec: {
        replicas,
        serviceName: name,
        podManagementPolicy: "Parallel",
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: {
            tolerations: [{ operator: "Exists" }],
            containers: [{ name: "c", image: "example.com/c:1", volumeMounts: [{ name: volume, mountPath: "/d" }] }],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: volume },
            spec: {
              accessModes: ["ReadWriteOnce"],
              storageClassName: "fast-ssd",
              resources: { requests: { storage: size } },
            },
          },
        ],
      },
    });
    const own = async (): Promise<readonly ApiObject[]> => await claims(namespace);
    await api().create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await api().create(grower("10Gi"));
    await until(async () => (await own()).filter((claim) => volumeOf(claim) !== undefined).length === replicas, 60);
    const disks = (await own()).map(volumeOf);
    const finished = new AbortController();
    const kubelets = growFileSystems(api(), namespace, finished.signal);
    const random = randomNumbers();
    for (let kill = 0; kill < KILLS; kill++) {
      const size = `${String(11 + kill)}Gi`;
      await api().delete(grower(size), { propagationPolicy: "Orphan" });
      await until(async () => (await api().get("apps/v1", "StatefulSet", name, namespace)) === undefined);
      await api().create(grower(size));
      const args = ["grow", name, "--namespace", namespace, "--apply"];
      await killedAfter(["volumes", ...args], LOADED + random() * LONGEST, { env: { KUBECONFIG: kubeconfig() } });
      const { status, stderr } = await run(...args);
      assert.equal(status, 0, stderr);
      assert.deepEqual((await own()).map(requestOf), Array(replicas).fill(size));
      assert.deepEqual((await own()).map(volumeOf), disks);
    }
    finished.abort();
    await kubelets;
    await api().delete(grower("10Gi"));
  });

  it("binds a volume again whose claim is gone", async () => {
    const set = (await api().get("apps/v1", "StatefulSet", SET, NAMESPACE))!;
    await api().merge(set, { spec: { replicas: 2 } });
    await until(async () => (await api().get("v1", "Pod", `${SET}-2`, NAMESPACE)) === undefined);
    const [claim] = (await claims()).filter(({ metadata }) => metadata.name === claimName(2));
    const volume = volumeOf(claim)!;
    const busy = await run("adopt-volume", volume);
    assert.equal(busy.status, 0, "it is bound to that claim already");
    await api().delete(claim!);
    await until(async () => {
      const { status } = (await api().get("v1", "PersistentVolume", volume))!;
      return (status as { phase: string }).phase === "Released";
    });
    assert.match(
      (await run("list")).stdout,
      new RegExp(`^Volumes without a claim: .*\\n  ${volume} +Released +was stateful/${claimName(2)} `, "m"),
    );
    for (let round = 0; round < 2; round++) {
      const { status, stderr } = await run("adopt-volume", volume, "--apply");
      assert.equal(status, 0, stderr);
    }
    await until(
      async () => volumeOf((await claims()).find(({ metadata }) => metadata.name === claimName(2))) === volume,
    );
    await until(async () => {
      const { status } = (await api().get("v1", "PersistentVolume", volume))!;
      return (status as { phase: string }).phase === "Bound";
    });
  });

  it("ends a disk only by its name, twice, and only where no pod has or will have it", async () => {
    const used = await run("release", claimName(0), "--apply", "--confirm", claimName(0));
    assert.equal(used.status, 2);
    assert.match(used.stderr, /is mounted by a pod: must be unused/);
    const dry = await run("release", claimName(2));
    assert.equal(dry.status, 0);
    assert.match(
      dry.stdout,
      /and its data are deleted for good\. Its last good snapshot is \d+ min old, and stays\. StatefulSet terminal-pods begins with an empty disk/,
    );
    const once = await run("release", claimName(2), "--apply");
    assert.equal(once.status, 2);
    assert.match(once.stderr, /--confirm is not set: must be workspace-terminal-pods-2/);
    const volume = volumeOf((await claims()).find(({ metadata }) => metadata.name === claimName(2)))!;
    const { status, stderr } = await run("release", claimName(2), "--apply", "--confirm", claimName(2));
    assert.equal(status, 0, stderr);
    await until(async () => (await api().get("v1", "PersistentVolume", volume)) === undefined);
    assert.equal((await claims()).length, 2);
  });

  it("keeps the last snapshot of a disk that is gone, and counts it for none that is made again", async () => {
    const ofThird = async (): Promise<readonly string[]> =>
      (await snapshots()).filter(({ claim }) => claim === claimName(2)).map(({ name }) => name);
    const before = await ofThird();
    assert.ok(before.length > 0);
    const set = (await api().get("apps/v1", "StatefulSet", SET, NAMESPACE))!;
    await api().merge(set, { spec: { replicas: 3 } });
    await until(async () => {
      const claim = (await claims()).find(({ metadata }) => metadata.name === claimName(2));
      return (claim?.["status"] as { phase?: string } | undefined)?.phase === "Bound";
    });
    assert.match((await run("list")).stdout, new RegExp(`/${claimName(2)} .* no snapshot `));
    const { status, stderr } = await run("snapshot", SET, "--apply", "--keep", "1");
    assert.equal(status, 0, stderr);
    await until(async () => (await ofThird()).length === 2, DELETION);
    const after = await ofThird();
    assert.ok(
      after.some((name) => before.includes(name)),
      "the old disk's last one stays",
    );
  });
});
