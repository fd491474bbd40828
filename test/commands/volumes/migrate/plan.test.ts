import assert from "node:assert/strict";
import { isLoose, isMadeFor } from "../../../../cluster/volumes";
import { planReturns } from "../../../../commands/volumes/migrate/back";
import { planMoves } from "../../../../commands/volumes/migrate/plan";
import { asItWas, claimAgain, MOVED_FROM, nextClaim } from "../../../../commands/volumes/migrate/record";
import type { ApiObject } from "../../../../cluster/api-object";
import type { Claim } from "../../../../cluster/claims";
import type { KeptVolume } from "../../../../commands/volumes/migrate/record";

const SET = "db";
const TARGET = { className: "new", zones: ["z-a", "z-b"], attributesClass: undefined };

interface Options {
  readonly className?: string;
  readonly volume?: string | undefined;
  readonly from?: string;
}

function claim(ordinal: number, { className = "old", from, volume = `pv-${String(ordinal)}` }: Options = {}): Claim {
  const name = `data-${SET}-${String(ordinal)}`;
  const object: ApiObject = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name,
      namespace: "shop",
      uid: `uid-${name}`,
      labels: { app: "db" },
      annotations: {
        team: "blue",
        "pv.kubernetes.io/bind-completed": "yes",
        "volume.kubernetes.io/selected-node": "node-1",
        ...(from !== undefined && { [MOVED_FROM]: from }),
      },
    },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: className,
      volumeMode: "Filesystem",
      volumeName: volume,
      dataSource: { kind: "VolumeSnapshot", name: "gone" },
      resources: { requests: { storage: "10Gi" } },
    },
  };
  return { name, volume: "data", ordinal, requested: "10Gi", capacity: "20Gi", className, isBound: true, object };
}

function disk(name: string, zones: readonly string[] = ["z-a", "z-b"]): ApiObject {
  const matchExpressions = [{ key: "topology.gke.io/zone", operator: "In", values: zones }];
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } },
  };
}

/** What the way forth writes down. */
function forth(ordinal: number): KeptVolume {
  const was = claim(ordinal);
  const next = nextClaim(was, { ...TARGET, snapshot: "s" });
  return {
    volume: disk(`pv-${String(ordinal)}`),
    claim: asItWas(was.object),
    next,
    policy: "Delete",
    step: 1,
    purpose: "move",
  };
}

/** What the way back writes down. */
function back(ordinal: number): KeptVolume {
  const now = moved(ordinal);
  const next = claimAgain(forth(ordinal), "pv-new");
  return { volume: disk("pv-new"), claim: asItWas(now.object), next, policy: "Retain", step: 2, purpose: "back" };
}

const moved = (ordinal: number): Claim =>
  claim(ordinal, { className: "new", volume: "pv-new", from: `pv-${String(ordinal)}` });
const returned = (ordinal: number): Claim => claim(ordinal, { from: "pv-new" });

function states(
  claims: readonly Claim[],
  kept: readonly KeptVolume[] = [],
  volumes: readonly ApiObject[] = [],
): object {
  const facts = { claims, kept, volumes: new Map(volumes.map((one) => [one.metadata.name, one])) };
  return Object.fromEntries(planMoves(facts, { data: TARGET }, SET).map(({ name, state }) => [name, state]));
}

