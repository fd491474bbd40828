import assert from "node:assert/strict";
import { fakeProviders } from "../../../../commands/plan/engine/fake-providers";
import { WIRE_UNKNOWN } from "../../../../commands/plan/engine/wire";
import type { Registration } from "../../../../commands/plan/engine/registration";

const registration = (fields: Partial<Registration>): Registration => ({
  urn: "urn:1",
  type: "a:b:C",
  name: "n",
  parent: "",
  custom: true,
  provider: "",
  inputs: {},
  options: {},
  dependencies: [],
  propertyDependencies: {},
  ...fields,
});

describe("fakeProviders", () => {
  it("answer nothing for objects of a cluster that is not there yet", () => {
    const answer = fakeProviders("preview");
    answer(registration({ urn: "urn:k", type: "pulumi:providers:kubernetes", inputs: { kubeconfig: WIRE_UNKNOWN } }));
    assert.deepEqual(answer(registration({ provider: "urn:k", inputs: { kind: "Service" } })), {
      id: undefined,
      inputs: { kind: "Service" },
      outputs: {},
    });
  });

  it("name Kubernetes objects that have no name, as the provider does before anybody sees them", () => {
    const answer = fakeProviders("preview");
    const nameOf = (fields: Partial<Registration>): unknown => {
      const { inputs, outputs } = answer(
        registration({ type: "kubernetes:core/v1:Namespace", name: "shop", ...fields }),
      );
      assert.deepEqual(inputs, outputs);
      return (inputs["metadata"] as Record<string, unknown> | undefined)?.["name"];
    };
    assert.match(String(nameOf({})), /^shop-[0-9a-f]{8}$/);
    assert.match(String(nameOf({ inputs: { metadata: { labels: {} } } })), /^shop-[0-9a-f]{8}$/);
    assert.equal(nameOf({ inputs: { metadata: { name: "mine" } } }), "mine");
    assert.equal(nameOf({ inputs: { metadata: { generateName: "mine-" } } }), undefined);
    assert.equal(nameOf({ type: "kubernetes:helm.sh/v3:Release" }), undefined);
    assert.equal(nameOf({ type: "kubernetes:core/v1:NamespacePatch" }), undefined);
    assert.equal(nameOf({ type: "gcp:compute/network:Network" }), undefined);
  });

  it("echo inputs for objects of a cluster that is there", () => {
    const answer = fakeProviders("preview");
    answer(registration({ urn: "urn:k", type: "pulumi:providers:kubernetes", inputs: { kubeconfig: "x" } }));
    assert.deepEqual(answer(registration({ provider: "urn:k", inputs: { kind: "Service" } })).outputs, {
      kind: "Service",
    });
  });
  it("know nothing in a preview of what a provider makes up", () => {
    const { id, outputs } = fakeProviders("preview")(
      registration({ type: "random:index/randomId:RandomId", inputs: { byteLength: 2 } }),
    );
    assert.deepEqual([id, outputs], [undefined, { byteLength: 2, hex: WIRE_UNKNOWN }]);
  });
  it("make up the same plausible values in every update", () => {
    const make = () =>
      fakeProviders("update")(registration({ type: "random:index/randomId:RandomId", inputs: { byteLength: 2 } }));
    assert.match(String(make().outputs["hex"]), /^[0-9a-f]{4}$/);
    assert.deepEqual(make(), make());
    const object = registration({
      type: "kubernetes:core/v1:Service",
      inputs: { metadata: { name: "a", namespace: "b" } },
    });
    assert.equal(fakeProviders("update")(object).id, "b/a");
  });
});
