import assert from "node:assert/strict";

import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { planResource, recordRegistration } from "../../../../commands/plan/engine/registration";

function request(): messages.RegisterResourceRequest {
  const all = new messages.RegisterResourceRequest();
  all.setType("a:b:C");
  all.setName("n");
  all.setCustom(true);
  all.setObject(Struct.fromJavaScript({ x: 1 }));
  return all;
}

describe("recordRegistration", () => {
  it("leaves out what is not set", () => {
    assert.deepEqual(planResource(recordRegistration("urn:1", request())), {
      custom: true,
      dependencies: [],
      inputs: { x: 1 },
      name: "n",
      options: {},
      parent: null,
      propertyDependencies: {},
      provider: null,
      type: "a:b:C",
      urn: "urn:1",
    });
  });

  it("takes every option down", () => {
    const all = request();
    all.setParent("urn:parent");
    all.setProvider("urn:pulumi:s::p::pulumi:providers:kubernetes::k::id-1");
    all.setProtect(true);
    all.setRetainondelete(true);
    all.setDeletebeforereplace(true);
    all.setDeletedwith("urn:cluster");
    all.setImportid("i");
    all.setVersion("1.2.3");
    all.setDependenciesList(["urn:b", "urn:a"]);
    all.setIgnorechangesList(["spec.replicas"]);
    all.setReplaceonchangesList(["parameters"]);
    all.setAdditionalsecretoutputsList(["result", "result"]);
    const timeouts = new messages.RegisterResourceRequest.CustomTimeouts();
    timeouts.setCreate("10m");
    all.setCustomtimeouts(timeouts);
    const { dependencies, options, parent, provider } = planResource(recordRegistration("urn:1", all));
    assert.deepEqual(
      [parent, provider, dependencies],
      ["urn:parent", "urn:pulumi:s::p::pulumi:providers:kubernetes::k", ["urn:a", "urn:b"]],
    );
    assert.deepEqual(options, {
      additionalSecretOutputs: ["result"],
      customTimeouts: { create: "10m" },
      deleteBeforeReplace: true,
      deletedWith: "urn:cluster",
      ignoreChanges: ["spec.replicas"],
      importId: "i",
      protect: true,
      replaceOnChanges: ["parameters"],
      retainOnDelete: true,
      version: "1.2.3",
    });
  });
});
