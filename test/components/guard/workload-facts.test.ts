import assert from "node:assert/strict";
import { workloadFacts } from "../../../components/guard/workload-facts";
import { only, planWith } from "../../support/stacks";
import type { Changes } from "../../support/stacks";

const factsOf = async (changes: Changes = {}): Promise<ReturnType<typeof workloadFacts>> =>
  workloadFacts(only(await planWith("dev", changes), "StatefulSet").inputs);

describe("the facts of a workload", () => {
  it("are read in the inputs of its StatefulSet", async () => {
    assert.deepEqual(await factsOf(), {
      name: "terminal-pods",
      namespace: "stateful",
      cluster: "projects/my-project-dev/locations/europe-west1-b/clusters/gke-stateful-dev",
      labels: { app: "terminal" },
      serviceName: "terminal-pods-headless",
      podManagement: "Parallel",
      replicas: 3,
      otherScaler: false,
      volumes: { workspace: { size: "20Gi", className: "fast-ssd" } },
      deletesScaled: false,
      deletesWithSet: false,
      templates: [
        {
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: { name: "workspace", labels: { app: "terminal" } },
          spec: {
            accessModes: ["ReadWriteOnce"],
            storageClassName: "fast-ssd",
            resources: { requests: { storage: "20Gi" } },
          },
        },
      ],
      partition: 0,
      updatesByHand: false,
      orphansPods: true,
    });
  });

  for (const changes of [
    { "@.replicasOwner": "controller" },
    { "@.horizontalAutoscaler": { min: 1, max: 3, cpuPercent: 50 } },
  ]) {
    it(`say that somebody else scales: ${JSON.stringify(changes)}`, async () => {
      assert.equal((await factsOf(changes)).otherScaler, true);
    });
  }

  it("are what Kubernetes takes for what is missing", () => {
    for (const inputs of [undefined, null, 1, {}, { metadata: null, spec: { volumeClaimTemplates: [{}, null] } }]) {
      const { replicas, volumes, orphansPods, partition } = workloadFacts(inputs);
      assert.deepEqual([replicas, volumes, orphansPods, partition], [1, {}, false, 0]);
    }
  });
});
