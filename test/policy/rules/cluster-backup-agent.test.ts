import { clusterBackupAgent } from "../../../policy/rules/cluster-backup-agent";
import { ruleTest } from "../../support/rules";

ruleTest(clusterBackupAgent, {
  invalid: {
    "switched off": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { addonsConfig: { gkeBackupAgentConfig: { enabled: false } } }`,
      says: [/does not run the backup agent/],
    },
  },
});
