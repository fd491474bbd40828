import assert from "node:assert/strict";
import { configuredClasses } from "../../../policy/pack/stack-config";

describe("configuredClasses", () => {
  for (const [config, expected] of [
    [undefined, []],
    ["not json", []],
    [{ "app:storageClass": "gold", "app:name": "silver" }, ["gold"]],
    [{ "app:storage": '{"className":"gold","size":"20Gi"}' }, ["gold"]],
    [{ "app:classes": '["gold","silver"]' }, ["gold", "silver"]],
    [{ "app:storage": "{not json" }, []],
    [{ "app:volumes": '[{"storageClassName":"gold","name":"data"}]' }, ["gold"]],
  ] as const) {
    it(`of ${JSON.stringify(config)} are ${expected.join(", ")}`, () => {
      const json = typeof config === "object" ? JSON.stringify(config) : config;
      assert.deepEqual([...configuredClasses(json)], expected);
    });
  }
});
