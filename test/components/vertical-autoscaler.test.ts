import assert from "node:assert/strict";
import { at, ofType, only, planWith } from "../support/stacks";

describe("VerticalAutoscaler", () => {
  it("recommends within bounds and changes nothing", async () => {
    const { inputs } = only(await planWith("prod"), "VerticalPodAutoscaler");
    assert.deepEqual(inputs["spec"], {
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: "*",
            controlledResources: ["cpu", "memory"],
            maxAllowed: { cpu: "3", memory: "8Gi" },
            minAllowed: { cpu: "500m", memory: "1Gi" },
          },
        ],
      },
      targetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: "terminal-pods" },
      updatePolicy: { updateMode: "Off" },
    });
  });

  it("leaves sidecars as they are", async () => {
    const amounts = { cpu: "100m", memory: "64Mi" };
    const sidecars = [
      { name: "proxy", image: "example.com/proxy:1", resources: { requests: amounts, limits: amounts } },
    ];
    const { inputs } = only(await planWith("dev", { "@.sidecars": sidecars }), "VerticalPodAutoscaler");
    assert.equal(at(inputs, "spec.resourcePolicy.containerPolicies.0.containerName"), "terminal-pods");
    assert.deepEqual(at(inputs, "spec.resourcePolicy.containerPolicies.1"), { containerName: "*", mode: "Off" });
  });

  it("resizes by choice", async () => {
    const plan = await planWith("dev", { "@.verticalAutoscaler.mode": "InPlaceOrRecreate" });
    assert.equal(at(only(plan, "VerticalPodAutoscaler").inputs, "spec.updatePolicy.updateMode"), "InPlaceOrRecreate");
  });

  it("is not made where nobody asks, or the cluster has no such thing", async () => {
    assert.equal(
      ofType(await planWith("dev", { "@.verticalAutoscaler": undefined }), "VerticalPodAutoscaler").length,
      0,
    );
    assert.equal(ofType(await planWith("local"), "VerticalPodAutoscaler").length, 0);
    assert.equal(
      ofType(await planWith("local", { "kubeconfig.verticalPodAutoscaler": true }), "VerticalPodAutoscaler").length,
      1,
    );
  });
});
