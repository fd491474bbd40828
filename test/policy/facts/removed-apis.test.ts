import assert from "node:assert/strict";
import { removedApi } from "../../../policy/facts/removed-apis";

describe("removedApi", () => {
  for (const [apiVersion, kind, use] of [
    ["apps/v1", "StatefulSet", undefined],
    ["apps/v1beta1", "StatefulSet", "apps/v1"],
    ["extensions/v1beta1", "Deployment", "apps/v1"],
    ["extensions/v1beta1", "Ingress", "networking.k8s.io/v1"],
    ["extensions/v1beta1", "PodSecurityPolicy", undefined],
    ["policy/v1beta1", "PodDisruptionBudget", "policy/v1"],
    ["batch/v1", "CronJob", undefined],
    ["constructor", "toString", undefined],
  ] as const) {
    it(`${apiVersion} ${kind}: ${String(use)}`, () => {
      assert.equal(removedApi(apiVersion, kind)?.use, use);
    });
  }
});
