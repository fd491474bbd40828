import assert from "node:assert/strict";
import { at, ofType, only, planWith } from "../support/stacks";

describe("Storage", () => {
  it("keeps every disk of prod in the two zones of the nodes", async () => {
    const { inputs } = only(await planWith("prod"), "StorageClass");
    assert.deepEqual(inputs, {
      allowedTopologies: [
        { matchLabelExpressions: [{ key: "topology.gke.io/zone", values: ["europe-west1-b", "europe-west1-c"] }] },
      ],
      allowVolumeExpansion: true,
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        annotations: { "storageclass.kubernetes.io/is-default-class": "false" },
        labels: { "app.kubernetes.io/managed-by": "pulumi", "app.kubernetes.io/part-of": "gke-stateful" },
        name: "fast-ssd",
      },
      mountOptions: [],
      parameters: {
        "csi.storage.k8s.io/fstype": "ext4",
        labels: "environment=prod",
        "replication-type": "regional-pd",
        type: "pd-ssd",
      },
      provisioner: "pd.csi.storage.gke.io",
      reclaimPolicy: "Retain",
      volumeBindingMode: "WaitForFirstConsumer",
    });
  });

  it("replaces the class where the API server takes no change, the old one first because the name is plain", async () => {
    const { options } = only(await planWith("prod"), "StorageClass");
    assert.equal(options.deleteBeforeReplace, true);
    assert.deepEqual(options.replaceOnChanges, [
      "parameters",
      "provisioner",
      "reclaimPolicy",
      "volumeBindingMode",
      "allowedTopologies",
      "mountOptions",
    ]);
    assert.equal(options.protect, undefined);
  });

  it("keeps a zonal disk zonal, and lets dev delete it", async () => {
    const { inputs } = only(await planWith("dev"), "StorageClass");
    assert.deepEqual(inputs["parameters"], {
      "csi.storage.k8s.io/fstype": "ext4",
      labels: "environment=dev",
      type: "pd-ssd",
    });
    assert.equal(inputs["reclaimPolicy"], "Delete");
  });

  it("writes a regional Hyperdisk as a type of its own, and a key where there is one", async () => {
    const key = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k";
    const pools = [{ name: "stateful", tainted: false, machineType: "n4-standard-4", diskType: "hyperdisk-balanced" }];
    const storage = {
      diskType: "hyperdisk-balanced-high-availability",
      fsType: "xfs",
      kmsKey: key,
      mountOptions: ["noatime"],
    };
    const { inputs } = only(
      await planWith("dev", { zones: ["europe-west1-b", "europe-west1-c"], pools, storage, labels: {} }),
      "StorageClass",
    );
    assert.deepEqual(inputs["parameters"], {
      "csi.storage.k8s.io/fstype": "xfs",
      "disk-encryption-kms-key": key,
      type: "hyperdisk-balanced-high-availability",
    });
    assert.deepEqual(inputs["mountOptions"], ["noatime"]);
  });

  it("makes a snapshot class of version v1 that keeps snapshots in prod", async () => {
    const { inputs } = only(await planWith("prod"), "VolumeSnapshotClass");
    assert.equal(inputs["apiVersion"], "snapshot.storage.k8s.io/v1");
    assert.equal(inputs["deletionPolicy"], "Retain");
    assert.equal(inputs["driver"], "pd.csi.storage.gke.io");
    assert.equal(only(await planWith("dev"), "VolumeSnapshotClass").inputs["deletionPolicy"], "Delete");
  });

  it("makes neither on a cluster that has its own", async () => {
    const plan = await planWith("local");
    assert.deepEqual([...ofType(plan, "StorageClass"), ...ofType(plan, "VolumeSnapshotClass")], []);
    const snapshots = await planWith("local", { "kubeconfig.volumeSnapshots": true });
    assert.equal(ofType(snapshots, "VolumeSnapshotClass").length, 1);
  });

  it("makes further classes for volumes that name them, and keeps the first for the others", async () => {
    const archive = { diskType: "pd-balanced", regional: false, reclaimPolicy: "Delete", mountOptions: ["noatime"] };
    const plan = await planWith("dev", {
      "storage.classes": { archive },
      "@.volumes.old": { size: "50Gi", mountPath: "/old", storageClass: "archive" },
    });
    const { inputs, options } = only(plan, "StorageClass", "storage-class-archive");
    assert.deepEqual(inputs["metadata"], {
      annotations: { "storageclass.kubernetes.io/is-default-class": "false" },
      labels: { "app.kubernetes.io/managed-by": "pulumi", "app.kubernetes.io/part-of": "gke-stateful" },
      name: "fast-ssd.archive",
    });
    assert.deepEqual(inputs["parameters"], {
      "csi.storage.k8s.io/fstype": "ext4",
      labels: "environment=dev",
      type: "pd-balanced",
    });
    assert.equal(options.deleteBeforeReplace, true);
    const templates = at(only(plan, "StatefulSet").inputs, "spec.volumeClaimTemplates") as unknown as {
      metadata: { name: string };
      spec: { storageClassName: string };
    }[];
    assert.deepEqual(
      templates.map(({ metadata, spec }) => [metadata.name, spec.storageClassName]),
      [
        ["workspace", "fast-ssd"],
        ["old", "fast-ssd.archive"],
      ],
    );
  });

  it("gives each Hyperdisk the performance that is asked for, as text with a unit", async () => {
    const pools = [{ name: "stateful", tainted: false, machineType: "n4-standard-4", diskType: "hyperdisk-balanced" }];
    const storage = { diskType: "hyperdisk-balanced", regional: false, iops: 6000, throughputMib: 300 };
    const { inputs } = only(await planWith("dev", { pools, storage }), "StorageClass");
    assert.deepEqual(inputs["parameters"], {
      "csi.storage.k8s.io/fstype": "ext4",
      labels: "environment=dev",
      "provisioned-iops-on-create": "6000",
      "provisioned-throughput-on-create": "300Mi",
      type: "hyperdisk-balanced",
    });
  });
});
