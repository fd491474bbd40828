import { regionalClassZones } from "../../../policy/rules/regional-class-zones";
import { ruleTest } from "../../support/rules";

const storageClass = (zones: string, parameters = "type: pd-ssd, replication-type: regional-pd"): string => `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { ${parameters} }
${zones === "" ? "" : `allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [${zones}] }] }]`}`;

ruleTest(regionalClassZones, {
  valid: {
    "zones left open": storageClass(""),
    "disks of one zone": storageClass("a-b1-a", "type: pd-ssd"),
  },
  invalid: {
    "three zones": {
      yaml: storageClass("r1-a, r1-b, r1-c"),
      says: [/live in two zones, and allows 3: r1-a, r1-b, r1-c/],
    },
    "a Hyperdisk, which always is": {
      yaml: storageClass("r1-a", "type: hyperdisk-balanced-high-availability"),
      says: [/allows one: r1-a/],
    },
  },
});
