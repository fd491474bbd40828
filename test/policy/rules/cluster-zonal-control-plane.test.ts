import { clusterZonalControlPlane } from "../../../policy/rules/cluster-zonal-control-plane";
import { ruleTest } from "../../support/rules";

ruleTest(clusterZonalControlPlane, {
  unknown: {
    "the location": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { location: <unknown> }`,
      field: "location",
    },
  },
});
