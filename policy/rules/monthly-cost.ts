import { estimate, unpricedTitles } from "../cost/estimate";
import { loadPrices } from "../cost/prices";
import { Undecidable } from "../graph/object";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { Kind } from "../graph/kinds";
import type { GraphObject } from "../graph/object";
import type { Estimate } from "../cost/estimate";

/** Kinds that Google bills by themselves. Whatever is in a cluster is counted with it. */
const BILLED_KINDS = ["Cluster", "NodePool", "Disk", "RegionDisk"] as const satisfies readonly Kind[];

/** A bill is a decision, like everything else in a review. */
export const monthlyCost = defineRule({
  id: "monthly-cost",
  severity: "low",
  title: "The plan costs no more than was agreed",
  why: "Machines, disks in two zones and pools that grow add up out of sight, and nobody asks before the bill comes.",
  remediation:
    "Take smaller machines or fewer of them, `minNodeCount: 1`, zonal disks where a replica can be rebuilt, or agree on more and set `limit` in the policy configuration.",
  effort: { time: "hours", why: "The sizes have to be measured before they are cut." },
  outcome: "Nobody is surprised by the bill.",
  url: "https://cloud.google.com/kubernetes-engine/pricing",
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { name: main, location: europe-west1, removeDefaultNodePool: true, initialNodeCount: 1 }
---
type: gcp:container/nodePool:NodePool
properties:
  cluster: main
  location: europe-west1
  autoscaling: { minNodeCount: 10, maxNodeCount: 20 }
  nodeConfig: { machineType: n2-standard-16, diskType: pd-ssd, diskSizeGb: 100 }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { name: main, location: europe-west1, removeDefaultNodePool: true, initialNodeCount: 1 }
---
type: gcp:container/nodePool:NodePool
properties:
  cluster: main
  location: europe-west1
  autoscaling: { minNodeCount: 1, maxNodeCount: 20 }
  nodeConfig: { machineType: n2-standard-4, diskType: pd-ssd, diskSizeGb: 100 }`,
  },
  kinds: BILLED_KINDS,
  scope: "graph",
  settings: {
    limit: {
      type: "integer",
      minimum: 0,
      default: 5000,
      description: "Most US dollars a month at list prices, for the whole plan. 0 for no limit.",
    },
    basis: {
      type: "string",
      enum: ["min", "expected", "max"],
      default: "expected",
      description:
        "Which amount counts: with pools at their fewest nodes, with those that the requests need, or at their most.",
    },
  },
  *check(object, graph, { basis, limit }) {
    if (limit === 0 || firstBilled(graph) !== object) {
      return;
    }
    const found = estimate({ graph, prices: loadPrices(), usage: {} });
    const cost = found.total[basis as keyof Estimate["total"]];
    if (cost.gt(limit)) {
      yield problem(
        object.root,
        `and all that goes with it cost ${cost.toFixed(2)} US dollars a month (${basis}, list prices of ${found.date}); the limit is ${String(limit)}`,
      );
      return;
    }
    for (const { doubt } of found.doubts) {
      yield doubt;
    }
    for (const title of unpricedTitles(found, (item, whose) => `${item} of ${whose}`)) {
      yield new Undecidable(object.root, `no price is known for ${title}`);
    }
  },
});

/** The object that stands for the whole plan. */
function firstBilled(graph: ObjectGraph): GraphObject | undefined {
  for (const kind of BILLED_KINDS) {
    const [first] = graph.all(kind);
    if (first !== undefined) {
      return first;
    }
  }
  return undefined;
}
