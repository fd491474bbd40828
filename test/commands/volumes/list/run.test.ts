import assert from "node:assert/strict";
import { inventoryOf } from "../../../../cluster/disk-inventory";
import { diskPrices } from "../../../../commands/volumes/list/disk-prices";
import { textOf } from "../../../../commands/volumes/list/run";
import { loadPrices } from "../../../../policy/cost/prices";
import type { ApiObject } from "../../../../cluster/api-object";
import type { InventoryObjects } from "../../../../cluster/disk-inventory";

const NOW = new Date("2026-11-29T12:00:00Z");

const object = (kind: string, name: string, rest: object, metadata: object = {}): ApiObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace: "shop", creationTimestamp: "2026-11-26T12:00:00Z", ...metadata },
  ...rest,
});
const claim = (name: string, className?: string): ApiObject =>
  object("PersistentVolumeClaim", name, {
    spec: { storageClassName: className, volumeName: `pv-${name}`, resources: { requests: { storage: "10Gi" } } },
    status: { phase: "Bound", capacity: { storage: "20Gi" } },
  });
const volume = (name: string, phase = "Bound"): ApiObject =>
  object("PersistentVolume", name, {
    spec: {
      capacity: { storage: "20Gi" },
      storageClassName: "fast",
      persistentVolumeReclaimPolicy: "Retain",
      claimRef: { namespace: "shop", name: "data-db-9" },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: ["europe-west1-c", "europe-west1-b"].map((zone) => ({
            matchExpressions: [{ key: "topology.gke.io/zone", operator: "In", values: [zone] }],
          })),
        },
      },
    },
    status: { phase },
  });
const mounting = (kind: string, name: string, claimName: string, phase = "Running"): ApiObject => {
  const spec = { volumes: [{ name: "v", persistentVolumeClaim: { claimName } }] };
  return object(kind, name, kind === "Pod" ? { spec, status: { phase } } : { spec: { template: { spec } } });
};
const objects: InventoryObjects = {
  claims: [
    claim("data-db-0", "fast"),
    claim("data-db-1", "fast"),
    claim("uploads", "standard-rwo"),
    claim("old"),
    claim("done", "fast"),
  ],
  volumes: [
    ...["data-db-0", "data-db-1", "uploads", "old", "done"].map((name) => volume(`pv-${name}`)),
    volume("pv-lost", "Released"),
  ],
  pods: [mounting("Pod", "db-0", "data-db-0"), mounting("Pod", "job", "done", "Succeeded")],
  sets: [object("StatefulSet", "db", { spec: { volumeClaimTemplates: [{ metadata: { name: "data" } }] } })],
  workloads: [mounting("Deployment", "web", "uploads")],
  snapshots: [
    object("VolumeSnapshot", "s", {
      spec: { source: { persistentVolumeClaimName: "data-db-0" } },
      status: { readyToUse: true },
    }),
    object("VolumeSnapshot", "t", { spec: { source: { persistentVolumeClaimName: "old" } }, status: {} }),
  ],
  use: new Map([["shop/data-db-0", { usedBytes: 5, capacityBytes: 20, inodesUsed: 9, inodes: 10 }]]),
};
const classes: readonly ApiObject[] = [
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "fast" },
    provisioner: "pd.csi.storage.gke.io",
    parameters: { type: "pd-ssd", "replication-type": "regional-pd" },
  },
];

describe("an inventory of disks", () => {
  it("says of each claim what it is for", () => {
    const { claims, released } = inventoryOf(objects);
    assert.deepEqual(
      claims.map(({ name, ordinal, set, state }) => [name, state, set, ordinal]),
      [
        ["data-db-0", "in use", "db", 0],
        ["data-db-1", "idle", "db", 1],
        ["uploads", "idle", undefined, undefined],
        ["old", "unused", undefined, undefined],
        ["done", "unused", undefined, undefined],
      ],
    );
    assert.deepEqual(
      released.map(({ claim: had, name, reclaimPolicy }) => [name, had, reclaimPolicy]),
      [["pv-lost", "shop/data-db-9", "Retain"]],
    );
  });

  it("is told with sizes, zones, ages and prices, and what is not known is said", () => {
    const text = textOf(inventoryOf(objects), diskPrices(loadPrices(), classes), NOW);
    for (const pattern of [
      /^In use \(1, \$6\.80\)$/m,
      /^ {2}shop\/data-db-0 +db #0 +20Gi +90 % of its inodes +fast +europe-west1-b europe-west1-c +3 d old +snapshot 3 d ago +\$6\.80$/m,
      /^Idle: kept for an ordinal or a workload without a pod now \(2, \$\d+\.\d\d\)$/m,
      /^Unused: .* \(2, \$6\.80 and 1 disk of which no price is known\)$/m,
      /^ {2}shop\/old +20Gi +no class .* no snapshot +price not known$/m,
      /^ {2}pv-lost +Released +was shop\/data-db-9 +20Gi +fast +europe-west1-b europe-west1-c +Retain +\$6\.80$/m,
      /^5 claims, 1 volume without one: \$\d+\.\d\d and 1 disk of which no price is known a month at list prices\.$/m,
    ]) {
      assert.match(text, pattern);
    }
  });

  it("says what may run pods on a claim at any moment, and what was told not to", () => {
    const spec = { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "uploads" } }] };
    const template = { spec };
    const wantedBy = (workload: ApiObject): string | undefined =>
      inventoryOf({ ...objects, workloads: [workload] }).claims.find(({ name }) => name === "uploads")?.wantedBy;
    assert.equal(wantedBy(object("Deployment", "web", { spec: { replicas: 1, template } })), "Deployment web");
    assert.equal(wantedBy(object("DaemonSet", "agent", { spec: { template } })), "DaemonSet agent");
    assert.equal(wantedBy(object("Deployment", "web", { spec: { replicas: 0, template } })), undefined);
    const job = (suspend: boolean): ApiObject =>
      object("CronJob", "nightly", { spec: { suspend, jobTemplate: { spec: { template } } } });
    assert.equal(wantedBy(job(false)), "CronJob nightly");
    assert.equal(wantedBy(job(true)), undefined);
  });

  it("takes no snapshot of an earlier claim of the name for one of this disk, and no claim of a pod for unused", () => {
    const again = object(
      "PersistentVolumeClaim",
      "data-db-0",
      { spec: {}, status: {} },
      { uid: "new", creationTimestamp: "2026-11-28T12:00:00Z" },
    );
    const scratch = object(
      "PersistentVolumeClaim",
      "x",
      { spec: {} },
      { ownerReferences: [{ kind: "Pod", uid: "p" }] },
    );
    const [first, second] = inventoryOf({ ...objects, claims: [again, scratch] }).claims;
    assert.equal(first?.snapshot, undefined);
    assert.equal(second?.state, "in use");
  });

  it("lists volumes that wait for a claim, by whom they wait for", () => {
    const waiting = volume("pv-free", "Available");
    const text = textOf(inventoryOf({ ...objects, claims: [], volumes: [waiting] }), () => undefined, NOW);
    assert.match(text, /^Volumes without a claim: .*\n {2}pv-free +Available +for shop\/data-db-9 /m);
  });

  it("has no price of a class that is gone, unless GKE makes it", () => {
    const priceOf = diskPrices(loadPrices(), []);
    assert.equal(priceOf("fast", ["europe-west1-b"]), undefined);
    assert.ok(priceOf("premium-rwo", ["europe-west1-b"]) !== undefined);
    assert.equal(priceOf("premium-rwo", []), undefined);
  });
});
