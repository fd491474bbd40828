import { clusterDiskDriver } from "../../../policy/rules/cluster-disk-driver";
import { ruleTest } from "../../support/rules";

ruleTest(clusterDiskDriver, {
  valid: {
    "nothing said, which is the safe default": `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
  },
});
