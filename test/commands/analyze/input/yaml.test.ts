import assert from "node:assert/strict";
import { parseText } from "../../../../commands/analyze/input/yaml";
import { analyzed, lines, statefulSet } from "../../../support/analysis";

const valueOf = (text: string): unknown => parseText(text).values[0];

describe("YAML", () => {
  it("is read as kubectl reads it", () => {
    assert.deepEqual(
      valueOf("{ a: yes, b: off, c: 0644, d: 1_000, e: 2001-01-01, f: ~, g: 1:30, h: 0x1f, i: '0644', j: 010.5 }"),
      {
        a: true,
        b: false,
        c: 420,
        d: 1000,
        e: "2001-01-01",
        f: null,
        g: "1:30",
        h: 31,
        i: "0644",
        j: 10.5,
      },
    );
    assert.deepEqual(valueOf("a: &x { b: 1 }\nc: { <<: *x, d: 2 }"), { a: { b: 1 }, c: { b: 1, d: 2 } });
  });

  for (const [name, text, value] of [
    ["tabs within brackets", "a: {b:\tc,\td: e}\n", { a: { b: "c", d: "e" } }],
    ["a line within brackets that begins with a tab", "a: {\n\tb: c }\n", { a: { b: "c" } }],
    ["a comment right after a bracket", "a: {b: c}# x\nd: [1]# y\n", { a: { b: "c" }, d: [1] }],
    ["a comment right after a quote", "a: \"x\"# c\nb: 'y'#d\n", { a: "x", b: "y" }],
    ["a quoted text with a line that begins like a comment", "a: 'x\n# z\nw'\n", { a: "x # z w" }],
    ["what is no comment", "a: b# c\n", { a: "b# c" }],
    [
      "tags of one's own",
      "a: !mine b\nc: !mine\n  d: 1\ne: !x [1]\nf: !x 5\n",
      { a: "b", c: { d: 1 }, e: [1], f: "5" },
    ],
    ["a list that closes at its key", "k:\n  a: [\n    1, # one\n    2,\n  ]\n  b: 3\n", { k: { a: [1, 2], b: 3 } }],
    ["a list that closes at the margin", "a: [\n  1,\n]\nb: 2\n", { a: [1], b: 2 }],
    ["a map that goes on at its key", "a:\n  b: { x: 1,\n  z: '#2' }\n", { a: { b: { x: 1, z: "#2" } } }],
    ["lists within lists", "a: [\n[1,\n2],\n[3]\n]\n", { a: [[1, 2], [3]] }],
    [
      "a quoted text with what looks like a comment",
      'm:\n  note: "first\n    # no comment\n  second"\no: 1\n',
      undefined,
    ],
    ["a quoted text that goes on at its key", 'm:\n  note: "first # no comment\n  second"\no: 1\n', undefined],
  ] as const) {
    it(`is read where lines within brackets and quotes begin at the left: ${name}`, () => {
      const { fault, values } = parseText(text);
      assert.equal(fault, undefined);
      if (value === undefined) {
        assert.match(JSON.stringify(values), /first +# no comment +second.*"o":1/);
      } else {
        assert.deepEqual(values, [value]);
      }
    });
  }

  it("is not read where a bracket never closes", () => {
    assert.match(parseText("a: [\n1,\nb: 2\n").fault?.says ?? "", /./);
  });

  it("keeps keys that JavaScript has a meaning for as they are", () => {
    const value = valueOf("__proto__: { polluted: true }\nconstructor: 1\ntoString: 2") as object;
    assert.deepEqual(Object.keys(value), ["__proto__", "constructor", "toString"]);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    assert.deepEqual(
      lines(
        analyzed(
          { "x.yaml": statefulSet("db").replace("spec:", "__proto__: { a: 1 }\nspec:") },
          { only: ["invalid-object"] },
        ),
      ),
      ["invalid-object x.yaml:5:1 has __proto__, which Kubernetes does not know"],
    );
  });

  it("is not what stands for more than anybody can hold: bombs, loops, towers", () => {
    const bomb = `a0: &a0 [x, x, x]\n${Array.from({ length: 30 }, (_, index) => `a${String(index + 1)}: &a${String(index + 1)} [*a${String(index)}, *a${String(index)}]`).join("\n")}\n`;
    const tower = "[".repeat(100_000);
    const before = process.memoryUsage().heapUsed;
    assert.match(parseText(bomb).fault!.says, /stands for more than 200000 values by its aliases/);
    assert.match(parseText("&a [*a]").fault!.says, /nested deeper than 200 levels by its aliases, or without end/);
    assert.match(parseText("a: &a { b: *a }").fault!.says, /without end/);
    assert.match(parseText(tower).fault!.says, /depth|nest/i);
    assert.match(parseText(`${"{a: ".repeat(5000)}1`).fault!.says, /depth|nest/i);
    assert.ok(process.memoryUsage().heapUsed - before < 200 * 1024 * 1024);
  });

  it("takes a time that grows with the text, whatever is repeated in it", () => {
    const texts = [
      "{{".repeat(200_000),
      "${".repeat(200_000),
      "\n".repeat(500_000),
      "---\n".repeat(99_000),
      " - ".repeat(100_000),
      "a: ".repeat(100_000),
      "kind ".repeat(100_000),
    ];
    for (const text of texts) {
      const start = performance.now();
      analyzed({
        "x.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: "${text.includes("\n") ? "" : text}" }\n${text.includes("\n") ? text : ""}`,
      });
      assert.ok(performance.now() - start < 10_000, text.slice(0, 6));
    }
    const [finding] = analyzed({ "x.yaml": "---\n".repeat(100_001) }).findings;
    assert.match(finding!.message, /more than 100000 documents/);
  });

  it("may be broken in one document, which is one finding, at its line", () => {
    const report = analyzed({
      "x.yaml": `${statefulSet("db")}---\nkind: [\n---\napiVersion: v1\nkind: Pod\n  bad: indentation\n---\n${statefulSet("other")}`,
      "tags.yaml": "AWSTemplateFormatVersion: 1\nx: !Ref y\n",
      "tagged.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: !Ref y\n",
      "tsconfig.json": '{ "a": 1, /* comment */ }',
      "broken.json": '{ "apiVersion": "v1", "kind": ',
    });
    const faults = report.findings.filter(({ rule }) => rule.id === "unreadable");
    assert.deepEqual(
      faults.map(({ location }) => `${location.file}:${String(location.start.line)}`),
      ["broken.json:1", "x.yaml:19", "x.yaml:22"],
    );
    assert.equal(report.counts.workloads, 2);
  });

  it("says where a key stands twice, and takes the last one", () => {
    const report = analyzed({
      "x.yaml": statefulSet("db").replace("  replicas: 3\n", "  replicas: 3\n  replicas: 1\n"),
    });
    assert.ok(
      lines(report).includes("repeated-key x.yaml:8:3 has the key replicas twice in one map; the last one counts"),
    );
    assert.ok(!report.findings.some(({ rule }) => rule.id === "no-spread"));
  });

  it("may be a huge ConfigMap", () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: big }\ndata:\n  blob: |\n${"    0123456789abcdef0123456789abcdef\n".repeat(100_000)}`;
    assert.deepEqual(lines(analyzed({ "x.yaml": text })), []);
  });
});
