import assert from "node:assert/strict";
import { fromPlan } from "../../../policy/graph/from-plan";
import { ObjectGraph } from "../../../policy/graph/graph";
import { clusterFor } from "../../../policy/graph/clusters";
import { UNKNOWN } from "../../../policy/graph/value";
import { planWith } from "../../support/stacks";
import type { PlannedResource } from "../../../policy/graph/from-plan";

const resource = (fields: Partial<PlannedResource>): PlannedResource => ({
  urn: "urn:pulumi:s::p::kubernetes:core/v1:Service::n",
  type: "kubernetes:core/v1:Service",
  name: "n",
  provider: null,
  inputs: {},
  options: {},
  dependencies: [],
  propertyDependencies: {},
  ...fields,
});

describe("fromPlan", () => {
  it("knows neither what nobody knows yet nor what is secret", () => {
    const inputs = { a: { $unknown: true }, b: [{ $secret: true }, { $unknown: true, $secret: true }], c: { d: 1 } };
    assert.deepEqual(fromPlan([resource({ inputs })])[0]?.root.value, {
      a: UNKNOWN,
      b: [UNKNOWN, UNKNOWN],
      c: { d: 1 },
    });
  });

  it("takes over protection and ignored changes", () => {
    const [object] = fromPlan([resource({ options: { protect: true, ignoreChanges: ["spec.replicas"] } })]);
    assert.equal(object?.facts.isProtected, true);
    assert.deepEqual(object.facts.ignoreChanges, ["spec.replicas"]);
  });

  it("finds the cluster of an object through its provider", async () => {
    const { resources } = await planWith("prod");
    const graph = new ObjectGraph(fromPlan(resources));
    const [set] = graph.all("StatefulSet");
    assert.equal(clusterFor(set!, graph)?.name, "gke-stateful-prod");
  });
});
