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
  },
});
