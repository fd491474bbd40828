import { clusterMaintenanceWindow } from "../../../policy/rules/cluster-maintenance-window";
import { ruleTest } from "../../support/rules";

ruleTest(clusterMaintenanceWindow, {
  valid: {
    "a weekly window": `
type: gcp:container/cluster:Cluster
properties: { maintenancePolicy: { recurringWindow: { recurrence: x } } }`,
  },
  invalid: {
    "only an exclusion": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { maintenancePolicy: { maintenanceExclusions: [{}] } }`,
      says: [/has no maintenance window/],
    },
  },
});
