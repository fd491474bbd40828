import assert from "node:assert/strict";
import fc from "fast-check";
import { dump } from "js-yaml";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { analyze } from "../../../commands/analyze/analyze";
import { RULES } from "../../../policy/rules";
import { analyzed, line, lines, statefulSet, wholeExample } from "../../support/analysis";
import { folderWith } from "../../support/files";
import { documentsOf, TODAY } from "../../support/rules";

const BUDGET = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: { matchLabels: { app: db } } }
`;
const rulesOf = (files: Record<string, string>): string[] => analyzed(files).findings.map(({ rule }) => rule.id);

describe("analyze", () => {
  it("names file, line and column of the field, or of the deepest part of the way to it", () => {
    const found = lines(analyzed({ "a/db.yaml": statefulSet("db") }));
    assert.ok(found.includes("governing-service a/db.yaml:6:3 names Service db, which is not in its namespace here"));
    assert.ok(found.some((text) => text.startsWith("no-disruption-budget a/db.yaml:12:7 has 3 replicas")));
    assert.ok(
      found.some((text) => text.startsWith("no-requests a/db.yaml:15:11 ")),
      found.join("\n"),
    );
  });

  it("resolves across files and folders", () => {
    assert.ok(rulesOf({ "a/db.yaml": statefulSet("db") }).includes("no-disruption-budget"));
    assert.ok(!rulesOf({ "a/db.yaml": statefulSet("db"), "b/c/budget.yaml": BUDGET }).includes("no-disruption-budget"));
  });

  it("keeps objects of one name apart, and takes those of the same file first", () => {
    const strict = BUDGET.replace("maxUnavailable: 1", "maxUnavailable: 0");
    const report = analyzed({
      "one.yaml": `${statefulSet("db")}---\n${BUDGET}`,
      "two.yaml": `${statefulSet("db")}---\n${strict}`,
    });
    const blocking = report.findings.filter(({ rule }) => rule.id === "budget-blocks-drain");
    assert.deepEqual(
      blocking.map(({ location }) => location.file),
      ["two.yaml"],
    );
    assert.equal(report.counts.objects, 4);
  });

  it("reads lists, JSON, several documents, byte order marks and CRLF alike", () => {
    const json = JSON.stringify(
      { apiVersion: "v1", kind: "List", items: documentsOf(statefulSet("db")) },
      undefined,
      2,
    );
    const texts = {
      plain: { "x.yaml": statefulSet("db") },
      crlf: { "x.yaml": `\uFEFF${statefulSet("db").replaceAll("\n", "\r\n")}` },
      documents: { "x.yaml": `# nothing\n---\n---\n${statefulSet("db")}---\n# nothing` },
      directive: { "x.yaml": `%YAML 1.2\n---\n${statefulSet("db")}` },
      json: { "x.json": json },
      utf16: { "x.yaml": Buffer.from(`\uFEFF${statefulSet("db")}`, "utf16le") },
    };
    const expected = analyzed(texts.plain)
      .findings.map(({ message }) => message)
      .toSorted();
    assert.ok(expected.length > 5);
    for (const [name, files] of Object.entries(texts)) {
      assert.deepEqual(
        analyzed(files as Record<string, string>)
          .findings.map(({ message }) => message)
          .toSorted(),
        expected,
        name,
      );
    }
  });

  it("finds the field of an item of a list", () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n${statefulSet("db").trimEnd().replaceAll(/^/gm, "    ").replace("    apiVersion", "  - apiVersion")}\n`;
    const found = lines(analyzed({ "x.yaml": list }));
    assert.ok(
      found.some((text) => text.startsWith("governing-service x.yaml:9:7")),
      found.join("\n"),
    );
  });

  it("follows anchors and merges to where a field stands", () => {
    const text = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: a, annotations: &notes { note: x } }
spec: &spec
  accessModes: [ReadWriteOnce]
  storageClassName: premium-rwo
  resources: { requests: { storage: 1Gi } }
`;
    const merged = `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: PersistentVolumeClaim\n  metadata: { name: a }\n  spec: &spec\n    accessModes: [ReadWriteOnce]\n    storageClassName: premium-rwo\n    resources: { requests: { storage: 1Gi } }\n- apiVersion: v1\n  kind: PersistentVolumeClaim\n  metadata: { name: b }\n  spec: { <<: *spec }\n`;
    assert.ok(lines(analyzed({ "x.yaml": text })).some((one) => one.startsWith("hardcoded-storage-class x.yaml:6:3")));
    const both = lines(analyzed({ "x.yaml": merged })).filter((one) =>
      one.startsWith("hardcoded-storage-class x.yaml:9:5"),
    );
    assert.equal(both.length, 2);
  });

  it("asks only the rules that are wanted, and never keeps back what could not be read", () => {
    const files = { "x.yaml": statefulSet("db"), "y.yaml": "apiVersion: v1\nkind: [" };
    assert.deepEqual(
      new Set(analyzed(files, { only: ["no-spread"] }).findings.map(({ rule }) => rule.id)),
      new Set(["no-spread", "unreadable"]),
    );
    assert.ok(!analyzed(files, { skip: ["no-spread"] }).findings.some(({ rule }) => rule.id === "no-spread"));
    assert.deepEqual(
      new Set(analyzed(files, { minSeverity: "high" }).findings.map(({ severity }) => severity)),
      new Set(["high"]),
    );
    assert.equal(analyzed(files).complete, false);
  });

  it("keeps back what an annotation exempts with a reason and a last day, and tells of others", () => {
    const note = (rule: string, text: string): string =>
      statefulSet("db").replace(
        "  name: db\n",
        `  name: db\n  annotations: { "exempt.gke-stateful/${rule}": "${text}" }\n`,
      );
    const good = analyzed({ "x.yaml": note("no-spread", "until 2027-01-31: one node only") });
    assert.ok(!good.findings.some(({ rule }) => rule.id === "no-spread"));
    assert.deepEqual(good.exemptions, [
      { rule: "no-spread", object: "StatefulSet default/db", reason: "one node only", expires: "2027-01-31" },
    ]);
    const bad = analyzed({ "x.yaml": note("no-spread", "because") });
    assert.ok(bad.findings.some(({ rule }) => rule.id === "no-spread"));
    assert.ok(
      lines(bad).some((one) => one.startsWith("invalid-exemption x.yaml:5:18")),
      lines(bad).join("\n"),
    );
    assert.ok(rulesOf({ "x.yaml": note("no-spraed", "until 2027-01-31: x") }).includes("unknown-exemption"));
  });

  it("puts the worst and quickest first into its plan", () => {
    const { findings, plan } = analyzed({ "x.yaml": statefulSet("db") });
    assert.deepEqual(
      plan.slice(0, 2).map(({ rule }) => rule.id),
      ["governing-service", "no-disruption-budget"],
    );
    assert.equal(
      plan.reduce((sum, step) => sum + step.findings, 0),
      findings.length,
    );
  });

  it("says that a path does not exist, and reads each file once", () => {
    const cwd = folderWith({ "a/x.yaml": BUDGET });
    assert.throws(() => analyze(["nothing"], { cwd }), /nothing does not exist\. Name a file/);
    assert.equal(analyze(["a", "a/x.yaml", ".", "a/*.yaml"], { cwd, today: TODAY }).counts.files, 1);
    assert.equal(analyze(["**/x.yaml"], { cwd, today: TODAY }).counts.files, 1);
    assert.throws(() => analyze(["*.json"], { cwd }), /\*\.json does not exist/);
  });
});

