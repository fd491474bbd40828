import { statelessSet } from "../../../policy/rules/stateless-set";
import { ruleTest } from "../../support/rules";

ruleTest(statelessSet, {
  valid: {
    "an identity": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, template: { spec: { containers: [{ name: a, args: ["--node=$(POD)-0"] }] } } }`,
  },
});
