import assert from "node:assert/strict";
import { chosenSnapshots, contentFacts, copyOf } from "../../../../commands/volumes/restore/plan";
import { snapshotOf } from "../../../../cluster/snapshots";
import type { Snapshot } from "../../../../cluster/snapshots";

const snapshot = (claim: string, day: number, isReady = true): Snapshot =>
  snapshotOf({
    apiVersion: "snapshot.storage.k8s.io/v1",
    kind: "VolumeSnapshot",
    metadata: {
      name: `${claim}-${String(day)}`,
      namespace: "shop",
      creationTimestamp: `2026-11-0${String(day)}T00:00:00Z`,
      annotations: { "gke-stateful/size": "20Gi", "gke-stateful/storage-class": "fast" },
    },
    spec: { source: { persistentVolumeClaimName: claim } },
    status: { readyToUse: isReady },
  });
const content = {
  driver: "pd.csi.storage.gke.io",
  handle: "projects/p/global/snapshots/s",
  restoreSize: 10 * 2 ** 30,
  volumeMode: undefined,
};

describe("a restore", () => {
  it("takes the newest good snapshot of each claim", () => {
    const all = [
      snapshot("data-db-10", 1),
      snapshot("data-db-2", 2),
      snapshot("data-db-2", 1),
      snapshot("data-db-2", 3, false),
    ];
    assert.deepEqual(
      chosenSnapshots(all, () => true).map(({ name }) => name),
      ["data-db-2-2", "data-db-10-1"],
    );
    assert.deepEqual(
      chosenSnapshots(all, ({ name }) => name === "data-db-2-1").map(({ name }) => name),
      ["data-db-2-1"],
    );
  });

  it("gives the snapshot a second name that never deletes it, and reads the claim from there", () => {
    const { claim, source } = copyOf(snapshot("data-db-0", 1), content, { to: "copy", className: undefined });
    const [second, name] = source;
    assert.deepEqual(second?.["spec"], {
      deletionPolicy: "Retain",
      driver: "pd.csi.storage.gke.io",
      source: { snapshotHandle: "projects/p/global/snapshots/s" },
      volumeSnapshotRef: { name: "data-db-0-1-restored", namespace: "copy" },
    });
    assert.deepEqual(name?.["spec"], { source: { volumeSnapshotContentName: second.metadata.name } });
    assert.deepEqual(claim.metadata.annotations, { "gke-stateful/restored-from": "shop/data-db-0-1" });
    assert.deepEqual(claim["spec"], {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      dataSource: { apiGroup: "snapshot.storage.k8s.io", kind: "VolumeSnapshot", name: "data-db-0-1-restored" },
      resources: { requests: { storage: "20Gi" } },
    });
  });

  it("keeps the mode of the volume and how it may be mounted: a copy in another mode would be formatted", () => {
    const { metadata, ...rest } = snapshot("d", 1).object;
    const annotations = {
      "gke-stateful/access-modes": "ReadWriteMany,ReadOnlyMany",
      "gke-stateful/volume-mode": "Block",
    };
    const one = snapshotOf({ ...rest, metadata: { ...metadata, annotations } });
    for (const from of [one, snapshot("d", 1)]) {
      const { claim, source } = copyOf(from, { ...content, volumeMode: "Block" }, { to: "copy", className: undefined });
      assert.equal((claim["spec"] as { volumeMode?: string }).volumeMode, "Block");
      assert.equal((source[0]?.["spec"] as { sourceVolumeMode?: string }).sourceVolumeMode, "Block");
    }
    const { claim } = copyOf(one, content, { to: "copy", className: undefined });
    assert.deepEqual((claim["spec"] as { accessModes: readonly string[] }).accessModes, [
      "ReadWriteMany",
      "ReadOnlyMany",
    ]);
  });

  it("takes another class, and a size that the data fits", () => {
    const { claim } = copyOf(
      snapshot("d", 1),
      { ...content, restoreSize: 30 * 2 ** 30 },
      { to: "copy", className: "other" },
    );
    const spec = claim["spec"] as { storageClassName: string; resources: { requests: { storage: string } } };
    assert.deepEqual([spec.storageClassName, spec.resources.requests.storage], ["other", String(30 * 2 ** 30)]);
  });

  it("knows no handle before the driver has told it", () => {
    const object = { apiVersion: "x", kind: "VolumeSnapshotContent", metadata: { name: "c" }, spec: { driver: "d" } };
    assert.equal(contentFacts(object), undefined);
    assert.deepEqual(contentFacts({ ...object, status: { snapshotHandle: "h", restoreSize: 1 } }), {
      driver: "d",
      handle: "h",
      restoreSize: 1,
      volumeMode: undefined,
    });
  });
});
