import assert from "node:assert/strict";
import {
  changedLabels,
  grownUnderScaler,
  lostVolumes,
  shrunkVolumes,
  SIZES_ANNOTATION,
  sizesAnnotation,
  sizesIn,
} from "../../components/volume-growth";
import { runHook } from "../support/hooks";
import { at, only, planWith } from "../support/stacks";

const service = (sizes: string): unknown => ({ metadata: { annotations: { [SIZES_ANNOTATION]: sizes } } });

describe("volumes only grow", () => {
  for (const [name, before, after, problems] of [
    ["the same", { a: "20Gi" }, { a: "20Gi" }, 0],
    ["the same in other words", { a: "20Gi" }, { a: "20480Mi" }, 0],
    ["larger", { a: "20Gi" }, { a: "21Gi" }, 0],
    ["smaller", { a: "20Gi" }, { a: "19Gi" }, 1],
    ["new", {}, { a: "10Gi" }, 0],
    ["gone", { a: "20Gi" }, {}, 0],
    ["two smaller", { a: "2Gi", b: "2Gi" }, { a: "1Gi", b: "1Gi" }, 2],
  ] as const) {
    it(`${name}: ${problems === 0 ? "accepted" : "refused"}`, () => {
      assert.equal(shrunkVolumes(before, after).length, problems);
    });
  }

  it("do not disappear with their data", () => {
    assert.equal(lostVolumes({ a: "1Gi", b: "1Gi" }, { a: "1Gi", c: "1Gi" }).length, 1);
    assert.deepEqual(lostVolumes({ a: "1Gi" }, { a: "1Gi", c: "1Gi" }), []);
  });

  it("keep the labels that select their pods", () => {
    assert.equal(changedLabels({ app: "a" }, { app: "b" }).length, 1);
    assert.deepEqual(changedLabels({ app: "a" }, { app: "a" }), []);
    assert.deepEqual(changedLabels(undefined, { app: "a" }), [], "nothing is known of before");
  });

  it("grow only while the program owns the number of replicas", () => {
    assert.equal(grownUnderScaler({ a: "1Gi" }, { a: "2Gi" }, true).length, 1);
    assert.deepEqual(grownUnderScaler({ a: "1Gi" }, { a: "2Gi" }, false), []);
    assert.deepEqual(grownUnderScaler({ a: "1Gi" }, { a: "1024Mi" }, true), []);
    assert.deepEqual(grownUnderScaler({}, { a: "1Gi" }, true), []);
  });

  it("remembers the sizes on the headless Service", async () => {
    const { inputs, options } = only(await planWith("dev"), "core/v1:Service", "terminal-pods-headless");
    assert.deepEqual(sizesIn(inputs), { workspace: "20Gi" });
    assert.equal(
      at(inputs, "metadata.annotations")?.[SIZES_ANNOTATION as never],
      sizesAnnotation({ workspace: { size: "20Gi" } }),
    );
    assert.deepEqual(options.hooks, { beforeUpdate: ["terminal-pods-keeps-its-data"] });
  });

  it("reads nothing where there is nothing to read", () => {
    for (const inputs of [
      undefined,
      null,
      1,
      {},
      { metadata: null },
      service("no JSON"),
      service("null"),
      service("1"),
    ]) {
      assert.deepEqual(sizesIn(inputs), {});
    }
  });

  it("stops an update, called back as the engine would", async () => {
    const [shrinks, grows, first] = await runHook("dev", "terminal-pods-keeps-its-data", [
      { oldInputs: service('{"workspace":"20Gi"}'), newInputs: service('{"workspace":"10Gi"}') },
      { oldInputs: service('{"workspace":"20Gi"}'), newInputs: service('{"workspace":"30Gi"}') },
      { oldInputs: {}, newInputs: service('{"workspace":"10Gi"}') },
    ]);
    assert.match(
      String(shrinks),
      /gke-stateful:workloads\.terminal-pods\.volumes\.workspace\.size is 10Gi: must not be below 20Gi.*Set it back/,
    );
    assert.deepEqual([grows, first], ["", ""]);
  });
});
