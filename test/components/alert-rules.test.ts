import assert from "node:assert/strict";
import { at, ofType, only, planWith } from "../support/stacks";

describe("AlertRules", () => {
  it("are rules of managed Prometheus on request, about one namespace, and wait for it", async () => {
    const plan = await planWith("dev", { monitoring: { target: "managed-prometheus" } });
    assert.deepEqual(ofType(plan, "AlertPolicy"), []);
    const rules = only(plan, "Rules");
    assert.equal(at(rules.inputs, "metadata.namespace"), "stateful");
    assert.match(JSON.stringify(rules.inputs), /namespace=\\"stateful\\"/);
    assert.ok(rules.dependencies.some((urn) => urn.endsWith("::namespace-namespace")));
    assert.equal(at(only(plan, "ClusterRules").inputs, "metadata.name"), "stateful-gke-stateful-alerts");
  });

  it("are a PrometheusRule on a cluster with the operator", async () => {
    const plan = await planWith("local", {
      monitoring: { target: "prometheus-operator", metrics: "full", ruleLabels: { release: "kube-prometheus-stack" } },
    });
    assert.equal(at(only(plan, "PrometheusRule").inputs, "metadata.labels.release"), "kube-prometheus-stack");
    const text = JSON.stringify(only(plan, "PrometheusRule").inputs);
    assert.match(text, /BudgetWithoutRoom/);
    assert.doesNotMatch(text, /cluster=/);
  });

  it("are not there where nobody asked for them", async () => {
    for (const stack of ["dev", "local"] as const) {
      const plan = await planWith(stack);
      const kinds = ["AlertPolicy", "Rules", "ClusterRules", "PrometheusRule"];
      assert.deepEqual(
        kinds.flatMap((kind) => ofType(plan, kind)),
        [],
      );
    }
  });
});
