import { checkTable } from "../../support/checks";

const at = (path: string): string => `gke-stateful:workloads.terminal-pods.service.${path}`;

checkTable("services", {
  accepted: {
    "an internal load balancer": {
      stack: "prod",
      changes: { "@.service": { type: "LoadBalancer", sourceRanges: ["10.0.0.0/8"] } },
    },
    "annotations of a Service within the cluster": {
      stack: "dev",
      changes: { "@.service": { annotations: { "example.com/team": "a" } } },
    },
    "an internal load balancer on another cloud, with a warning": {
      stack: "local",
      changes: { "@.service": { type: "LoadBalancer", sourceRanges: ["10.0.0.0/8"] } },
      warns: /service\.internal is true: is an annotation of GKE/,
    },
  },
  refused: {
    "a load balancer that lets nobody in": {
      stack: "dev",
      changes: { "@.service": { type: "LoadBalancer" } },
      key: at("sourceRanges"),
      says: /is required with type LoadBalancer/,
    },
    "ranges without a load balancer": {
      stack: "dev",
      changes: { "@.service": { sourceRanges: ["10.0.0.0/8"] } },
      key: at("sourceRanges"),
      says: /type LoadBalancer only, and type is ClusterIP/,
    },
    "a load balancer with nothing to offer": {
      stack: "dev",
      changes: {
        "@.ports": {},
        "@.probes": { readiness: { command: ["true"] } },
        "@.service": { type: "LoadBalancer", sourceRanges: ["10.0.0.0/8"] },
      },
      key: at("type"),
      says: /has no ports/,
    },
  },
});
