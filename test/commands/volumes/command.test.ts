import assert from "node:assert/strict";
import { startServer } from "../../support/api-server";
import { runBeside } from "../../support/cli";
import type { Answers, AnsweringServer } from "../../support/api-server";

const resources = (
  ...kinds: readonly (readonly [name: string, kind: string, namespaced?: boolean])[]
): { body: unknown } => ({
  body: { resources: kinds.map(([name, kind, namespaced = true]) => ({ name, kind, namespaced })) },
});
const list = (...items: readonly object[]): { body: unknown } => ({ body: { metadata: {}, items } });
const SNAPSHOTS = "/apis/snapshot.storage.k8s.io/v1";

const set = {
  metadata: { name: "db", namespace: "shop" },
  spec: {
    volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { resources: { requests: { storage: "1Gi" } } } }],
  },
};
const claim = (phase: string): object => ({
  metadata: { name: "data-db-0", namespace: "shop", uid: "u" },
  spec: { resources: { requests: { storage: "1Gi" } }, ...(phase === "Bound" && { volumeName: "pv" }) },
  status: { phase, capacity: { storage: "1Gi" } },
});
const volume = (phase: string, policy = "Retain"): object => ({
  metadata: { name: "pv" },
  spec: {
    persistentVolumeReclaimPolicy: policy,
    claimRef: { namespace: "shop", name: "data-db-0" },
    csi: { driver: "d" },
  },
  status: { phase },
});

