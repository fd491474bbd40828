import { clusterOpenControlPlane } from "../../../policy/rules/cluster-open-control-plane";
import { ruleTest } from "../../support/rules";

ruleTest(clusterOpenControlPlane, {
  valid: {
    "a private endpoint": `
type: gcp:container/cluster:Cluster
properties: { privateClusterConfig: { enablePrivateEndpoint: true } }`,
    "networks of our own": `
type: gcp:container/cluster:Cluster
properties: { masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: 10.0.0.0/8 }] } }`,
    "no network at all": `
type: gcp:container/cluster:Cluster
properties: { masterAuthorizedNetworksConfig: {} }`,
  },
  invalid: {
    "nothing said": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
      says: [/has a public IP endpoint without authorized networks/],
    },
    "everybody by IPv6": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: 10.0.0.0/8 }, { cidrBlock: "::/0" }] } }`,
      says: [/lets ::\/0 reach/],
    },
  },
});
