import assert from "node:assert/strict";
import { namespaceFacts, namespaceRefusals } from "../../../components/guard/namespace-refusals";
import { only, planWith } from "../../support/stacks";
import type { NamespaceFacts } from "../../../components/guard/namespace-refusals";

const WAS: NamespaceFacts = { name: "shop", cluster: "one", retained: false };

describe("what a namespace is refused", () => {
  for (const [what, was, willBe, refused] of [
    ["staying", WAS, WAS, undefined],
    ["leaving the program", WAS, undefined, /create is false.*retain to true/],
    ["leaving it when it is retained", { ...WAS, retained: true }, undefined, undefined],
    ["another name", WAS, { ...WAS, name: "other" }, /namespace\.name is "other": must stay "shop"/],
    ["another name when it is retained", { ...WAS, retained: true }, { ...WAS, name: "other" }, undefined],
    ["another cluster", WAS, { ...WAS, cluster: "two" }, /leave the cluster one for two/],
    ["a cluster that was not marked", { ...WAS, cluster: undefined }, WAS, undefined],
    ["a cluster that cannot be asked", WAS, { ...WAS, cluster: undefined }, undefined],
    ["being retained from now on", WAS, { ...WAS, retained: true }, undefined],
  ] as const) {
    it(`${what}: ${refused === undefined ? "nothing" : "a sentence"}`, () => {
      const refusals = namespaceRefusals(was, willBe);
      assert.equal(refusals.length, refused === undefined ? 0 : 1);
      assert.match(refusals.join(), refused ?? /^$/);
    });
  }

  it("is decided by the inputs that the program gives", async () => {
    const plan = await planWith("dev", { namespace: { retain: true } });
    const { inputs, options } = only(plan, "core/v1:Namespace");
    assert.deepEqual(namespaceFacts(inputs), {
      name: "stateful",
      cluster: "projects/my-project-dev/locations/europe-west1-b/clusters/gke-stateful-dev",
      retained: true,
    });
    assert.equal(options.retainOnDelete, true);
    assert.equal(namespaceFacts(only(await planWith("dev"), "core/v1:Namespace").inputs).retained, false);
  });

  it("protects a namespace on every target by default, and not one that is retained", async () => {
    for (const stack of ["prod", "local"] as const) {
      assert.equal(only(await planWith(stack), "core/v1:Namespace").options.protect, true);
      const retained = only(await planWith(stack, { namespace: { retain: true } }), "core/v1:Namespace");
      assert.equal(retained.options.protect, undefined);
    }
  });
});
