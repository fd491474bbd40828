import assert from "node:assert/strict";
import {
  adoptionRefusals,
  classRefusals,
  moveRefusals,
  orphanRefusals,
  withDisks,
} from "../../../components/guard/live-refusals";
import { MARKS } from "../../../components/guard/marks";
import { workloadFacts } from "../../../components/guard/workload-facts";
import type { ClusterClient } from "../../../cluster/client";
import type { ApiObject } from "../../../cluster/api-object";

const NAMESPACE = "shop";
const set = (spec: object = {}): ApiObject => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "db", namespace: NAMESPACE },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "db" } },
    volumeClaimTemplates: [template("data", "20Gi")],
    ...spec,
  },
});
const template = (name: string, storage: string): object => ({
  metadata: { name },
  spec: { resources: { requests: { storage } } },
});
const pod = (name: string, labels: Record<string, string>, volumes: readonly string[]): ApiObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: NAMESPACE, labels },
  spec: { volumes: volumes.map((volume) => ({ persistentVolumeClaim: { claimName: `${volume}-${name}` } })) },
});
const claim = (name: string, storage: string, storageClassName = "fast"): ApiObject => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name, namespace: NAMESPACE },
  spec: { storageClassName, resources: { requests: { storage: "99Gi" } } },
  status: { phase: "Bound", capacity: { storage } },
});

/** A cluster with some objects. */
function clusterWith(...objects: readonly ApiObject[]): ClusterClient {
  return {
    get: (_: string, kind: string, name: string) =>
      Promise.resolve(objects.find((one) => one.kind === kind && one.metadata.name === name)),
    list: (_: string, kind: string) => Promise.resolve(objects.filter((one) => one.kind === kind)),
  } as unknown as ClusterClient;
}

const POD = pod("db-0", { app: "db" }, ["data"]);

describe("a set that is made where its pods run already", () => {
  for (const [what, willBe, objects, message] of [
    ["takes them over as they are", set(), [POD, claim("data-db-0", "20Gi")], /^$/],
    [
      "takes over a claim that somebody made larger",
      set(),
      [POD, claim("data-db-0", "20Gi"), claim("data-db-1", "40Gi")],
      /^$/,
    ],
    ["is there, so it is replaced, which is judged elsewhere", set(), [set(), pod("db-0", {}, ["data"])], /^$/],
    ["finds pods of another set", set(), [pod("db-two-0", {}, ["data"]), pod("db-0-x", {}, [])], /^$/],
    ["must select them", set(), [POD, pod("db-1", { app: "other" }, [])], /labels is .*must stay \{"app":"other"\}/],
    [
      "must have their volumes",
      set(),
      [pod("db-0", { app: "db" }, ["logs"]), claim("logs-db-0", "1Gi")],
      /volumes\.logs is gone/,
    ],
    ["must have their sizes", set(), [POD, claim("data-db-0", "21Gi")], /size is 20Gi: must not be below 21Gi/],
  ] as const) {
    it(what, async () => {
      const refusals = await adoptionRefusals(clusterWith(...objects), workloadFacts(willBe));
      assert.match(refusals.join("\n"), message);
    });
  }
});

describe("a set that is deleted", () => {
  it("must have no pods, whatever the state says", async () => {
    const was = workloadFacts(set({ replicas: 0 }));
    assert.match((await orphanRefusals(clusterWith(POD), was)).join(), /would be gone, and it has db-0: must stay/);
    assert.deepEqual(await orphanRefusals(clusterWith(pod("db-two-0", {}, [])), was), []);
  });
});

describe("the size of a volume", () => {
  it("is at least that of its largest disk, not what was asked for", async () => {
    const facts = workloadFacts(set());
    const { volumes } = await withDisks(clusterWith(claim("data-db-0", "20Gi"), claim("data-db-1", "25Gi")), facts);
    assert.equal(volumes["data"]?.disk, "25Gi");
    assert.equal((await withDisks(clusterWith(), facts)).volumes["data"]?.disk, "0");
  });
});

describe("a storage class that goes", () => {
  it("must have no claims", async () => {
    const client = clusterWith(claim("data-db-0", "1Gi"), claim("data-db-1", "1Gi", "other"));
    assert.match(
      (await classRefusals(client, "fast", "urn:x")).join(),
      /storage class fast must stay, because shop\/data-db-0 is on it.*pulumi state delete "urn:x"/,
    );
    assert.deepEqual(await classRefusals(client, "unused", "urn:x"), []);
  });
});

describe("a move to another cluster", () => {
  const marked = (cluster: string): ApiObject => {
    const { metadata, ...rest } = set();
    return { ...rest, metadata: { ...metadata, annotations: { [MARKS.cluster]: cluster } } };
  };
  for (const [what, there, message] of [
    ["is free where nothing is", [], /^$/],
    ["finds what was restored from the old cluster", [marked("old")], /^$/],
    ["must not take over what is somebody else's", [set()], /has StatefulSet shop\/db already/],
    ["must not take over what is another stack's", [marked("new")], /has StatefulSet shop\/db already/],
  ] as const) {
    it(what, async () => {
      assert.match((await moveRefusals(clusterWith(...there), set(), marked("old"))).join(), message);
    });
  }
});
