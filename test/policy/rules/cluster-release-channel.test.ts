import { clusterReleaseChannel } from "../../../policy/rules/cluster-release-channel";
import { ruleTest } from "../../support/rules";

ruleTest(clusterReleaseChannel, {
  valid: {
    Autopilot: `
type: gcp:container/cluster:Cluster
properties: { enableAutopilot: true }`,
  },
  invalid: {
    "nothing said": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
      says: [/not set/],
    },
  },
});
