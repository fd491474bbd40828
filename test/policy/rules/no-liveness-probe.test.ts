import { noLivenessProbe } from "../../../policy/rules/no-liveness-probe";
import { ruleTest } from "../../support/rules";

ruleTest(noLivenessProbe, {
  invalid: {
    "one of two": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, livenessProbe: {} }, { name: b }] } } }`,
      says: [/on container b/],
    },
  },
});
