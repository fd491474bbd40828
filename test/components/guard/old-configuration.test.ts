import assert from "node:assert/strict";
import { MARKS } from "../../../components/guard/marks";
import {
  clearConfiguration,
  clearEarlier,
  configurationIn,
  makeRoom,
} from "../../../components/guard/old-configuration";
import type { ClusterClient } from "../../../cluster/client";
import type { ApiObject } from "../../../cluster/api-object";

const left = (kind: string, workload: string, annotations: Record<string, string> = {}): ApiObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name: "c", namespace: "shop", uid: "u", annotations, labels: { [MARKS.configurationOf]: workload } },
});
const generated = left("Secret", "db", { [MARKS.generated]: "true" });

/** A cluster in which an object is left behind, and nothing runs but the pods that are given. */
function clusterWith(
  there: ApiObject | undefined,
  pods: readonly object[] = [],
): { client: ClusterClient; gone: unknown[] } {
  const gone: unknown[] = [];
  const client = {
    get: (_: string, kind: string) => Promise.resolve(there?.kind === kind ? there : undefined),
    list: (_: string, kind: string) => Promise.resolve(kind === "Pod" ? pods : there?.kind === kind ? [there] : []),
    serves: () => Promise.resolve(true),
    delete: (object: unknown) => Promise.resolve(gone.push(object)),
  } as unknown as ClusterClient;
  return { client, gone };
}

describe("room for what the program makes again", () => {
  for (const [what, there, wanted, deleted] of [
    ["a ConfigMap of the workload goes", left("ConfigMap", "db"), left("ConfigMap", "db"), 1],
    ["a ConfigMap of another workload stays", left("ConfigMap", "queue"), left("ConfigMap", "db"), 0],
    ["a Secret whose name says what is in it goes", left("Secret", "db"), left("Secret", "db"), 1],
    ["nothing is there", undefined, left("ConfigMap", "db"), 0],
  ] as const) {
    it(what, async () => {
      const { client, gone } = clusterWith(there);
      await makeRoom(client, wanted);
      assert.equal(gone.length, deleted);
    });
  }

  for (const [there, wanted] of [
    [generated, generated],
    [left("Secret", "db"), generated],
    [generated, left("Secret", "db")],
  ] as const) {
    it("is not made where the only copy of generated values may be", async () => {
      const { client, gone } = clusterWith(there);
      await assert.rejects(
        makeRoom(client, wanted),
        /Secret shop\/c of gke-stateful:workloads\.db is there from before/,
      );
      assert.deepEqual(gone, []);
    });
  }
});

describe("configuration that has left the program", () => {
  for (const [what, object, workloadStays, deleted] of [
    ["a ConfigMap goes", left("ConfigMap", "db"), false, 1],
    ["a Secret goes", left("Secret", "db"), false, 1],
    ["what names versions in Secret Manager goes", left("SecretProviderClass", "db"), false, 1],
    ["an earlier rotation goes", generated, true, 1],
    ["generated values of a workload that is gone stay with its claims", generated, false, 0],
  ] as const) {
    it(what, async () => {
      const one = clusterWith(object);
      await clearConfiguration(one.client, configurationIn(object)!, workloadStays);
      assert.equal(one.gone.length, deleted);
      const earlier = clusterWith(object);
      await clearEarlier(earlier.client, { name: "db", namespace: "shop" }, { configuration: [], workloadStays });
      assert.equal(earlier.gone.length, deleted);
    });
  }

  it("stays while a pod of an earlier revision mounts it by a driver", async () => {
    const spec = { volumes: [{ name: "s", csi: { volumeAttributes: { secretProviderClass: "c" } } }] };
    const { client, gone } = clusterWith(left("SecretProviderClass", "db"), [{ spec }]);
    await clearEarlier(client, { name: "db", namespace: "shop" }, { configuration: [], workloadStays: true });
    assert.deepEqual(gone, []);
  });

  it("is none of what the program makes now", async () => {
    const { client, gone } = clusterWith(left("ConfigMap", "db"));
    const terms = { configuration: ["c"], workloadStays: true };
    await clearEarlier(client, { name: "db", namespace: "shop" }, terms);
    assert.deepEqual(gone, []);
  });
});
