import { defineRule, problem } from "./engine/rule";

const PER_ZONE = ["minNodeCount", "maxNodeCount"] as const;
const TOTAL = ["totalMinNodeCount", "totalMaxNodeCount"] as const;

/** Limits for each zone and for all zones together exclude each other. */
export const poolMixedLimits = defineRule({
  id: "pool-mixed-limits",
  severity: "high",
  title: "A pool has one kind of limits",
  why: "Google refuses a pool with minNodeCount or maxNodeCount, which count for each zone, together with totalMinNodeCount or totalMaxNodeCount.",
  remediation:
    "Keep one pair: `autoscaling: { minNodeCount: 1, maxNodeCount: 5 }` for each zone, or totalMinNodeCount and totalMaxNodeCount.",
  effort: { time: "minutes", why: "Two fields go." },
  outcome: "The pool can be made.",
  url: "https://www.pulumi.com/registry/packages/gcp/api-docs/container/nodepool/",
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { autoscaling: { minNodeCount: 1, totalMaxNodeCount: 5 } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { autoscaling: { minNodeCount: 1, maxNodeCount: 5 } }`,
  },
  kinds: ["NodePool"],
  scope: "object",
  *check(object) {
    const limits = object.at("autoscaling");
    const perZone = PER_ZONE.filter((name) => limits.at(name).isSet);
    const total = TOTAL.filter((name) => limits.at(name).isSet);
    if (perZone.length > 0 && total.length > 0) {
      yield problem(limits, `has ${perZone.join(", ")} for each zone and ${total.join(", ")} for all together`);
    }
  },
});
