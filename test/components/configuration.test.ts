import assert from "node:assert/strict";
import { configMapName } from "../../components/configuration";
import { at, ofType, only, planWith } from "../support/stacks";

describe("configuration", () => {
  it("has a name that changes with the content, and with nothing else", () => {
    const name = configMapName("db", { a: "1", b: "2" });
    assert.match(name, /^db-config-[0-9a-f]{10}$/);
    assert.equal(configMapName("db", { b: "2", a: "1" }), name);
    assert.notEqual(configMapName("db", { a: "1", b: "3" }), name);
    assert.notEqual(configMapName("db", { a: "1", b2: "" }), configMapName("db", { a: "1b", 2: "" }));
  });

  it("rolls the pods when it changes: another map, and a template that names it", async () => {
    const [before, after] = [
      await planWith("dev"),
      await planWith("dev", { "@.config.files": { "index.html": "new" } }),
    ];
    const names = [before, after].map((plan) => at(only(plan, "ConfigMap").inputs, "metadata.name"));
    assert.notEqual(names[0], names[1]);
    for (const [index, plan] of [before, after].entries()) {
      assert.equal(only(plan, "ConfigMap").inputs["immutable"], true);
      assert.equal(at(only(plan, "StatefulSet").inputs, "spec.template.spec.volumes.0.configMap.name"), names[index]);
    }
  });

  it("is not made where there are no files", async () => {
    assert.equal(ofType(await planWith("dev", { "@.config": undefined }), "ConfigMap").length, 0);
  });
});
