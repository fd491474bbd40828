import { checkTable } from "../../support/checks";

const at = (path: string): string => `gke-stateful:workloads.terminal-pods.${path}`;
const amounts = { cpu: "100m", memory: "64Mi" };
const sidecar = (name: string): object => ({
  name,
  image: "example.com/proxy:1",
  resources: { requests: amounts, limits: amounts },
});
const secret = { db: { generate: ["a"], env: { A: "a" } } };

checkTable("pods", {
  accepted: {
    "scratch space as large as the limit": { stack: "dev", changes: { "@.scratch": { "/tmp": "10Gi" } } },
    "a sidecar with a port of its own": {
      stack: "dev",
      changes: { "@.sidecars": [{ ...sidecar("proxy"), ports: { metrics: 9090 } }] },
    },
    "one variable from each place": { stack: "dev", changes: { "@.env": { B: "1" }, "@.secrets": secret } },
  },
  refused: {
    "a variable from two places": {
      stack: "dev",
      changes: { "@.env": { A: "1" }, "@.secrets": secret },
      key: at("env.A"),
      says: /set twice/,
    },
    "a variable that is a field of the pod too": {
      stack: "dev",
      changes: { "@.env": { A: "1" }, "@.podFields": { A: "metadata.name" } },
      key: at("env.A"),
      says: /set twice/,
    },
    "a port with two names": {
      stack: "dev",
      changes: { "@.ports": { http: 8080, web: 8080 } },
      key: at("ports"),
      says: /port 8080 two names/,
    },
    "a port name without a letter": {
      stack: "dev",
      changes: { "@.ports": { http: 8080, "81": 81 } },
      key: at("ports.81"),
      says: /must have a letter/,
    },
    "an init container with the workload's name": {
      stack: "dev",
      changes: { "@.initContainers": [{ name: "terminal-pods", command: ["a"] }] },
      key: at("initContainers"),
      says: /two containers/,
    },
    "a sidecar with the name of another container": {
      stack: "dev",
      changes: { "@.sidecars": [sidecar("terminal-pods")] },
      key: at("sidecars"),
      says: /two containers/,
    },
    "a port that a sidecar has too": {
      stack: "dev",
      changes: { "@.sidecars": [{ ...sidecar("proxy"), ports: { proxy: 8080 } }] },
      key: at("ports"),
      says: /port 8080 two names, those of sidecars included/,
    },
    "a port name that a sidecar has too": {
      stack: "dev",
      changes: { "@.sidecars": [{ ...sidecar("proxy"), ports: { http: 9090 } }] },
      key: at("ports.http"),
      says: /names ports of two containers/,
    },
    "a generated key twice": {
      stack: "dev",
      changes: { "@.secrets": { db: { generate: ["a", "a"], mountPath: "/db" } } },
      key: at("secrets.db"),
      says: /listed twice/,
    },
    "a request of ephemeral storage without a limit": {
      stack: "dev",
      changes: { "@.resources.limits.ephemeralStorage": undefined },
      key: at("resources.limits.ephemeralStorage"),
      says: /default of 1Gi/,
    },
    "scratch space beyond the limit": {
      stack: "dev",
      changes: { "@.scratch": { "/tmp": "10Gi", "/run": "1Mi" } },
      key: at("scratch"),
      says: /limits.ephemeralStorage 10Gi/,
    },
  },
});
