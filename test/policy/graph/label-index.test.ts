import assert from "node:assert/strict";
import fc from "fast-check";
import { LabelIndex } from "../../../policy/graph/label-index";
import { GraphObject, Undecidable } from "../../../policy/graph/object";
import { labelSelects, mapSelects } from "../../../policy/graph/selectors";
import { UNKNOWN } from "../../../policy/graph/value";
import type { Value } from "../../../policy/graph/value";

const objectOf = (value: Value): GraphObject =>
  new GraphObject({
    kind: "Pod",
    kindName: "Pod",
    apiVersion: "v1",
    value,
    origin: { file: "a", document: 1 },
    cluster: "",
  });
const labels = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom<Value>("1", "2", UNKNOWN), { maxKeys: 3 });

/** yes, no, or a doubt. */
const told = (test: () => boolean): boolean | "doubt" => {
  try {
    return test();
  } catch (error) {
    assert.ok(error instanceof Undecidable);
    return "doubt";
  }
};

describe("LabelIndex", () => {
  it("leaves out no selector that selects labels, or may", () => {
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 8 }), labels, (selectors, wanted) => {
        const all = selectors.map((matchLabels) => objectOf({ matchLabels }));
        const pod = objectOf({ labels: wanted }).at("labels");
        const candidates = new LabelIndex(all, (object) => object.at("matchLabels")).selectorsFor(pod);
        for (const object of all) {
          if (told(() => labelSelects(object.root, pod)) !== false) {
            assert.ok(candidates.includes(object));
          }
        }
      }),
    );
  });

  it("leaves out no labels that a selector selects, or may", () => {
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 8 }), labels, (pods, matchLabels) => {
        const all = pods.map((own) => objectOf({ labels: own }));
        const selector = objectOf({ matchLabels });
        const candidates = new LabelIndex(all, (object) => object.at("labels")).objectsFor(selector.at("matchLabels"));
        for (const object of all) {
          if (told(() => labelSelects(selector.root, object.at("labels"))) !== false) {
            assert.ok(candidates.includes(object));
          }
        }
      }),
    );
  });

  it("asks about few of many", () => {
    const all = Array.from({ length: 1000 }, (_, index) =>
      objectOf({ matchLabels: { part: "shop", app: `app-${String(index)}` } }),
    );
    const index = new LabelIndex(all, (object) => object.at("matchLabels"));
    const pod = objectOf({ labels: { part: "shop", app: "app-7" } }).at("labels");
    assert.deepEqual(index.selectorsFor(pod), [all[7]]);
    assert.deepEqual(index.objectsFor(pod), [all[7]]);
  });
});

describe("mapSelects", () => {
  it("selects nothing by an empty map, as a Service does", () => {
    const pod = objectOf({ labels: { a: "1" } }).at("labels");
    assert.equal(mapSelects(objectOf({}).root, pod), false);
    assert.equal(mapSelects(objectOf({ a: "1" }).root, pod), true);
    assert.equal(mapSelects(objectOf({ a: "1", b: "2" }).root, pod), false);
  });
});