/** A cluster with a set, a claim, a volume and snapshot classes. */
const cluster = (phase: string, classes: readonly object[] = [], pv = volume("Bound")): Answers => ({
  "GET /api/v1": resources(
    ["persistentvolumeclaims", "PersistentVolumeClaim"],
    ["persistentvolumes", "PersistentVolume", false],
    ["pods", "Pod"],
    ["namespaces", "Namespace", false],
  ),
  "GET /apis/apps/v1": resources(
    ["statefulsets", "StatefulSet"],
    ["deployments", "Deployment"],
    ["daemonsets", "DaemonSet"],
  ),
  "GET /apis/batch/v1": resources(["cronjobs", "CronJob"]),
  [`GET ${SNAPSHOTS}`]: resources(
    ["volumesnapshots", "VolumeSnapshot"],
    ["volumesnapshotclasses", "VolumeSnapshotClass", false],
  ),
  "GET /apis/apps/v1/namespaces/shop/statefulsets/db": { body: set },
  "GET /api/v1/namespaces/shop/persistentvolumeclaims": list(claim(phase)),
  "GET /api/v1/namespaces/shop/persistentvolumeclaims/data-db-0": { body: claim(phase) },
  "GET /api/v1/persistentvolumes": list(pv),
  "GET /api/v1/persistentvolumes/pv": { body: pv },
  "GET /api/v1/namespaces/shop/pods": list(),
  "GET /apis/apps/v1/namespaces/shop/statefulsets": list(set),
  "GET /apis/apps/v1/namespaces/shop/deployments": list(),
  "GET /apis/apps/v1/namespaces/shop/daemonsets": list(),
  "GET /apis/batch/v1/namespaces/shop/cronjobs": list(),
  "GET /api/v1/namespaces/shop": { body: { metadata: { name: "shop" } } },
  [`GET ${SNAPSHOTS}/namespaces/shop/volumesnapshots`]: list(),
  [`GET ${SNAPSHOTS}/volumesnapshotclasses`]: list(...classes),
});
const snapshotClass = (name: string): object => ({ metadata: { name }, driver: "d" });
/** A Deployment that names the claim, beside a set that has no pods. */
const named = ({ ...answers }: Answers): Answers => ({
  ...answers,
  "GET /apis/apps/v1/namespaces/shop/statefulsets": list(),
  "GET /apis/apps/v1/namespaces/shop/deployments": list({
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop" },
    spec: {
      template: { spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data-db-0" } }] } },
    },
  }),
});
/** No set wants the claim, and its volume is another one's. */
const foreign = ({ ...answers }: Answers): Answers => ({
  ...answers,
  "GET /apis/apps/v1/namespaces/shop/statefulsets": list(),
});
const gone = ({ ...answers }: Answers): Answers => ({
  ...answers,
  "GET /api/v1/namespaces/shop/persistentvolumeclaims/data-db-0": { status: 404, body: {} },
});

describe("verbs of volumes", function () {
  this.timeout(120_000);
  let server: AnsweringServer;
  const run = (...args: readonly string[]): ReturnType<typeof runBeside> =>
    runBeside(["volumes", ...args], { env: { KUBECONFIG: server.kubeconfig } });

  before(async () => {
    server = await startServer({
      one: cluster("Bound", [snapshotClass("only")]),
      two: cluster("Bound", [snapshotClass("a"), snapshotClass("b")]),
      none: cluster("Bound"),
      diskless: cluster("Pending", [snapshotClass("only")]),
      plain: { "GET /apis/snapshot.storage.k8s.io/v1": { status: 404, body: {} } },
      released: gone(cluster("Bound", [], volume("Released"))),
      deleting: gone(cluster("Bound", [], volume("Released", "Delete"))),
      named: named(cluster("Bound")),
      foreign: foreign(cluster("Bound")),
      waiting: gone(cluster("Bound", [], volume("Available"))),
      leaving: gone(
        cluster("Bound", [], {
          ...volume("Released"),
          metadata: { name: "pv", deletionTimestamp: "2026-11-29T00:00:00Z" },
        }),
      ),
      recycled: gone(cluster("Bound", [], volume("Released", "Recycle"))),
      taken: gone(cluster("Bound", [], volume("Bound"))),
    });
  });
  after(() => {
    server.stop();
  });

  it("only read without --apply", async () => {
    for (const args of [["snapshot", "db", "-n", "shop"], ["adopt-volume", "pv", "--context", "released"], ["list"]]) {
      await run(...args);
    }
    assert.deepEqual(
      server.requests.filter((request) => !request.startsWith("GET ")),
      [],
    );
  });

  it("end with 1 where there is nothing to save", async () => {
    const { status, stdout } = await run("snapshot", "db", "-n", "shop", "--context", "diskless", "--apply");
    assert.equal(status, 1);
    assert.match(stdout, /data-db-0: has no disk yet, so there is nothing to save\n {2}Nothing can be saved/);
  });

  for (const [what, args, message] of [
    [
      "a number that is none",
      ["snapshot", "db", "--keep", "0"],
      /^--keep is "0": must be a whole number from 1\. The last good/,
    ],
    [
      "an age without a unit",
      ["snapshot", "db", "--max-age", "7"],
      /^--max-age is "7": must be a number with h, d or w/,
    ],
    ["a time that is none", ["snapshot", "db", "--timeout", "soon"], /^--timeout is "soon"/],
    [
      "a cluster without snapshots",
      ["snapshot", "db", "--context", "plain"],
      /has no snapshots: snapshot\.storage\.k8s\.io\/v1 is not there/,
    ],
    [
      "several classes",
      ["snapshot", "db", "-n", "shop", "--context", "two"],
      /several, and none is its default\. .*those of the cluster: a, b\./,
    ],
    ["no class", ["snapshot", "db", "-n", "shop", "--context", "none"], /Of driver d there is none\./],
    [
      "a class that is not there",
      ["snapshot", "db", "-n", "shop", "--snapshot-class", "x"],
      /^--snapshot-class is x; the VolumeSnapshotClasses of the cluster are: only\./,
    ],
    [
      "the set's own namespace",
      ["restore", "db", "-n", "shop", "--to", "shop"],
      /^--to is shop, the namespace of the set: must be another one/,
    ],
    [
      "an ordinal that is none",
      ["restore", "db", "--to", "x", "--ordinal", "one"],
      /^--ordinal is "one": must be the number of a pod/,
    ],
    ["no namespace for copies", ["restore", "db"], /--to is not set and neither is --in-place/],
    [
      "no snapshot",
      ["restore", "db", "-n", "shop", "--to", "x"],
      /no good snapshot of set db; it has none that volumes snapshot has made/,
    ],
    ["a volume that is not there", ["adopt-volume", "none"], /^There is no PersistentVolume none\./],
    [
      "a volume that somebody has",
      ["adopt-volume", "pv", "--context", "taken"],
      /^PersistentVolume pv is Bound: must be Released/,
    ],
    [
      "a volume on its way out",
      ["adopt-volume", "pv", "--context", "deleting"],
      /has reclaim policy Delete, .*kubectl patch pv pv/,
    ],
    [
      "a volume that is emptied",
      ["adopt-volume", "pv", "--context", "recycled"],
      /has reclaim policy Recycle, so that its driver may be deleting the disk or its data/,
    ],
    [
      "a volume that is being deleted",
      ["adopt-volume", "pv", "--context", "leaving"],
      /^PersistentVolume pv is being deleted: .* spec\.csi\.volumeHandle/,
    ],
    [
      "a volume that waits for another claim",
      ["adopt-volume", "pv", "--context", "waiting", "--claim", "shop/other"],
      /^PersistentVolume pv waits for claim shop\/data-db-0: must wait for nobody or for shop\/other/,
    ],
    [
      "a namespace that is not there",
      ["adopt-volume", "pv", "--context", "released", "--claim", "nowhere/x"],
      /^The cluster has no namespace nowhere\. Make it first/,
    ],
    ["a claim without a namespace", ["adopt-volume", "pv", "--claim", "x"], /^--claim is "x": must be NAMESPACE\/NAME/],
    ["a claim that is not there", ["release", "none", "-n", "shop"], /^Namespace shop has no claim none\./],
    [
      "a claim that a Deployment names",
      ["release", "data-db-0", "-n", "shop", "--context", "named", "--apply", "--confirm", "data-db-0"],
      /^Claim shop\/data-db-0 is named by Deployment web: must be named by nothing that runs pods/,
    ],
    [
      "a claim whose volume is bound to another one",
      ["release", "data-db-0", "-n", "shop", "--context", "foreign", "--apply", "--confirm", "data-db-0"],
      /^PersistentVolume pv, which claim data-db-0 names, is not bound to it/,
    ],
    [
      "a claim that its set wants",
      ["release", "data-db-0", "-n", "shop"],
      /belongs to ordinal 0 of StatefulSet db, which has pods 0 to 0: must be none of theirs/,
    ],
  ] as const) {
    it(`refuse ${what} with 2, without a stack trace`, async () => {
      const { status, stderr } = await run(...args);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /^ +at /m);
    });
  }
});