describe("the moves of a set's disks", () => {
  it("are of those on another class, the highest ordinal first", () => {
    assert.deepEqual(Object.entries(states([claim(0), claim(1, { className: "new" }), claim(10)])), [
      ["data-db-10", "to move"],
      ["data-db-1", "stays"],
      ["data-db-0", "to move"],
    ]);
  });

  it("are of those in zones that their class does not have any more", () => {
    const there = claim(0, { className: "new" });
    assert.deepEqual(states([there], [], [disk("pv-0", ["z-a", "z-b"])]), { "data-db-0": "stays" });
    assert.deepEqual(states([there], [], [disk("pv-0", ["z-a", "z-c"])]), { "data-db-0": "to move" });
  });

  it("leave out what has no disk, and templates that were not asked for", () => {
    assert.deepEqual(states([{ ...claim(0), isBound: false }]), { "data-db-0": "diskless" });
    assert.deepEqual(states([{ ...claim(0), volume: "log" }]), {});
  });

  it("know where an interrupted run stands", () => {
    assert.deepEqual(states([claim(0)], [forth(0)]), { "data-db-0": "under way" });
    assert.deepEqual(states([], [forth(0)]), { "data-db-0": "under way" });
    assert.deepEqual(states([moved(0)], [forth(0)]), { "data-db-0": "moved" });
  });

  it("know a claim that somebody deletes, and one that was deleted after its move with what was written since", () => {
    const { object, ...rest } = claim(0);
    const going = {
      ...rest,
      object: { ...object, metadata: { ...object.metadata, deletionTimestamp: "2026-11-29T12:00:00Z" } },
    };
    assert.deepEqual(states([going]), { "data-db-0": "going" });
    assert.deepEqual(states([going], [forth(0)]), { "data-db-0": "under way" });
    const after: ApiObject = {
      ...disk("pv-new"),
      spec: { claimRef: { namespace: "shop", name: "data-db-0", uid: "gone" } },
    };
    assert.deepEqual(states([], [forth(0)], [after]), { "data-db-0": "stray" });
  });

  it("know a claim that somebody else made in between", () => {
    assert.deepEqual(states([claim(0, { className: "new", volume: "pv-empty" })], [forth(0)]), { "data-db-0": "anew" });
  });

  it("wait until an earlier move has been confirmed", () => {
    const kept = { ...forth(0), volume: disk("pv-first") };
    assert.deepEqual(states([claim(0, { from: "pv-first" })], [kept]), { "data-db-0": "unconfirmed" });
  });

  it("are not of a claim whose name only begins like the set's", () => {
    const other = { ...forth(0), claim: { ...forth(0).claim, metadata: { name: "data-db-x-0" } } };
    assert.deepEqual(states([], [other]), {});
  });
});

describe("the claim that takes the place of another", () => {
  const next = nextClaim(claim(3), { className: "new", attributesClass: "gold", snapshot: "s" });

  it("has room for what the disk really has, and for what the snapshot needs", () => {
    const sized = nextClaim(claim(3), {
      className: "new",
      attributesClass: undefined,
      snapshot: "s",
      sizes: ["25Gi", "8Gi"],
    });
    assert.deepEqual((sized["spec"] as { resources: unknown }).resources, { requests: { storage: "25Gi" } });
  });

  it("has its labels and its own annotations, and says where the data was", () => {
    assert.deepEqual(next.metadata, {
      name: "data-db-3",
      namespace: "shop",
      labels: { app: "db" },
      annotations: { team: "blue", [MOVED_FROM]: "pv-3" },
    });
  });

  it("reads the snapshot, on the new class, with as much room as the disk had", () => {
    assert.deepEqual(next["spec"], {
      accessModes: ["ReadWriteOnce"],
      volumeMode: "Filesystem",
      storageClassName: "new",
      volumeAttributesClassName: "gold",
      dataSource: { apiGroup: "snapshot.storage.k8s.io", kind: "VolumeSnapshot", name: "s" },
      resources: { requests: { storage: "20Gi" } },
    });
  });

  it("names no snapshot that may be gone where it is the old one again", () => {
    const again = claimAgain(forth(3), "pv-new");
    const spec = again["spec"] as Readonly<Record<string, unknown>>;
    assert.equal(spec["volumeName"], "pv-3");
    assert.equal(spec["dataSource"], undefined);
    assert.equal(again.metadata.annotations?.[MOVED_FROM], "pv-new");
    assert.equal(claimAgain(forth(3), undefined).metadata.annotations?.[MOVED_FROM], undefined);
  });
});

function withoutVolume({ spec, ...rest }: ApiObject): ApiObject {
  return { ...rest, spec: { ...(spec as object), volumeName: undefined } };
}

