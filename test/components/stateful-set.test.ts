import assert from "node:assert/strict";
import { at, only, planWith } from "../support/stacks";

describe("statefulSetSpec", () => {
  it("is the reference workload", async () => {
    const { inputs } = only(await planWith("dev"), "StatefulSet");
    assert.equal(at(inputs, "spec.replicas"), 3);
    assert.equal(at(inputs, "spec.podManagementPolicy"), "Parallel");
    assert.deepEqual(at(inputs, "spec.updateStrategy"), { rollingUpdate: { partition: 0 }, type: "RollingUpdate" });
    assert.deepEqual(at(inputs, "spec.persistentVolumeClaimRetentionPolicy"), {
      whenDeleted: "Retain",
      whenScaled: "Retain",
    });
    assert.deepEqual(at(inputs, "spec.selector"), { matchLabels: { app: "terminal" } });
    assert.deepEqual(at(inputs, "spec.volumeClaimTemplates"), [
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { labels: { app: "terminal" }, name: "workspace" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "20Gi" } },
          storageClassName: "fast-ssd",
        },
      },
    ]);
  });

  it("takes its class from the cluster where the class exists", async () => {
    assert.equal(
      at(only(await planWith("local"), "StatefulSet").inputs, "spec.volumeClaimTemplates.0.spec.storageClassName"),
      "standard",
    );
  });

  it("waits for ready pods, not for revisions, below a partition", async () => {
    const { inputs } = only(await planWith("dev", { "@.updateStrategy": { partition: 2 } }), "StatefulSet");
    assert.equal(
      at(inputs, "metadata.annotations.pulumi.com/waitFor"),
      undefined,
      "the key has a dot, so it is read whole",
    );
    assert.deepEqual(at(inputs, "metadata.annotations"), {
      "gke-stateful/backup-plan": "projects/my-project-dev/locations/europe-west1/backupPlans/gke-stateful-dev",
      "gke-stateful/cluster": "projects/my-project-dev/locations/europe-west1-b/clusters/gke-stateful-dev",
      "pulumi.com/deletionPropagationPolicy": "orphan",
      "pulumi.com/waitFor": "jsonpath={.status.readyReplicas}=3",
    });
  });

  it("has no rolling update with OnDelete", async () => {
    const { inputs } = only(await planWith("dev", { "@.updateStrategy": { type: "OnDelete" } }), "StatefulSet");
    assert.deepEqual(at(inputs, "spec.updateStrategy"), { type: "OnDelete" });
    assert.deepEqual(at(inputs, "metadata.annotations"), {
      "gke-stateful/backup-plan": "projects/my-project-dev/locations/europe-west1/backupPlans/gke-stateful-dev",
      "gke-stateful/cluster": "projects/my-project-dev/locations/europe-west1-b/clusters/gke-stateful-dev",
      "pulumi.com/deletionPropagationPolicy": "orphan",
      "pulumi.com/waitFor": "jsonpath={.status.readyReplicas}=3",
    });
  });

  for (const [what, changes, path] of [
    ["no pods", { "@.replicas": 0 }, "{.status.replicas}=0"],
    ["a number that others set", { "@.replicasOwner": "controller" }, "{.status.observedGeneration}"],
  ] as const) {
    it(`waits for a field that is there with ${what}`, async () => {
      for (const updateStrategy of [{ type: "OnDelete" }, { partition: 1 }]) {
        const { inputs } = only(
          await planWith("dev", { ...changes, "@.updateStrategy": updateStrategy }),
          "StatefulSet",
        );
        const annotations = at(inputs, "metadata.annotations") as Readonly<Record<string, string>>;
        assert.equal(annotations["pulumi.com/waitFor"], `jsonpath=${path}`);
      }
    });
  }

  for (const [owner, changes, first] of [
    ["the program", {}, 3],
    ["a controller", { "@.replicasOwner": "controller", "@.replicas": 5 }, 5],
    [
      "an autoscaler, and removes none that it may keep",
      { "@.horizontalAutoscaler": { min: 2, max: 4, cpuPercent: 70 }, "@.verticalAutoscaler": undefined },
      3,
    ],
    [
      "an autoscaler, within its bounds",
      { "@.horizontalAutoscaler": { min: 5, max: 9, cpuPercent: 70 }, "@.verticalAutoscaler": undefined },
      5,
    ],
    [
      "an autoscaler that is kept off",
      {
        "@.horizontalAutoscaler": { min: 2, max: 4, cpuPercent: 70 },
        "@.verticalAutoscaler": undefined,
        "@.replicas": 0,
      },
      0,
    ],
  ] as const) {
    it(`leaves the number of replicas to ${owner}`, async () => {
      const { inputs, options } = only(await planWith("dev", changes), "StatefulSet");
      assert.equal(at(inputs, "spec.replicas"), first);
      assert.deepEqual(options.ignoreChanges, owner === "the program" ? undefined : ["spec.replicas"]);
    });
  }
});
