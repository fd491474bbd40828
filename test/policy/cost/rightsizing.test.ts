import assert from "node:assert/strict";
import { loadPrices } from "../../../policy/cost/prices";
import { rightsize } from "../../../policy/cost/rightsizing";
import { fromPlan } from "../../../policy/graph/from-plan";
import { ObjectGraph } from "../../../policy/graph/graph";
import { planWith } from "../../support/stacks";
import type { Recommendation, Rightsizing } from "../../../policy/cost/rightsizing";
import type { Changes } from "../../support/stacks";

async function rightsizeDev(target: Recommendation["target"], changes: Changes = {}): Promise<Rightsizing> {
  const { resources } = await planWith("dev", changes);
  const recommendation = {
    namespace: "stateful",
    kind: "StatefulSet",
    workload: "terminal-pods",
    container: "terminal-pods",
    target,
  };
  return rightsize({ graph: new ObjectGraph(fromPlan(resources)), prices: loadPrices(), usage: {} }, [
    recommendation,
    { ...recommendation, namespace: "elsewhere" },
  ]);
}

const change = ({ after, before }: Rightsizing): string => after.total.expected.minus(before.total.expected).toFixed(2);

describe("rightsize", () => {
  it("says what room is worth where the pools cannot shrink", async () => {
    const found = await rightsizeDev({ cpu: "250m", memory: "1Gi" });
    assert.equal(change(found), "0.00");
    const [one] = found.containers;
    assert.equal(one?.title, "StatefulSet stateful/terminal-pods");
    assert.equal(one.pods, 3);
    assert.deepEqual([one.cpu?.requested, one.cpu?.target], ["1", "250m"]);
    // 3 pods × 730 hours × (0.75 × 0.02399337 + 1 × 0.00321609).
    assert.equal(one.worth?.toFixed(4), "-46.4523");
    assert.deepEqual(
      found.strangers.map(({ namespace }) => namespace),
      ["elsewhere"],
    );
  });

  it("says what the bill saves where they can", async () => {
    // 6 pods of 1 CPU need two machines, 6 of 250m one: 0.14743092 × 730 + 17 + 0.0014 × 730.
    const found = await rightsizeDev({ cpu: "250m" }, { "@.replicas": 6 });
    assert.equal(change(found), "-125.65");
    assert.equal(found.containers[0]!.memory, undefined);
  });

  it("says what it costs where a workload needs more", async () => {
    const found = await rightsizeDev({ cpu: "2" });
    assert.equal(change(found), "251.29", "two pods of 2 CPU do not fit on one machine");
    assert.ok(found.containers[0]!.worth!.gt(0));
  });
});
