import { replacementKillsPods } from "../../../policy/rules/replacement-kills-pods";
import { ruleTest } from "../../support/rules";

ruleTest(replacementKillsPods, {
  valid: {
    "no templates": `
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db } }`,
    "a manifest, which Pulumi does not replace": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
      files: ["a.yaml"],
    },
  },
  invalid: {
    "another policy": {
      yaml: `
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db, annotations: { pulumi.com/deletionPropagationPolicy: background } }, spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] } }`,
      says: [/background/],
    },
  },
});
