import assert from "node:assert/strict";
import { dump } from "js-yaml";
import { analyze } from "../../../../commands/analyze/analyze";
import { RULES } from "../../../../policy/rules";
import { wholeExample } from "../../../support/analysis";
import { folderWith } from "../../../support/files";
import { documentsOf, TODAY } from "../../../support/rules";
import { Source } from "../../../../commands/analyze/input/source";
import type { Replacement, ReportedFinding } from "../../../../commands/analyze/report/report";

/** The offset of a place in a text. */
function offsetOf(text: string, { column, line }: Replacement["start"]): number {
  const lines = text.split("\n");
  return lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

function applied(text: string, replacements: readonly Replacement[]): string {
  return replacements
    .toSorted((one, other) => offsetOf(text, other.start) - offsetOf(text, one.start))
    .reduce(
      (result, { end, start, text: inserted }) =>
        result.slice(0, offsetOf(text, start)) + inserted + result.slice(offsetOf(text, end)),
      text,
    );
}

const blocks = (text: string): string =>
  wholeExample(text)
    .map((document) => dump(document, { noRefs: true }))
    .join("---\n");

const STYLES: Readonly<Record<string, (text: string) => string>> = {
  "in blocks": blocks,
  "without the last line break": (text) => blocks(text).trimEnd(),
  "in one line": (text) =>
    wholeExample(text)
      .map((document) => dump(document, { flowLevel: 0, lineWidth: -1, noRefs: true }))
      .join("---\n"),
  "in two levels and one line": (text) =>
    wholeExample(text)
      .map((document) => dump(document, { flowLevel: 2, lineWidth: -1, noRefs: true }))
      .join("---\n"),
};

const findings = (id: string, text: string): readonly ReportedFinding[] =>
  analyze(["-"], { stdin: text, today: TODAY, only: [id] }).findings;

/** Rules whose example has a patch that is ready; what only a person knows has none. */
const PATCHED = RULES.filter(
  ({ example: { wrong }, id }) =>
    documentsOf(wrong).every((document) => "kind" in document) &&
    findings(id, blocks(wrong)).some(({ patch }) => patch !== undefined),
);

describe("ready patches", () => {
  for (const { example, id } of PATCHED) {
    for (const [name, style] of Object.entries(STYLES)) {
      it(`end the finding of ${id}, ${name}`, () => {
        const text = style(example.wrong);
        const before = findings(id, text);
        const patch = before.find((one) => one.patch !== undefined)!.patch!;
        assert.ok(patch.replacements.length > 0, "it can be said as a change of the file");
        const after = applied(text, patch.replacements);
        assert.equal(findings(id, after).length, before.length - 1, after);
        assert.deepEqual(findings("repeated-key", after), [], after);
      });
    }
  }

  it("are there for a dozen rules", () => {
    assert.ok(PATCHED.length >= 12, PATCHED.map(({ id }) => id).join(", "));
  });

  it("are patches that kubectl and kustomize take: items of lists by their names, identity first", () => {
    const cwd = folderWith({
      "x.yaml":
        "apiVersion: v1\nkind: Namespace\nmetadata: { name: data }\n---\napiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: { name: db, namespace: data }\nspec: { targetRef: { kind: StatefulSet, name: db } }\n",
    });
    const [finding] = analyze(["x.yaml"], { cwd, today: TODAY, only: ["vpa-auto"] }).findings;
    assert.equal(
      finding!.patch!.yaml,
      "apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata:\n  name: db\n  namespace: data\nspec:\n  updatePolicy:\n    updateMode: 'Off'\n",
    );
  });

  it("have no text to change behind an alias", () => {
    const cwd = folderWith({
      "x.yaml":
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: storage.k8s.io/v1\n  kind: StorageClass\n  metadata: { name: a }\n  provisioner: pd.csi.storage.gke.io\n  <<: &rest { volumeBindingMode: Immediate }\n- apiVersion: storage.k8s.io/v1\n  kind: StorageClass\n  metadata: { name: b }\n  provisioner: pd.csi.storage.gke.io\n  <<: *rest\n",
    });
    const found = analyze(["x.yaml"], { cwd, today: TODAY, only: ["immediate-binding"] }).findings;
    assert.deepEqual(
      found.map(({ patch }) => patch!.replacements),
      [[], []],
    );
  });
});

describe("Source", () => {
  it("knows line and column of every offset", () => {
    const source = new Source("x", "ab\n\ncd");
    assert.deepEqual(
      [0, 2, 3, 4, 6].map((offset) => source.pointAt(offset)),
      [
        { line: 1, column: 1 },
        { line: 1, column: 3 },
        { line: 2, column: 1 },
        { line: 3, column: 1 },
        { line: 3, column: 3 },
      ],
    );
  });
});
