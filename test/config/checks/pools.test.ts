import { checkTable } from "../../support/checks";

const system = { name: "system", machineType: "e2-standard-2", diskType: "pd-balanced", stateful: false };
const stateful = { name: "stateful" };

checkTable("pools", {
  accepted: {
    "limits per zone": { stack: "prod", changes: { pools: [system, { ...stateful, min: 1, max: 10 }] } },
    "limits in total": { stack: "prod", changes: { pools: [system, { ...stateful, totalMin: 2, totalMax: 20 }] } },
    "Spot for a pool without data": { stack: "prod", changes: { pools: [{ ...system, spot: true }, stateful] } },
    "Spot under data in dev, with a short grace period": {
      stack: "dev",
      changes: { pools: [{ ...stateful, tainted: false, spot: true }], "@.terminationGracePeriodSeconds": 25 },
    },
    "Spot under data in dev, with a warning": {
      stack: "dev",
      changes: { pools: [{ ...stateful, tainted: false, spot: true }] },
      warns: /terminationGracePeriodSeconds is 30: is longer than the 25 seconds/,
    },
    "Hyperdisk on a machine that takes it": {
      stack: "dev",
      changes: {
        pools: [{ ...stateful, tainted: false, machineType: "n4-standard-4", diskType: "hyperdisk-balanced" }],
        "storage.diskType": "hyperdisk-balanced",
      },
    },
    "every pool tainted, but softly": {
      stack: "prod",
      changes: { pools: [{ ...system, taints: [{ key: "a", value: "b", effect: "PREFER_NO_SCHEDULE" }] }, stateful] },
    },
    "reservations by name": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, reservation: { use: "SPECIFIC", names: ["spring"] } }] },
    },
    "nodes close together in dev": {
      stack: "dev",
      changes: { pools: [{ ...stateful, tainted: false, machineType: "n2-standard-4", compactPlacement: true }] },
    },
    "nodes close together in prod, with a warning": {
      stack: "prod",
      changes: {
        zones: ["europe-west1-b"],
        "storage.regional": false,
        pools: [system, { ...stateful, machineType: "n2-standard-4", compactPlacement: true }],
      },
      warns: /compactPlacement is true: puts the nodes close together/,
    },
    "nodes close together that GKE's page does not name, with a warning": {
      stack: "dev",
      changes: { pools: [{ ...stateful, tainted: false, compactPlacement: true }] },
      warns: /is not known to work with e2-standard-4/,
    },
    "a sandbox for workloads of its class, beside a pool for GKE's own pods": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, sandbox: true }], "@.runtimeClass": "gvisor" },
    },
  },
  refused: {
    "an unknown machine type": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, machineType: "e9-mega-4" }] },
      key: "gke-stateful:pools[1].machineType",
      says: /predefined machine type of .*e2/,
    },
    "Persistent Disk on a machine that takes Hyperdisk": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, machineType: "n4-standard-4" }] },
      key: "gke-stateful:pools[1].diskType",
      says: /does not attach to n4-standard-4.*hyperdisk-balanced/,
    },
    "Hyperdisk on a machine that takes Persistent Disk": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, diskType: "hyperdisk-balanced" }] },
      key: "gke-stateful:pools[1].diskType",
      says: /does not attach to e2-standard-4.*pd-ssd/,
    },
    "an Arm machine": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, machineType: "c4a-standard-4", diskType: "hyperdisk-balanced" }] },
      key: "gke-stateful:pools[1].machineType",
      says: /Arm machine.*n4 or c4/,
    },
    "an upgrade that replaces no node": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, upgrade: { maxSurge: 0 } }] },
      key: "gke-stateful:pools[1].upgrade",
      says: /never be upgraded/,
    },
    "limits per zone and in total": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, min: 1, totalMax: 9 }] },
      key: "gke-stateful:pools[1]",
      says: /not both/,
    },
    "a total minimum alone": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, totalMin: 1 }] },
      key: "gke-stateful:pools[1].totalMax",
      says: /required with totalMin/,
    },
    "a minimum above the maximum": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, min: 4, max: 3 }] },
      key: "gke-stateful:pools[1].min",
      says: /above the maximum 3/,
    },
    "a total minimum above the maximum": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, totalMin: 4, totalMax: 3 }] },
      key: "gke-stateful:pools[1].totalMin",
      says: /above the maximum 3/,
    },
    "Spot under data in prod": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, spot: true }] },
      key: "gke-stateful:pools[1].spot",
      says: /30 seconds' notice/,
    },
    "two pools of one name": {
      stack: "prod",
      changes: { pools: [system, stateful, stateful] },
      key: "gke-stateful:pools[2].name",
      says: /two pools/,
    },
    "no stateful pool": {
      stack: "prod",
      changes: { pools: [system] },
      key: "gke-stateful:pools",
      says: /must have a stateful pool/,
    },
    "no place for GKE's own pods": {
      stack: "prod",
      changes: { pools: [stateful] },
      key: "gke-stateful:pools",
      says: /without a NO_SCHEDULE taint/,
    },
    "a reservation without its name": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, reservation: { use: "SPECIFIC" } }] },
      key: "gke-stateful:pools[1].reservation.names",
      says: /must name a reservation/,
    },
    "names of reservations that nothing reads": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, reservation: { names: ["spring"] } }] },
      key: "gke-stateful:pools[1].reservation.names",
      says: /no effect with use ANY/,
    },
    "a sandbox as the only pool": {
      stack: "dev",
      changes: { pools: [{ ...stateful, tainted: false, sandbox: true }], "@.runtimeClass": "gvisor" },
      key: "gke-stateful:pools",
      says: /without a NO_SCHEDULE taint.*without sandbox/,
    },
    "a sandbox under a workload of no class": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, sandbox: true }] },
      key: "gke-stateful:workloads.terminal-pods.runtimeClass",
      says: /must be gvisor on any stateful pool/,
    },
    "a workload of the sandbox's class, and no sandbox": {
      stack: "prod",
      changes: { "@.runtimeClass": "gvisor" },
      key: "gke-stateful:workloads.terminal-pods.runtimeClass",
      says: /needs a stateful pool with sandbox: true/,
    },
    "nodes close together in two zones": {
      stack: "prod",
      changes: { pools: [system, { ...stateful, machineType: "n2-standard-4", compactPlacement: true }] },
      key: "gke-stateful:pools[1].compactPlacement",
      says: /needs a stack of one zone, and zones names 2/,
    },
    "Spot machines out of a reservation": {
      stack: "dev",
      changes: { pools: [{ ...stateful, tainted: false, spot: true, reservation: {} }] },
      key: "gke-stateful:pools[0].reservation.use",
      says: /no effect on Spot/,
    },
    "more secure tags than a machine takes": {
      stack: "prod",
      changes: {
        pools: [
          system,
          {
            ...stateful,
            tags: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`tagKeys/${String(n)}`, "tagValues/1"])),
          },
        ],
      },
      key: "gke-stateful:pools[1].tags",
      says: /at most 5 tags/,
    },
  },
});
