import { checkTable } from "../../support/checks";

const other = {
  image: "example.com/a:1",
  replicas: 1,
  volumes: { d: { size: "10Gi", mountPath: "/d" } },
  probes: { readiness: { command: ["true"] } },
  resources: { requests: { cpu: "100m", memory: "1Gi" }, limits: { cpu: "100m", memory: "1Gi" } },
};

checkTable("labels", {
  accepted: {
    "labels of their own": { stack: "dev", changes: { "workloads.other": other } },
    "one label in common": {
      stack: "dev",
      changes: {
        "@.labels": { team: "a", app: "one" },
        "workloads.other": { ...other, labels: { team: "a", app: "two" } },
      },
    },
  },
  refused: {
    "the same labels": {
      stack: "dev",
      changes: { "workloads.other": { ...other, labels: { app: "terminal" } } },
      key: "gke-stateful:workloads.other.labels",
      says: /pods of workload terminal-pods too/,
    },
    "labels that contain the other's": {
      stack: "dev",
      changes: { "workloads.other": { ...other, labels: { app: "terminal", tier: "x" } } },
      key: "gke-stateful:workloads.terminal-pods.labels",
      says: /pods of workload other too/,
    },
    "no labels": {
      stack: "dev",
      changes: { "@.labels": {} },
      key: "gke-stateful:workloads.terminal-pods.labels",
      says: /must not be empty/,
    },
    "the name of another's headless Service": {
      stack: "dev",
      changes: { "workloads.terminal-pods-headless": other },
      key: "gke-stateful:workloads.terminal-pods-headless.serviceName",
      says: /makes a Service terminal-pods-headless, and so does workload terminal-pods/,
    },
    "the name of another's client Service": {
      stack: "dev",
      changes: { "workloads.other": { ...other, serviceName: "terminal-pods" } },
      key: "gke-stateful:workloads.other.serviceName",
      says: /makes a Service terminal-pods, and so does/,
    },
  },
});
