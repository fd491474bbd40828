import assert from "node:assert/strict";
import { fromPulumi } from "../../../../policy/graph/from-pulumi";
import { applyRemedy, remedyFor } from "../../../../policy/rules/engine/remedies";
import { immediateBinding } from "../../../../policy/rules/immediate-binding";
import { tokenAutomount } from "../../../../policy/rules/token-automount";
import { asResource, TODAY } from "../../../support/rules";
import type { Remedy, Rule } from "../../../../policy/rules/engine/rule";

const remedy = (rule: Rule, document: Record<string, unknown>): Remedy | undefined =>
  remedyFor(rule, fromPulumi(asResource(document, 0))[0]!, { today: TODAY, config: {} });
const set = (spec: object): Record<string, unknown> => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "db" },
  spec: { template: { spec } },
});

describe("remedyFor", () => {
  it("changes only what the rule complains about, and knows", () => {
    const kind = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", provisioner: "p" };
    assert.deepEqual(remedy(immediateBinding, kind), { volumeBindingMode: "WaitForFirstConsumer" });
    assert.equal(remedy(immediateBinding, { ...kind, volumeBindingMode: "WaitForFirstConsumer" }), undefined);
    assert.equal(remedy(immediateBinding, { ...kind, volumeBindingMode: "<unknown>" }), undefined);
    assert.equal(remedy(immediateBinding, set({})), undefined);
  });

  it("takes no token from pods that may use it: those with an account of their own, or that ask for it", () => {
    const path = "spec.template.spec.automountServiceAccountToken";
    assert.deepEqual(remedy(tokenAutomount, set({ containers: [] })), { [path]: false });
    assert.equal(remedy(tokenAutomount, set({ serviceAccountName: "operator" })), undefined);
    assert.equal(remedy(tokenAutomount, set({ automountServiceAccountToken: true })), undefined);
  });
});

describe("applyRemedy", () => {
  it("makes the maps that are missing", () => {
    const inputs = { spec: { a: 1 } };
    applyRemedy(inputs, { "spec.b.c": true, top: "x" });
    assert.deepEqual(inputs, { spec: { a: 1, b: { c: true } }, top: "x" });
  });
});
