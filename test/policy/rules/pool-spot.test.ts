import { poolSpot } from "../../../policy/rules/pool-spot";
import { ruleTest } from "../../support/rules";

ruleTest(poolSpot, {
  valid: {
    "not Spot": `
type: gcp:container/nodePool:NodePool
properties: { name: p }`,
  },
  invalid: {
    "a taint that only prefers": {
      yaml: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { spot: true, taints: [{ key: k, value: v, effect: PREFER_NO_SCHEDULE }] } }`,
      says: [/has no taint/],
    },
  },
});
