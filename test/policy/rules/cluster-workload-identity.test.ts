import { clusterWorkloadIdentity } from "../../../policy/rules/cluster-workload-identity";
import { ruleTest } from "../../support/rules";

ruleTest(clusterWorkloadIdentity, {
  valid: {
    Autopilot: `
type: gcp:container/cluster:Cluster
properties: { enableAutopilot: true }`,
    "a pool that is not known yet": `
type: gcp:container/cluster:Cluster
properties: { workloadIdentityConfig: { workloadPool: <unknown> } }`,
  },
});
