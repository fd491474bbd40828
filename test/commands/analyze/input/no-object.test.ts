import assert from "node:assert/strict";
import { badItems, noObject } from "../../../../commands/analyze/input/no-object";
import { contentOf } from "../../../../commands/analyze/input/read";
import { Source } from "../../../../commands/analyze/input/source";

const OBJECT = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n";
const faults = (text: string): readonly string[] =>
  contentOf(new Source("a.yaml", text), true).faults.map(({ offset, says }) => `${String(offset)} ${says}`);

describe("a document that is no object", () => {
  for (const [name, value, says] of [
    ["a kind that is misspelt", { apiVersion: "apps/v1", knd: "StatefulSet", spec: {} }, /no kind.+; knd is not kind/],
    [
      "a kind that is left out",
      { apiVersion: "v1", metadata: { name: "a" } },
      /has no kind, so that kubectl refuses it$/,
    ],
    [
      "a version that is a number",
      { apiVersion: 1, kind: "ConfigMap", metadata: { name: "a" } },
      /has an apiVersion that is no text/,
    ],
    ["a kind that is a map", { apiVersion: "v1", kind: { Pod: null }, spec: {} }, /has a kind that is no text/],
    [
      "a version that is misspelt",
      { apiversion: "v1", kind: "Pod", metadata: {}, spec: {} },
      /apiversion is not apiVersion/,
    ],
  ] as const) {
    it(`is found: ${name}`, () => {
      assert.match(noObject(value) ?? "", says);
    });
  }

  for (const [name, value] of [
    ["an object", { apiVersion: "v1", kind: "Pod", spec: {} }],
    ["a chart", { apiVersion: "v2", name: "chart", version: "1.0.0" }],
    ["settings of something else", { version: 3, spec: {} }],
    ["an API version of something else", { apiVersion: "2024-01-01", metadata: {} }],
    ["a text", "text"],
    ["nothing", null],
  ] as const) {
    it(`is none: ${name}`, () => {
      assert.equal(noObject(value), undefined);
    });
  }

  it("is told with its place, behind comments", () => {
    assert.deepEqual(faults(`${OBJECT}---\n# a comment\napiVersion: v1\nknd: Pod\nspec: {}\n`), [
      `${String(OBJECT.length + "---\n# a comment\n".length)} has no kind, so that kubectl refuses it; knd is not kind.`,
    ]);
  });

  it("is a text or a list between objects, and nothing where no object is", () => {
    assert.match(faults(`${OBJECT}---\njust text\n`).join(), /is a text or a list between objects/);
    assert.match(faults(`${OBJECT}---\n- a\n- b\n`).join(), /is a text or a list between objects/);
    assert.deepEqual(faults(`${OBJECT}---\n\n---\nnull\n`), []);
    assert.deepEqual(faults("- a\n- b\n"), []);
  });
});

describe("the items of a list", () => {
  it("are objects, each", () => {
    assert.deepEqual(badItems({ kind: "List", items: [{ apiVersion: "v1", kind: "Pod" }, { metadata: {} }] }), [
      "has items[1] without apiVersion or kind, so that kubectl refuses it",
    ]);
    assert.deepEqual(badItems({ kind: "Other", items: [{}] }), []);
  });
});

describe("objects of JSON one after the other", () => {
  const count = (text: string): number => contentOf(new Source("a.yaml", text), true).documents.length;

  it("are read, whatever the file is called", () => {
    assert.equal(count('{"apiVersion":"v1","kind":"Pod","a":"}{"}\n{"apiVersion":"v1","kind":"Pod"} {"x":{}}\n'), 3);
  });

  it("are no stream where something stands between them, or a brace is open", () => {
    assert.equal(count("{ a: 1 } # {\n"), 1);
    assert.notDeepEqual(faults("{ a: 1 }\nb\n{ c: 2 }\n"), []);
    assert.notDeepEqual(faults("{ apiVersion: v1 }\n{ kind: {\n"), []);
  });
});
