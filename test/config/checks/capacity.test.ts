import { checkTable } from "../../support/checks";

const volumes = (count: number): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `v${String(index)}`,
      { size: "10Gi", mountPath: `/v${String(index)}` },
    ]),
  );
const shared = [{ name: "stateful", tainted: false, machineType: "e2-small", min: 1, max: 10 }];
const tiny = {
  "@.resources": { requests: { cpu: "100m", memory: "100Mi" }, limits: { cpu: "100m", memory: "100Mi" } },
  "@.verticalAutoscaler": undefined,
};

checkTable("capacity", {
  accepted: {
    "as many replicas as fit": { stack: "dev", changes: { "@.replicas": 9 } },
    "ephemeral storage that the disk of a node has": {
      stack: "dev",
      changes: {
        "@.resources.requests": { cpu: "1", memory: "2Gi", ephemeralStorage: "40Gi" },
        "@.resources.limits": { cpu: "2", memory: "4Gi", ephemeralStorage: "40Gi" },
      },
    },
    "as many claims as attach": { stack: "dev", changes: { ...tiny, pools: shared, "@.volumes": volumes(15) } },
    "a workload on a pool by name": { stack: "dev", changes: { "@.pool": "stateful" } },
    "a RuntimeClass that somebody makes, with a warning": {
      stack: "dev",
      changes: { "@.runtimeClass": "gvisr" },
      warns: /runtimeClass is "?gvisr"?: is not gvisor, the only RuntimeClass that GKE makes/,
    },
  },
  refused: {
    "one replica more than fits": {
      stack: "dev",
      changes: { "@.replicas": 10 },
      key: "gke-stateful:workloads.terminal-pods.replicas",
      says: /take 9 of its pods.*3 × 3 by CPU/,
    },
    "the maximum of an autoscaler that does not fit": {
      stack: "dev",
      changes: { "@.horizontalAutoscaler": { min: 3, max: 10, cpuPercent: 70 }, "@.verticalAutoscaler": undefined },
      key: "gke-stateful:workloads.terminal-pods.replicas",
      says: /does not fit/,
    },
    "one claim more than attaches": {
      stack: "dev",
      changes: { ...tiny, pools: shared, "@.volumes": volumes(16) },
      key: "gke-stateful:workloads.terminal-pods.volumes",
      says: /16 claims a pod.*attaches 15/,
    },
    "more ephemeral storage than the disk of a node leaves": {
      stack: "dev",
      changes: {
        "@.resources.requests": { cpu: "1", memory: "2Gi", ephemeralStorage: "50Gi" },
        "@.resources.limits": { cpu: "2", memory: "4Gi", ephemeralStorage: "50Gi" },
      },
      key: "gke-stateful:workloads.terminal-pods.resources.requests",
      says: /more ephemeral storage than a node of e2-standard-4 with a disk of 100 GB.+larger diskSizeGb/,
    },
    "a pool that does not exist": {
      stack: "dev",
      changes: { "@.pool": "big" },
      key: "gke-stateful:workloads.terminal-pods.pool",
      says: /one of the stateful pools stateful/,
    },
    "a pool that is not stateful": {
      stack: "prod",
      changes: { "@.pool": "system" },
      key: "gke-stateful:workloads.terminal-pods.pool",
      says: /one of the stateful pools stateful/,
    },
    "two workloads that fit only one by one": {
      stack: "dev",
      changes: {
        "@.replicas": 9,
        "workloads.other": {
          image: "example.com/a:1",
          volumes: volumes(1),
          resources: { requests: { cpu: "3", memory: "1Gi" }, limits: { cpu: "3", memory: "1Gi" } },
        },
      },
      key: "gke-stateful:pools",
      says: /offer 11760m of CPU.*request 18/,
    },
  },
});
