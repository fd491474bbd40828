import assert from "node:assert/strict";
import { MARKS } from "../../../components/guard/marks";
import { makeRoom } from "../../../components/guard/live-changes";
import type { ApiObject, ClusterClient } from "../../../cluster/client";

const left = (kind: string, workload: string): ApiObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name: "c", namespace: "shop", uid: "u", labels: { [MARKS.configurationOf]: workload } },
});

describe("room for what the program makes again", () => {
  for (const [what, there, wanted, deleted] of [
    ["a ConfigMap of the workload goes", left("ConfigMap", "db"), left("ConfigMap", "db"), 1],
    ["a ConfigMap of another workload stays", left("ConfigMap", "queue"), left("ConfigMap", "db"), 0],
    ["a Secret stays: it may be the only copy of its values", left("Secret", "db"), left("Secret", "db"), 0],
    ["nothing is there", undefined, left("ConfigMap", "db"), 0],
  ] as const) {
    it(what, async () => {
      const gone: unknown[] = [];
      const client = {
        get: () => Promise.resolve(there),
        delete: (object: unknown) => Promise.resolve(gone.push(object)),
      } as unknown as ClusterClient;
      await makeRoom(client, wanted);
      assert.equal(gone.length, deleted);
    });
  }
});
