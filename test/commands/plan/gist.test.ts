import assert from "node:assert/strict";
import { gist } from "../../../commands/plan/gist";
import { only, planWith } from "../../support/stacks";

describe("gist", () => {
  for (const [type, expected] of [
    ["Cluster", "europe-west1, channel REGULAR, private nodes, deletion protection on, protected"],
    ["BackupPlan", "at most 60 minutes lost, kept 14 days, with volume data, protected"],
    ["StorageClass", "fast-ssd: pd-ssd, in two zones, Retain"],
    ["StatefulSet", "3 × (1 CPU, 2Gi; workspace 20Gi fast-ssd), Parallel"],
    ["PodDisruptionBudget", "maxUnavailable 1"],
    ["VerticalPodAutoscaler", "Off, CPU 500m–3, memory 1Gi–8Gi"],
    ["core/v1:Namespace", "stateful: Pod Security restricted, protected"],
  ] as const) {
    it(`of ${type}`, async () => {
      assert.equal(gist(only(await planWith("prod"), type)), expected);
    });
  }

  it("of a pool with limits in total, on Spot", async () => {
    const pools = [{ name: "stateful", tainted: false, totalMin: 1, totalMax: 4, spot: true }];
    assert.equal(
      gist(
        only(await planWith("dev", { pools, "@.terminationGracePeriodSeconds": 25 }), "container/nodePool:NodePool"),
      ),
      "e2-standard-4, 1–4 nodes in all of europe-west1-b, 100 GB pd-ssd, Spot",
    );
  });

  it("says nothing about resources of other programs, which leave out what ours always say", async () => {
    const { urn, ...rest } = only(await planWith("dev"), "StatefulSet");
    assert.equal(gist({ ...rest, urn: urn.replace("gke-stateful:index:", "other:index:") }), "");
  });

  it("is empty where the name says it all", async () => {
    assert.equal(gist(only(await planWith("dev"), "LimitRange")), "");
  });
});
