import assert from "node:assert/strict";
import fc from "fast-check";
import { expiredOf, planSnapshots, runAt, snapshotFor } from "../../../../commands/volumes/snapshot/plan";
import { SNAPSHOT_DISK, snapshotOf, SNAPSHOT_LABELS } from "../../../../cluster/snapshots";
import type { Claim } from "../../../../cluster/claims";
import type { Snapshot } from "../../../../cluster/snapshots";

const NOW = new Date("2026-11-29T12:00:00Z");
const DAY = 86_400_000;

interface Parts {
  readonly claim?: string;
  readonly days: number;
  readonly isReady?: boolean;
  readonly error?: string;
  readonly isOurs?: boolean;
  readonly disk?: string;
}

/** A snapshot of some days ago. */
function snapshot({ claim = "data-db-0", days, error, isOurs = true, isReady = true, disk }: Parts): Snapshot {
  return snapshotOf({
    apiVersion: "snapshot.storage.k8s.io/v1",
    kind: "VolumeSnapshot",
    metadata: {
      name: `${claim}-${String(days)}`,
      namespace: "shop",
      creationTimestamp: new Date(NOW.getTime() - days * DAY).toISOString(),
      labels: isOurs ? { [SNAPSHOT_LABELS.set]: "db" } : {},
      annotations: disk === undefined ? {} : { [SNAPSHOT_DISK]: disk },
    },
    spec: { source: { persistentVolumeClaimName: claim } },
    status: { readyToUse: isReady, ...(error !== undefined && { error: { message: error } }) },
  });
}

const claim = (ordinal: number, isBound = true): Claim => ({
  name: `data-db-${String(ordinal)}`,
  volume: "data",
  ordinal,
  requested: "20Gi",
  capacity: isBound ? "30Gi" : undefined,
  className: "fast",
  isBound,
  object: { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "x" }, spec: { volumeName: "pv-1" } },
});
const names = (all: readonly Snapshot[]): readonly string[] => all.map(({ name }) => name);
const expired = (
  all: readonly Snapshot[],
  keep: number,
  days?: number,
  renewed: readonly string[] = [],
): readonly string[] =>
  names(expiredOf(all, renewed, { keep, maxAge: days === undefined ? undefined : days * DAY }, NOW));

