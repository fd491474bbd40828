import assert from "node:assert/strict";
import { ofType, only, planWith } from "../support/stacks";

describe("HorizontalAutoscaler", () => {
  it("scales the StatefulSet on what is asked for", async () => {
    const plan = await planWith("dev", {
      "@.horizontalAutoscaler": { min: 2, max: 4, memoryPercent: 80 },
      "@.verticalAutoscaler": undefined,
    });
    assert.deepEqual(only(plan, "HorizontalPodAutoscaler").inputs["spec"], {
      maxReplicas: 4,
      metrics: [
        { resource: { name: "memory", target: { averageUtilization: 80, type: "Utilization" } }, type: "Resource" },
      ],
      minReplicas: 2,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: "terminal-pods" },
    });
  });
  it("is not made by itself", async () => {
    assert.equal(ofType(await planWith("prod"), "HorizontalPodAutoscaler").length, 0);
  });
});
