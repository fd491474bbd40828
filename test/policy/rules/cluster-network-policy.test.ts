import { clusterNetworkPolicy } from "../../../policy/rules/cluster-network-policy";
import { ruleTest } from "../../support/rules";

ruleTest(clusterNetworkPolicy, {
  valid: {
    Calico: `
type: gcp:container/cluster:Cluster
properties: { networkPolicy: { enabled: true } }`,
    Autopilot: `
type: gcp:container/cluster:Cluster
properties: { enableAutopilot: true }`,
  },
  invalid: {
    "nothing said": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
      says: [/datapathProvider not set/],
    },
  },
});
