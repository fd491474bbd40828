import { batchSet } from "../../../policy/rules/batch-set";
import { ruleTest } from "../../support/rules";

ruleTest(batchSet, {
  valid: {
    "something that listens": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: batch-api }
spec: { template: { spec: { containers: [{ name: a, ports: [{ containerPort: 80 }] }] } } }`,
  },
});