describe("what happens to snapshots", () => {
  it("keeps the newest good ones of each claim", () => {
    const all = [1, 2, 3].flatMap((days) => [snapshot({ days }), snapshot({ claim: "data-db-1", days })]);
    assert.deepEqual(expired(all, 2), ["data-db-0-3", "data-db-1-3"]);
    assert.deepEqual(expired(all, 3), []);
  });

  it("counts a new one that is certain", () => {
    assert.deepEqual(expired([snapshot({ days: 1 })], 1, undefined, ["data-db-0 "]), ["data-db-0-1"]);
    assert.deepEqual(expired([snapshot({ days: 1 })], 1), []);
  });

  it("keeps the last one of a disk whose claim was made again", () => {
    const all = [
      snapshot({ days: 1, disk: "new" }),
      snapshot({ days: 8, disk: "old" }),
      snapshot({ days: 9, disk: "old" }),
    ];
    assert.deepEqual(expired(all, 1, 3, ["data-db-0 new"]), ["data-db-0-1", "data-db-0-9"]);
  });

  it("lets old ones go, and never the last good one", () => {
    const all = [snapshot({ days: 10 }), snapshot({ days: 20 })];
    assert.deepEqual(expired(all, 5, 7), ["data-db-0-20"]);
    assert.deepEqual(expired([...all, snapshot({ days: 1, isReady: false })], 5, 7), ["data-db-0-20"]);
  });

  it("takes failed ones away once something newer is good, and leaves others alone", () => {
    const failed = snapshot({ days: 3, isReady: false, error: "quota" });
    assert.deepEqual(expired([failed, snapshot({ days: 4 })], 2), []);
    assert.deepEqual(expired([failed, snapshot({ days: 2 })], 2), ["data-db-0-3"]);
    assert.deepEqual(expired([snapshot({ days: 9, isOurs: false }), snapshot({ days: 1 })], 1, 2), []);
    assert.deepEqual(expired([snapshot({ days: 9, isReady: false }), snapshot({ days: 1 })], 1, 2), []);
  });

  it("never leaves a claim without a good snapshot that had one, whatever is there", () => {
    const parts = fc.record({
      claim: fc.constantFrom("data-db-0", "data-db-1"),
      days: fc.integer({ min: 0, max: 400 }),
      isReady: fc.boolean(),
      isOurs: fc.boolean(),
      error: fc.constantFrom("failed", undefined),
    });
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 20 }),
        fc.integer({ min: 1, max: 5 }),
        fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined }),
        (all, keep, days) => {
          const snapshots = all.map((one) =>
            snapshot({ ...one, ...(one.error === undefined && { error: undefined }) } as Parts),
          );
          const gone = new Set(
            expiredOf(snapshots, [], { keep, maxAge: days === undefined ? undefined : days * DAY }, NOW),
          );
          for (const name of ["data-db-0", "data-db-1"]) {
            const good = snapshots.filter((one) => one.claim === name && one.isReady && one.isOurs);
            assert.ok(good.length === 0 || good.some((one) => !gone.has(one)), "one good snapshot stays");
          }
          assert.ok(
            [...gone].every(({ isOurs }) => isOurs),
            "nothing of others goes",
          );
        },
      ),
    );
  });

  it("is not planned for a claim that is being deleted: the controller would refuse it for as long as anybody waits", () => {
    const { object, ...rest } = claim(1);
    const going = {
      ...rest,
      object: { ...object, metadata: { ...object.metadata, deletionTimestamp: "2026-11-29T11:00:00Z" } },
    };
    const plan = planSnapshots([claim(0), going], [], { keep: 1, maxAge: undefined }, NOW);
    assert.deepEqual(
      plan.takes.map(({ name }) => name),
      ["data-db-0"],
    );
    assert.deepEqual(
      plan.going.map(({ name }) => name),
      ["data-db-1"],
    );
    assert.deepEqual(plan.diskless, []);
  });

  it("is planned for claims with a disk", () => {
    const all = [
      snapshot({ days: 1, disk: "pv-1" }),
      snapshot({ days: 2, isOurs: false }),
      snapshot({ claim: "other", days: 9 }),
    ];
    const plan = planSnapshots([claim(0), claim(1, false)], all, { keep: 1, maxAge: undefined }, NOW);
    assert.deepEqual(
      [plan.takes.map(({ name }) => name), plan.diskless.map(({ name }) => name), names(plan.expired), plan.foreign],
      [["data-db-0"], ["data-db-1"], ["data-db-0-1"], 1],
    );
  });
});

describe("a new snapshot", () => {
  it("has one name in a run, and says whose it is", () => {
    const { metadata, spec } = snapshotFor(
      claim(0),
      { name: "db", namespace: "shop" },
      { run: "r1", className: "fast" },
    );
    assert.equal(metadata.name, "data-db-0-r1");
    assert.deepEqual(metadata.labels, {
      "gke-stateful/set": "db",
      "gke-stateful/volume": "data",
      "gke-stateful/ordinal": "0",
      "gke-stateful/run": "r1",
    });
    assert.deepEqual(metadata.annotations, {
      "gke-stateful/size": "30Gi",
      "gke-stateful/storage-class": "fast",
      "gke-stateful/access-modes": "ReadWriteOnce",
      "gke-stateful/volume-mode": "Filesystem",
      "gke-stateful/persistent-volume": "pv-1",
    });
    assert.deepEqual(spec, { source: { persistentVolumeClaimName: "data-db-0" }, volumeSnapshotClassName: "fast" });
  });

  it("has a name that the API server takes, however long the claim's is", () => {
    const long = { ...claim(0), name: "x".repeat(253) };
    const options = { run: runAt(NOW), className: undefined };
    const one = snapshotFor(long, { name: "db", namespace: "shop" }, options).metadata.name;
    const other = snapshotFor({ ...long, name: `${"x".repeat(252)}y` }, { name: "db", namespace: "shop" }, options)
      .metadata.name;
    assert.ok(one.length <= 253 && other.length <= 253 && one !== other);
    assert.equal(runAt(NOW), "20261129-120000");
  });
});
