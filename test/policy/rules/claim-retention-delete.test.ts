import { claimRetentionDelete } from "../../../policy/rules/claim-retention-delete";
import { ruleTest } from "../../support/rules";

ruleTest(claimRetentionDelete, {
  valid: {
    "nothing said, which is Retain": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3 }`,
  },
  invalid: {
    both: {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted: Delete, whenScaled: Delete } }`,
      says: [/whenDeleted Delete/, /whenScaled Delete/],
    },
  },
});
