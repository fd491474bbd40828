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
  metadata: { name: "data-db-0", namespace: "shop" },
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
  ),
  "GET /apis/apps/v1": resources(["statefulsets", "StatefulSet"], ["deployments", "Deployment"]),
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
  [`GET ${SNAPSHOTS}/namespaces/shop/volumesnapshots`]: list(),
  [`GET ${SNAPSHOTS}/volumesnapshotclasses`]: list(...classes),
});
const snapshotClass = (name: string): object => ({ metadata: { name }, driver: "d" });
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
    ["no namespace for copies", ["restore", "db"], /required option '--to <namespace>' not specified/],
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
    ["a claim without a namespace", ["adopt-volume", "pv", "--claim", "x"], /^--claim is "x": must be NAMESPACE\/NAME/],
    ["a claim that is not there", ["release", "none", "-n", "shop"], /^Namespace shop has no claim none\./],
    [
      "a claim that its set wants",
      ["release", "data-db-0", "-n", "shop"],
      /belongs to ordinal 0 of StatefulSet db, which has 1 replicas: must be above/,
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
