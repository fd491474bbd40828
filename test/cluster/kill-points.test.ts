import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { volumeNameOf } from "../../cluster/objects";
import { isHeld } from "../../cluster/pod-hold";
import { isReady } from "../../cluster/pods";
import { KEPT_LABELS } from "../../cluster/volumes";
import { readFrom, writeOn } from "../support/bytes";
import { temporaryFolder } from "../support/cli";
import { LIMIT, standingCluster, until, volumesOn } from "../support/cluster";
import { KILLS, LONGEST_KILL, randomNumbers } from "../support/kills";
import { killedAtWrite } from "../support/write-proxy";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";

const NAMESPACE = "moving";
const SET = "db";
const TEMPLATES = ["data", "wal"];
const CLASSES = ["fast-ssd", "other"] as const;
/** Writes of the move of one pod with two disks: the suite fails where there are more. */
const WRITES = 18;
/** What is done after a kill: it is run again, taken back, or run again for one of the two disks only. */
const AFTER = ["forth", "back", "one disk"] as const;

/** Pairs of a write and what comes after it that are tried: all of them in a longer run. */
const POINTS = Math.min(KILLS, WRITES * AFTER.length);

/** Each write of a move is the last one of a process once: the server has done it, and nobody hears of it. */
describe("volumes migrate, killed after any of its writes", function () {
  this.timeout(LIMIT + POINTS * LONGEST_KILL);

  const cluster = standingCluster();
  const api = (): ClusterClient => cluster().api;
  const folder = temporaryFolder();
  const volumes = volumesOn(cluster);
  const run = (...args: readonly string[]): ReturnType<typeof volumes> =>
    volumes(...args, SET, "--namespace", NAMESPACE, "--apply");

  const set: ApiObject = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: SET, namespace: NAMESPACE },
    spec: {
      replicas: 1,
      serviceName: SET,
      podManagementPolicy: "OrderedReady",
      selector: { matchLabels: { app: SET } },
      template: {
        metadata: { labels: { app: SET } },
        spec: {
          tolerations: [{ operator: "Exists" }],
          containers: [
            {
              name: "c",
              image: "example.com/c:1",
              volumeMounts: TEMPLATES.map((name) => ({ name, mountPath: `/${name}` })),
            },
          ],
        },
      },
      volumeClaimTemplates: TEMPLATES.map((name) => ({
        metadata: { name },
        spec: {
          accessModes: ["ReadWriteOnce"],
          storageClassName: CLASSES[0],
          resources: { requests: { storage: "10Gi" } },
        },
      })),
    },
  };

  async function claims(): Promise<readonly ApiObject[]> {
    const all = await api().list("v1", "PersistentVolumeClaim", { namespace: NAMESPACE });
    return all.toSorted((one, other) => one.metadata.name.localeCompare(other.metadata.name));
  }
  async function ready(): Promise<boolean> {
    const pods = await api().list("v1", "Pod", { namespace: NAMESPACE });
    return pods.length === 1 && pods.every((pod) => isReady(pod) && !isHeld(pod));
  }
  const classOf = ({ spec }: ApiObject): string => (spec as { storageClassName: string }).storageClassName;
  const contents = async (): Promise<readonly string[]> =>
    Promise.all((await claims()).map(({ metadata }) => readFrom(cluster(), NAMESPACE, metadata.name)));

  before(async () => {
    const [one] = await api().list("storage.k8s.io/v1", "StorageClass");
    assert.ok(one !== undefined);
    const parameters = { type: "pd-balanced", "replication-type": "regional-pd" };
    await api().create({ ...one, metadata: { name: CLASSES[1] }, parameters });
    await api().create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
    await api().create(set);
    await until(ready, 60);
  });

  it("loses nothing, serves nothing old or empty, and comes to its end, forth and back", async () => {
    const random = randomNumbers();
    const points = Array.from({ length: WRITES }, (_, index) => index + 1).flatMap((write) =>
      AFTER.map((after) => ({ write, after, rank: random() })),
    );
    let most = 0;
    for (const { after, write } of points.toSorted((one, other) => one.rank - other.rank).slice(0, POINTS)) {
      const where = `killed at write ${String(write)}, then ${after}`;
      const before = await claims();
      const [from] = before.map(classOf);
      const to = from === CLASSES[0] ? CLASSES[1] : CLASSES[0];
      for (const { metadata } of before) {
        await writeOn(cluster(), NAMESPACE, metadata.name, `${where}: ${metadata.name}`);
      }
      const written = await contents();
      const forth = ["migrate", "--storage-class", to];
      const writes = await killedAtWrite(["volumes", ...forth, SET, "--namespace", NAMESPACE, "--apply"], {
        folder,
        kubeconfig: cluster().plane.kubeconfig,
        write,
      });
      most = Math.max(most, writes);
      if (after === "one disk") {
        const one = await run(...forth, "--volume", "wal");
        assert.ok(one.status === 0 || one.status === 2, `${where}: ${one.stderr}`);
      }
      const ended = await run(...(after === "back" ? ["migrate", "--back"] : forth));
      const isUntouched = after === "back" && ended.stderr.includes("there is nothing to bring back");
      assert.ok(ended.status === 0 || isUntouched, `${where}: ${ended.stderr}${ended.stdout}`);
      await until(ready, 60);
      assert.deepEqual(await contents(), written, where);
      const now = await claims();
      assert.deepEqual(
        now.map(classOf),
        TEMPLATES.map(() => (after === "back" ? from : to)),
        where,
      );
      if (after === "back") {
        assert.deepEqual(now.map(volumeNameOf), before.map(volumeNameOf), where);
      }
      for (const claim of before) {
        const old = await api().get("v1", "PersistentVolume", volumeNameOf(claim) ?? "");
        assert.ok(old !== undefined && old.metadata.deletionTimestamp === undefined, `${where}: the old disk is there`);
      }
      const confirmed = await run("confirm");
      assert.ok(
        confirmed.status === 0 || confirmed.stderr.includes("nothing to confirm"),
        `${where}: ${confirmed.stderr}`,
      );
      const kept = await api().list("v1", "PersistentVolume", { labels: KEPT_LABELS.set });
      assert.deepEqual(kept, [], where);
    }
    assert.ok(most <= WRITES, `${String(most)} writes: raise WRITES, so that each of them is tried`);
  });

  /** Kills a verb after one of its writes. */
  async function kill(write: number, ...args: readonly string[]): Promise<void> {
    const kubeconfig = cluster().plane.kubeconfig;
    const all = ["volumes", ...args, SET, "--namespace", NAMESPACE, "--apply"];
    const writes = await killedAtWrite(all, { folder, kubeconfig, write });
    assert.ok(writes <= WRITES, `${String(writes)} writes: raise WRITES, so that each of them is tried`);
  }
  async function write(what: string): Promise<readonly string[]> {
    for (const { metadata } of await claims()) {
      await writeOn(cluster(), NAMESPACE, metadata.name, what);
    }
    return contents();
  }
  async function succeeds(where: string, ...args: readonly string[]): Promise<void> {
    const { status, stderr, stdout } = await run(...args);
    assert.equal(status, 0, `${where}, ${args.join(" ")}: ${stderr}${stdout}`);
  }

  it("brings all disks of a pod back, or none", async () => {
    const random = randomNumbers();
    for (let point = 0; point < POINTS; point += 2) {
      const number = 1 + Math.floor(random() * WRITES);
      const where = `--back killed at write ${String(number)}`;
      const [first] = await claims();
      const to = first !== undefined && classOf(first) === CLASSES[0] ? CLASSES[1] : CLASSES[0];
      const before = (await claims()).map(volumeNameOf);
      const old = await write(`${where}: before`);
      await succeeds(where, "migrate", "--storage-class", to);
      await write(`${where}: since`);
      await kill(number, "migrate", "--back");
      await succeeds(where, "migrate", "--back");
      await until(ready, 60);
      assert.deepEqual(await contents(), old, where);
      assert.deepEqual((await claims()).map(volumeNameOf), before, where);
      await succeeds(where, "confirm");
    }
  });

  it("restores all disks of a pod in place, or none, from what was shown", async () => {
    const random = randomNumbers();
    for (let point = 0; point < POINTS; point++) {
      const number = 1 + Math.floor(random() * WRITES);
      const isBack = point % 2 === 1;
      const where = `restore killed at write ${String(number)}, then ${isBack ? "back" : "again"}`;
      const saved = await write(`${where}: saved`);
      await succeeds(where, "snapshot", "--keep", "9");
      const spoiled = await write(`${where}: spoiled`);
      await kill(number, "restore", "--in-place");
      // A newer one, of what is wrong, must not be taken for the one that was shown, nor end it.
      await run("snapshot", "--keep", "1");
      const ended = await run(...(isBack ? ["migrate", "--back"] : ["restore", "--in-place"]));
      const isUntouched = ended.stderr.includes("there is nothing to bring back");
      assert.ok(ended.status === 0 || isUntouched, `${where}: ${ended.stderr}${ended.stdout}`);
      await until(ready, 60);
      const now = await contents();
      // Before anything was written down, the newest is what is wrong.
      const isNewest = !isBack && isDeepStrictEqual(now, spoiled);
      assert.ok(isNewest || isDeepStrictEqual(now, isBack ? spoiled : saved), `${where}: ${now.join(", ")}`);
      const confirmed = await run("confirm");
      assert.ok(confirmed.status === 0 || confirmed.stderr.includes("nothing to confirm"), confirmed.stderr);
    }
  });
});