describe("a volume", () => {
  const own = claim(0).object;
  const source = { dataSource: { kind: "VolumeSnapshot", name: "s" } };
  const from = (created: string, uid = "u"): ApiObject => ({
    ...own,
    metadata: { ...own.metadata, uid, creationTimestamp: created },
    spec: { ...(own["spec"] as object), ...source },
  });
  const volume = (name: string, created: string): ApiObject => ({
    ...disk(name),
    metadata: { name, creationTimestamp: created },
  });

  it("that was there before a claim from a snapshot has other data", () => {
    assert.equal(isMadeFor(volume("x", "2026-11-29T12:00:00Z"), from("2026-11-29T12:00:01Z")), false);
    assert.equal(isMadeFor(volume("x", "2026-11-29T12:00:01Z"), from("2026-11-29T12:00:01Z")), true);
    assert.equal(isMadeFor(volume("pvc-u", "2026-11-29T11:00:00Z"), from("2026-11-29T12:00:01Z")), true);
  });

  it("may be any for a claim without a source", () => {
    assert.equal(isMadeFor(volume("x", "2026-11-29T12:00:00Z"), withoutSource(from("2026-11-29T12:00:01Z"))), true);
  });

  it("of the class that waits for nobody in particular is loose", () => {
    const of = (spec: object): ApiObject => ({
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "x" },
      spec,
    });
    assert.equal(isLoose(of({ storageClassName: "new" }), "new"), true);
    assert.equal(isLoose(of({ storageClassName: "new", claimRef: { name: "c" } }), "new"), false);
    assert.equal(isLoose(of({ storageClassName: "old" }), "new"), false);
  });
});

function withoutSource({ spec, ...rest }: ApiObject): ApiObject {
  return { ...rest, spec: { ...(spec as object), dataSource: undefined } };
}

describe("the way back of a set's disks", () => {
  /** What each claim becomes: the volume that it gets, and whether a claim has to be made for it. */
  function returns(kept: readonly KeptVolume[], claims: readonly Claim[]): object {
    const all = planReturns(
      kept,
      claims.map(({ object }) => object),
    );
    return Object.fromEntries(
      all.map(({ name, next, volume }) => [name, `${next === undefined ? "has" : "gets"} ${volume}`]),
    );
  }

  it("gives a claim that has moved the volume that it left", () => {
    assert.deepEqual(returns([forth(0), { ...forth(1) }], [moved(0), moved(1)]), {
      "data-db-1": "gets pv-1",
      "data-db-0": "gets pv-0",
    });
  });

  it("gives it back to one that was deleted, and leaves it to one that was not", () => {
    assert.deepEqual(returns([forth(0)], []), { "data-db-0": "gets pv-0" });
    assert.deepEqual(returns([forth(0)], [claim(0)]), { "data-db-0": "has pv-0" });
  });

  it("goes on where it was interrupted, and does nothing twice", () => {
    const both = [forth(0), back(0)];
    assert.deepEqual(returns(both, [moved(0)]), { "data-db-0": "gets pv-0" });
    assert.deepEqual(returns(both, []), { "data-db-0": "gets pv-0" });
    assert.deepEqual(returns(both, [returned(0)]), { "data-db-0": "has pv-0" });
    assert.deepEqual(returns([back(0)], [returned(0)]), { "data-db-0": "has pv-0" });
  });

  it("takes a claim that is being deleted for one that has lost its disk", () => {
    const going = ({ object, ...rest }: Claim): Claim => ({
      ...rest,
      object: { ...object, metadata: { ...object.metadata, deletionTimestamp: "2026-11-29T12:00:00Z" } },
    });
    assert.deepEqual(returns([forth(0)], [going(claim(0))]), { "data-db-0": "gets pv-0" });
    assert.deepEqual(returns([forth(0)], [going(moved(0))]), { "data-db-0": "gets pv-0" });
    assert.deepEqual(returns([forth(0), back(0)], [going(moved(0))]), { "data-db-0": "gets pv-0" });
    assert.deepEqual(returns([forth(0), back(0)], [going(returned(0))]), { "data-db-0": "gets pv-0" });
  });

  it("gives the old disk to a claim that has none yet, and leaves nothing behind", () => {
    const waiting = claim(0, { className: "new", volume: undefined, from: "pv-0" });
    const [one] = planReturns([forth(0)], [withoutVolume(waiting.object)]);
    assert.equal(one?.volume, "pv-0");
    assert.equal(one.next?.metadata.annotations?.[MOVED_FROM], undefined);
  });

  it("refuses a claim that is neither", () => {
    assert.throws(
      () => returns([forth(0)], [claim(0, { volume: "pv-empty" })]),
      /Claim data-db-0 has volume pv-empty, which is not of the move/,
    );
  });
});
