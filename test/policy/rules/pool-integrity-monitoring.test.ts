import { poolIntegrityMonitoring } from "../../../policy/rules/pool-integrity-monitoring";
import { ruleTest } from "../../support/rules";

ruleTest(poolIntegrityMonitoring, {
  valid: {
    "nothing said, which is the safe default": `
type: gcp:container/nodePool:NodePool
properties: { name: c }`,
  },
});
