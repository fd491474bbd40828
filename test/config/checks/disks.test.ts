import { checkTable } from "../../support/checks";

const n4 = [{ name: "stateful", tainted: false, machineType: "n4-standard-4", diskType: "hyperdisk-balanced" }];
const twoZones = { zones: ["europe-west1-b", "europe-west1-c"], "storage.regional": true };

checkTable("disks", {
  accepted: {
    "regional Hyperdisk on n4": {
      stack: "dev",
      changes: { ...twoZones, pools: n4, "storage.diskType": "hyperdisk-balanced-high-availability" },
    },
    "regional pd-standard of 200 GiB": {
      stack: "dev",
      changes: { ...twoZones, "storage.diskType": "pd-standard", "@.volumes.workspace.size": "200Gi" },
    },
    "zonal pd-standard of 20 GiB": { stack: "dev", changes: { "storage.diskType": "pd-standard" } },
    "the smallest pd-ssd": { stack: "dev", changes: { "@.volumes.workspace.size": "10Gi" } },
    "the smallest Hyperdisk": {
      stack: "dev",
      changes: { pools: n4, "storage.diskType": "hyperdisk-balanced", "@.volumes.workspace.size": "4Gi" },
    },
    "any size in a class that exists": {
      stack: "dev",
      changes: { "storage.create": false, "@.volumes.workspace.size": "1Gi" },
    },
    "Delete in dev": { stack: "dev", changes: { "storage.reclaimPolicy": "Delete" } },
    "performance of a Hyperdisk": {
      stack: "dev",
      changes: {
        pools: n4,
        "storage.diskType": "hyperdisk-balanced",
        "storage.iops": 160000,
        "storage.throughputMib": 2400,
      },
    },
    "a class for one volume, whose disks fit that workload's pool": {
      stack: "dev",
      changes: {
        "storage.classes": { old: { diskType: "pd-balanced", regional: false } },
        "@.volumes.workspace.storageClass": "old",
      },
    },
    "a class that no volume uses, of disks that no pool takes": {
      stack: "dev",
      changes: { "storage.classes": { later: { diskType: "hyperdisk-balanced", regional: false } } },
    },
    "any size in a further class beside one that exists, as that class allows": {
      stack: "dev",
      changes: {
        "storage.create": false,
        "storage.classes": { old: { diskType: "pd-balanced", regional: false } },
        "@.volumes.workspace.storageClass": "old",
        "@.volumes.workspace.size": "10Gi",
      },
    },
    "a class of another kind for the pool of the only workload": {
      stack: "dev",
      changes: {
        pools: [
          { name: "old", tainted: false },
          { ...n4[0], name: "fast" },
        ],
        "storage.classes": { hyper: { diskType: "hyperdisk-balanced", regional: false } },
        "@.pool": "fast",
        "@.volumes.workspace.storageClass": "hyper",
      },
    },
  },
  refused: {
    "regional pd-standard under 200 GiB": {
      stack: "dev",
      changes: { ...twoZones, "storage.diskType": "pd-standard", "@.volumes.workspace.size": "199Gi" },
      key: "gke-stateful:workloads.terminal-pods.volumes.workspace.size",
      says: /at least 200Gi for a regional pd-standard.*pd-ssd/,
    },
    "pd-ssd under 10 GiB": {
      stack: "dev",
      changes: { "@.volumes.workspace.size": "9Gi" },
      key: "gke-stateful:workloads.terminal-pods.volumes.workspace.size",
      says: /at least 10Gi/,
    },
    "pd-ssd on a machine that takes Hyperdisk": {
      stack: "dev",
      changes: { pools: n4 },
      key: "gke-stateful:storage.diskType",
      says: /does not attach to n4-standard-4 of pool stateful/,
    },
    "Hyperdisk on a machine that takes Persistent Disk": {
      stack: "dev",
      changes: { "storage.diskType": "hyperdisk-balanced" },
      key: "gke-stateful:storage.diskType",
      says: /does not attach to e2-standard-4.*pd-ssd/,
    },
    "a Hyperdisk that has no regional form": {
      stack: "dev",
      changes: { ...twoZones, pools: n4, "storage.diskType": "hyperdisk-balanced" },
      key: "gke-stateful:storage.diskType",
      says: /hyperdisk-balanced-high-availability/,
    },
    "a regional Hyperdisk that is called zonal": {
      stack: "dev",
      changes: { pools: n4, "storage.diskType": "hyperdisk-balanced-high-availability" },
      key: "gke-stateful:storage.regional",
      says: /always lives in two zones/,
    },
    "a disk larger than there is": {
      stack: "dev",
      changes: { "@.volumes.workspace.size": "65537Gi" },
      key: "gke-stateful:workloads.terminal-pods.volumes.workspace.size",
      says: /at most 65536Gi/,
    },
    "Delete in prod": {
      stack: "prod",
      changes: { "storage.reclaimPolicy": "Delete" },
      key: "gke-stateful:storage.reclaimPolicy",
      says: /Use Retain/,
    },
    "performance of a disk whose size decides about it": {
      stack: "dev",
      changes: { "storage.iops": 5000 },
      key: "gke-stateful:storage.iops",
      says: /only for Hyperdisk, and the disks are pd-ssd/,
    },
    "more throughput than any disk has": {
      stack: "dev",
      changes: { pools: n4, "storage.diskType": "hyperdisk-balanced", "storage.throughputMib": 2401 },
      key: "gke-stateful:storage.throughputMib",
      says: /from 1 to 2400/,
    },
    "a class that there is not": {
      stack: "dev",
      changes: { "@.volumes.workspace.storageClass": "old" },
      key: "gke-stateful:workloads.terminal-pods.volumes.workspace.storageClass",
      says: /there is none/,
    },
    "a class of another name, also on a cluster of a kubeconfig": {
      stack: "local",
      changes: { "storage.classes": { old: {} }, "@.volumes.workspace.storageClass": "odl" },
      key: "gke-stateful:workloads.terminal-pods.volumes.workspace.storageClass",
      says: /must be one of storage.classes: old/,
    },
    "a further class whose disks the workload's pool does not take": {
      stack: "dev",
      changes: {
        "storage.classes": { fast: { diskType: "hyperdisk-balanced", regional: false } },
        "@.volumes.workspace.storageClass": "fast",
      },
      key: "gke-stateful:storage.classes.fast.diskType",
      says: /does not attach to e2-standard-4/,
    },
    "a further class with disks in two zones, and one zone": {
      stack: "dev",
      changes: { "storage.classes": { safe: {} } },
      key: "gke-stateful:zones",
      says: /storage.classes.safe.regional is true/,
    },
    "a disk below the least of its own class": {
      stack: "dev",
      changes: {
        ...twoZones,
        "storage.classes": { slow: { diskType: "pd-standard" } },
        "@.volumes.workspace.storageClass": "slow",
      },
      key: "gke-stateful:workloads.terminal-pods.volumes.workspace.size",
      says: /at least 200Gi for a regional pd-standard/,
    },
    "a further class that deletes disks of prod": {
      stack: "prod",
      changes: { "storage.classes": { scratch: { reclaimPolicy: "Delete" } } },
      key: "gke-stateful:storage.classes.scratch.reclaimPolicy",
      says: /prod does not allow/,
    },
    "more IOPS than a Hyperdisk in two zones has": {
      stack: "dev",
      changes: {
        ...twoZones,
        pools: n4,
        "storage.diskType": "hyperdisk-balanced-high-availability",
        "storage.iops": 100001,
      },
      key: "gke-stateful:storage.iops",
      says: /at most 100000/,
    },
    "performance that nothing reads, on a cluster of a kubeconfig": {
      stack: "local",
      changes: { "storage.create": true, "storage.throughputMib": 300 },
      key: "gke-stateful:storage.throughputMib",
      says: /only for Hyperdisk/,
    },
    "a class whose name becomes too long": {
      stack: "dev",
      changes: { "storage.className": "a".repeat(250), "storage.classes": { later: { regional: false } } },
      key: "gke-stateful:storage.className",
      says: /at most 253 characters/,
    },
  },
});
