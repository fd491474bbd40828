import assert from "node:assert/strict";
import { analyzeRequest, resourceMessage } from "../../../../commands/plan/engine/analyzer-messages";
import type { AnsweredRegistration } from "../../../../commands/plan/engine/registration";

const registration = (fields: Partial<AnsweredRegistration>): AnsweredRegistration => ({
  urn: "urn:1",
  type: "t",
  name: "n",
  parent: "urn:0",
  custom: true,
  provider: "",
  inputs: { a: 1 },
  outputs: { b: 2 },
  options: {},
  dependencies: [],
  propertyDependencies: {},
  ...fields,
});

describe("analyzeRequest", () => {
  it("shows inputs, the options that the engine shows, and the provider", () => {
    const provider = registration({
      urn: "urn:p",
      type: "pulumi:providers:kubernetes",
      name: "p",
      inputs: { kubeconfig: "k" },
    });
    const request = analyzeRequest(
      registration({
        provider: "urn:p",
        options: {
          protect: true,
          ignoreChanges: ["x"],
          deleteBeforeReplace: true,
          customTimeouts: { create: "1h30m", delete: "10s" },
        },
      }),
      new Map([["urn:p", provider]]),
    );
    assert.deepEqual(request.getProperties()?.toJavaScript(), { a: 1 });
    const options = request.getOptions();
    assert.equal(options?.getProtect(), true);
    assert.deepEqual(options.getIgnorechangesList(), ["x"]);
    assert.equal(options.getDeletebeforereplacedefined(), true);
    assert.equal(options.getParent(), "urn:0");
    assert.deepEqual(options.getCustomtimeouts()?.toObject(), { create: 5400, update: 0, pb_delete: 10, read: 0 });
    assert.deepEqual(request.getProvider()?.getProperties()?.toJavaScript(), { kubeconfig: "k" });
  });
});

describe("resourceMessage", () => {
  it("shows outputs and what the resource depends on", () => {
    const message = resourceMessage(
      registration({ dependencies: ["urn:2"], propertyDependencies: { spec: ["urn:2"] } }),
      new Map(),
    );
    assert.deepEqual(message.getProperties()?.toJavaScript(), { b: 2 });
    assert.equal(message.getParent(), "urn:0");
    assert.deepEqual(message.getDependenciesList(), ["urn:2"]);
    assert.deepEqual(message.getPropertydependenciesMap().get("spec")?.getUrnsList(), ["urn:2"]);
    assert.equal(message.getProvider(), undefined);
  });
});