const wholeText = (text: string): string =>
  wholeExample(text)
    .map((document) => dump(document, { noRefs: true }))
    .join("---\n");

/** Manifests of all kinds that rules know: what they refuse, and what they accept. */
const EXAMPLES = RULES.flatMap(({ example, id }) => [
  [`${id}-wrong`, wholeText(example.wrong)] as const,
  [`${id}-right`, wholeText(example.right)] as const,
]).filter(([, text]) => documentsOf(text).every((document) => "kind" in document));
const example = fc.constantFrom(...EXAMPLES);
const value = fc.oneof(
  fc.constantFrom(null, "", "x", "100%", "1Gi", 0, -1, 1.5, true, [], {}, "__proto__"),
  fc.array(fc.jsonValue(), { maxLength: 2 }),
);

/** The same document with one of its values replaced. */
function mutate(document: unknown, at: number, replacement: unknown): unknown {
  let count = 0;
  const visit = (inner: unknown): unknown => {
    count += 1;
    if (count === at) {
      return replacement;
    }
    if (Array.isArray(inner)) {
      return inner.map(visit);
    }
    return typeof inner === "object" && inner !== null
      ? Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, visit(one)]))
      : inner;
  };
  return visit(document);
}

describe("analyze, whatever it gets", () => {
  for (const kind of ["__proto__", "constructor", "toString"]) {
    it(`takes a kind ${kind} for one that it does not know`, () => {
      const stdin = `apiVersion: v1\nkind: ${kind}\nmetadata: { name: a, namespace: b }\nspec: {}\n`;
      assert.doesNotThrow(() => analyze(["-"], { stdin, today: TODAY }));
    });
  }

  it("survives any change of any value of a manifest, and finds its place", () => {
    fc.assert(
      fc.property(example, fc.integer({ min: 2, max: 40 }), value, ([, text], at, replacement) => {
        const documents = documentsOf(text).map((document) => dump(mutate(document, at, replacement)));
        const report = analyze(["-"], { stdin: documents.join("---\n"), today: TODAY });
        for (const { location } of report.findings) {
          assert.ok(location.start.line >= 1 && location.start.column >= 1);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("survives any cut and any garbage in a text", () => {
    fc.assert(
      fc.property(example, fc.nat(400), fc.string({ unit: "binary" }), ([, text], at, garbage) => {
        analyze(["-"], { stdin: text.slice(0, at) + garbage + text.slice(at + 3), today: TODAY });
      }),
      { numRuns: 400 },
    );
  });

  it("says the same of an object whatever unrelated object is there", () => {
    const stranger = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: stranger, namespace: elsewhere }\ndata: { a: b }\n---\napiVersion: example.com/v1\nkind: Widget\nmetadata: { name: stranger, namespace: elsewhere }\n---\n${statefulSet("stranger").replace("metadata:", "metadata:\n  namespace: elsewhere")}`;
    fc.assert(
      fc.property(fc.array(example, { minLength: 1, maxLength: 3 }), (chosen) => {
        const files = Object.fromEntries(chosen.map(([name, text]) => [`${name}.yaml`, text]));
        const alone = lines(analyzed(files));
        const together = lines(analyzed({ ...files, "zz/stranger.yaml": stranger })).filter(
          (one) => !one.includes("zz/stranger.yaml"),
        );
        assert.deepEqual(together, alone);
      }),
      { numRuns: 60 },
    );
  });

  it("does not care about the order of paths", () => {
    fc.assert(
      fc.property(fc.uniqueArray(example, { minLength: 2, maxLength: 4, selector: ([name]) => name }), (chosen) => {
        const cwd = folderWith(Object.fromEntries(chosen.map(([name, text]) => [`${name}.yaml`, text])));
        const paths = chosen.map(([name]) => `${name}.yaml`);
        const there = analyze(paths, { cwd, today: TODAY }).findings.map(line);
        assert.deepEqual(analyze(paths.toReversed(), { cwd, today: TODAY }).findings.map(line), there);
      }),
      { numRuns: 60 },
    );
  });

  it("points at the field: its key stands there, or the item of a list, or what would hold it", () => {
    let count = 0;
    for (const [name, text] of EXAMPLES) {
      const documents = documentsOf(text);
      const cwd = folderWith({ "x.yaml": documents.map((document) => dump(document, { noRefs: true })).join("---\n") });
      const source = readFileSync(join(cwd, "x.yaml"), "utf8").split("\n");
      for (const { field, location, object } of analyze(["x.yaml"], { cwd, today: TODAY }).findings) {
        const rest = (source[location.start.line - 1] ?? "").slice(location.start.column - 1);
        const starts = documents
          .filter(
            ({ kind, metadata }) => kind === object?.kind && (metadata as { name?: string }).name === object?.name,
          )
          .map((document) => deepestKey(document, field));
        const isThere = (key: string | number | undefined): boolean =>
          typeof key === "string" ? rest.replace(/^['"]/, "").startsWith(key) : rest !== "";
        assert.ok(starts.some(isThere), `${name} ${field}: ${rest}`);
        count += starts.some((key) => typeof key === "string") ? 1 : 0;
      }
    }
    assert.ok(count > 100, String(count));
  });
});

/** The last key of a path that a document has. */
function deepestKey(document: unknown, field: string): string | number | undefined {
  const keys = [...field.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, plain]) =>
    index === undefined ? (quoted ?? plain)! : Number(index),
  );
  let inner = document;
  let last: string | number | undefined;
  for (const key of keys) {
    const next = (inner as Record<string | number, unknown> | undefined | null)?.[key];
    if (next === undefined) {
      return last;
    }
    [inner, last] = [next, key];
  }
  return last;
}
