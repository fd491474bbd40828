import { checkTable } from "../../support/checks";

const budget = "gke-stateful:workloads.terminal-pods.budget";
const hpa = { min: 3, max: 6, cpuPercent: 70 };
const vpa = { min: { cpu: "500m", memory: "1Gi" }, max: { cpu: "4", memory: "8Gi" } };

checkTable("scaling", {
  accepted: {
    "one pod at a time": { stack: "dev", changes: { "@.budget": { maxUnavailable: 1 } } },
    "two of three stay": { stack: "dev", changes: { "@.budget": { minAvailable: 2 } } },
    "a share that leaves one": { stack: "dev", changes: { "@.budget": { minAvailable: "66%" } } },
    "a quorum of three": { stack: "dev", changes: { "@.budget": { quorum: true } } },
    "one replica and the default budget": { stack: "dev", changes: { "@.replicas": 1 } },
    "no replicas and any budget": { stack: "dev", changes: { "@.replicas": 0, "@.budget": { minAvailable: 1 } } },
    "both autoscalers on different metrics": {
      stack: "dev",
      changes: {
        "@.horizontalAutoscaler": hpa,
        "@.verticalAutoscaler": { ...vpa, mode: "Initial", controlledResources: ["memory"] },
      },
    },
    "a vertical autoscaler that only recommends": { stack: "dev", changes: { "@.horizontalAutoscaler": hpa } },
    "a maximum at the request": {
      stack: "dev",
      changes: { "@.verticalAutoscaler": { ...vpa, max: { cpu: "1", memory: "2Gi" } } },
    },
    "a vertical maximum that no node has, where it only recommends": {
      stack: "dev",
      changes: { "@.verticalAutoscaler": { ...vpa, max: { cpu: "64", memory: "512Gi" } } },
    },
    "a vertical maximum that fits on a node": {
      stack: "dev",
      changes: { "@.verticalAutoscaler": { ...vpa, mode: "Initial", max: { cpu: "3920m", memory: "8Gi" } } },
    },
    "a vertical maximum of CPU that no node has, with a warning": {
      stack: "dev",
      changes: { "@.verticalAutoscaler": { ...vpa, mode: "Initial", max: { cpu: "4", memory: "8Gi" } } },
      warns:
        /verticalAutoscaler\.max .*is more than any node of its pools has for pods \(3920m and .+larger machine type/,
    },
    "a vertical maximum of memory that no node has, with a warning": {
      stack: "dev",
      changes: { "@.verticalAutoscaler": { ...vpa, mode: "Initial", max: { cpu: "3", memory: "16Gi" } } },
      warns: /is more than any node of its pools has/,
    },
    "a vertical maximum that fits on one of its pools": {
      stack: "dev",
      changes: {
        pools: [
          { name: "stateful", tainted: false, machineType: "e2-highcpu-16", min: 1, max: 3 },
          { name: "large", tainted: false, machineType: "e2-highmem-8", min: 1, max: 3 },
        ],
        "@.verticalAutoscaler": { ...vpa, mode: "Initial", max: { cpu: "4", memory: "32Gi" } },
      },
    },
  },
  refused: {
    "no disruption at all": {
      stack: "dev",
      changes: { "@.budget": { maxUnavailable: 0 } },
      key: budget,
      says: /keeps all 3 pods/,
    },
    "all of three stay": {
      stack: "dev",
      changes: { "@.budget": { minAvailable: 3 } },
      key: budget,
      says: /keeps all 3 pods/,
    },
    "a share that rounds up to all": {
      stack: "dev",
      changes: { "@.budget": { minAvailable: "67%" } },
      key: budget,
      says: /shares round up/,
    },
    "one of one stays": {
      stack: "dev",
      changes: { "@.replicas": 1, "@.budget": { minAvailable: 1 } },
      key: budget,
      says: /keeps all 1 pods/,
    },
    "all of the autoscaler's minimum stay": {
      stack: "dev",
      changes: { "@.horizontalAutoscaler": hpa, "@.replicas": 6, "@.budget": { minAvailable: 3 } },
      key: budget,
      says: /keeps all 3 pods/,
    },
    "two rules at once": {
      stack: "dev",
      changes: { "@.budget": { maxUnavailable: 1, minAvailable: 1 } },
      key: budget,
      says: /only one of/,
    },
    "a quorum of two": {
      stack: "dev",
      changes: { "@.replicas": 2, "@.budget": { quorum: true } },
      key: `${budget}.quorum`,
      says: /at least 3 replicas/,
    },
    "both autoscalers on CPU": {
      stack: "dev",
      changes: { "@.horizontalAutoscaler": hpa, "@.verticalAutoscaler": { ...vpa, mode: "InPlaceOrRecreate" } },
      key: "gke-stateful:workloads.terminal-pods.horizontalAutoscaler.cpuPercent",
      says: /each would undo the other/,
    },
    "an autoscaler without a target": {
      stack: "dev",
      changes: { "@.horizontalAutoscaler": { min: 3, max: 6 } },
      key: "gke-stateful:workloads.terminal-pods.horizontalAutoscaler",
      says: /must have a target/,
    },
    "a minimum above the maximum": {
      stack: "dev",
      changes: { "@.horizontalAutoscaler": { ...hpa, min: 7 } },
      key: "gke-stateful:workloads.terminal-pods.horizontalAutoscaler.min",
      says: /above max 6/,
    },
    "two owners of the replicas": {
      stack: "dev",
      changes: { "@.horizontalAutoscaler": hpa, "@.replicasOwner": "controller" },
      key: "gke-stateful:workloads.terminal-pods.replicasOwner",
      says: /two writers/,
    },
    "a vertical maximum under the request": {
      stack: "dev",
      changes: { "@.verticalAutoscaler": { ...vpa, max: { cpu: "999m", memory: "8Gi" } } },
      key: "gke-stateful:workloads.terminal-pods.verticalAutoscaler.max.cpu",
      says: /below the request 1/,
    },
    "a vertical minimum above the maximum": {
      stack: "dev",
      changes: { "@.verticalAutoscaler": { ...vpa, min: { cpu: "500m", memory: "9Gi" } } },
      key: "gke-stateful:workloads.terminal-pods.verticalAutoscaler.min.memory",
      says: /above max.memory 8Gi/,
    },
    "the mode Auto": {
      stack: "dev",
      changes: { "@.verticalAutoscaler": { ...vpa, mode: "Auto" } },
      key: "gke-stateful:workloads.terminal-pods.verticalAutoscaler.mode",
      says: /one of Off, Initial, Recreate, InPlaceOrRecreate/,
    },
  },
});
