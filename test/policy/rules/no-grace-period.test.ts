import { noGracePeriod } from "../../../policy/rules/no-grace-period";
import { ruleTest } from "../../support/rules";

ruleTest(noGracePeriod, {
  valid: {
    "nothing said, which is 30": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }] } } }`,
  },
});
