import { monthlyCost } from "../../../policy/rules/monthly-cost";
import { ruleTest } from "../../support/rules";

/** A cluster, $73.00 a month, and nodes of 16 vCPU × 0.034773 + 64 GiB × 0.004661 = $0.854672 an hour with 100 GiB at $0.17. */
const stack = (pool: string, more = ""): string => `
type: gcp:container/cluster:Cluster
properties: { name: main, location: europe-west1, removeDefaultNodePool: true, initialNodeCount: 1, privateClusterConfig: { enablePrivateNodes: true } }
---
type: gcp:container/nodePool:NodePool
properties:
  cluster: main
  location: europe-west1
  ${pool}
  nodeConfig: { machineType: n2-standard-16, diskType: pd-ssd, diskSizeGb: 100${more} }`;

// 7 nodes: 7 × 730 × 0.854672 + 7 × 17 + 73 = 4,559.37; 8 nodes: 5,200.28.
ruleTest(monthlyCost, {
  valid: {
    "less than the limit": stack("autoscaling: { totalMinNodeCount: 7, totalMaxNodeCount: 7 }"),
    "more only at the most": stack("autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 8 }"),
    "no limit": { yaml: stack("nodeCount: 9"), config: { limit: 0 } },
    "exactly the limit": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: main, location: europe-west1, removeDefaultNodePool: true, initialNodeCount: 1, privateClusterConfig: { enablePrivateNodes: true } }`,
      config: { limit: 73 },
    },
  },
  invalid: {
    "more than the limit": {
      yaml: stack("autoscaling: { totalMinNodeCount: 8, totalMaxNodeCount: 8 }"),
      says: [/cost 5200\.28 US dollars a month \(expected, list prices of 2026-07-30\); the limit is 5000$/],
    },
    "a count for each of three zones": { yaml: stack("nodeCount: 3"), says: [/cost 5841\.20 US dollars/] },
    "more at the most": {
      yaml: stack("autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 8 }"),
      config: { basis: "max" },
      says: [/cost 5200\.28 US dollars a month \(max/],
    },
    "pools of a cluster that another program makes": {
      yaml: stack("nodeCount: 3").split("---\n")[1]!,
      says: [/cost 5801\.05 US dollars/],
    },
    "a lower limit of the configuration": {
      yaml: stack("autoscaling: { totalMinNodeCount: 7, totalMaxNodeCount: 7 }"),
      config: { limit: 4559 },
      says: [/cost 4559\.37 US dollars/],
    },
  },
  unknown: {
    "the number of nodes": { yaml: stack("nodeCount: <unknown>"), field: "nodeCount" },
    "a machine without a known price": {
      yaml: stack("nodeCount: 1").replace("n2-standard-16", "a2-highgpu-1g"),
      field: "",
    },
    "pools that the estimate does not count": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: main, location: europe-west1, nodePools: [{ name: a, nodeCount: 99 }], initialNodeCount: 1 }`,
      field: "",
    },
    Autopilot: {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: main, location: europe-west1, enableAutopilot: true }`,
      field: "",
    },
    "what is not Kubernetes": {
      yaml: `${stack("nodeCount: 1")}
---
type: gcp:sql/databaseInstance:DatabaseInstance
properties: { region: europe-west1 }`,
      field: "",
    },
    "a disk without a known price": {
      yaml: stack("nodeCount: 1").replace("pd-ssd", "hyperdisk-balanced"),
      field: "",
    },
  },
});
