import { unprotectedData } from "../../../policy/rules/unprotected-data";
import { ruleTest } from "../../support/rules";

ruleTest(unprotectedData, {
  valid: {
    "a manifest, which cannot say": {
      yaml: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [] }`,
      files: ["a.yaml"],
    },
  },
  invalid: {
    "a cluster": {
      yaml: `
type: gcp:container/cluster:Cluster
properties: { name: c }`,
      says: [/is not protected/],
    },
    backups: {
      yaml: `
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { name: b }`,
      says: [/is not protected/],
    },
  },
});
