import { clusterDeletionProtection } from "../../../policy/rules/cluster-deletion-protection";
import { ruleTest } from "../../support/rules";

ruleTest(clusterDeletionProtection, {
  valid: {
    "nothing said, which is the safe default": `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
  },
});
