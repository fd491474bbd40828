import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { verdictLines } from "../../../commands/plan/verdict-text";
import type { Plan } from "../../../commands/plan/engine/plan";
import type { Verdicts, Violation } from "../../../commands/plan/engine/verdicts";

const violation: Violation = {
  policy: "no-backup",
  level: "mandatory",
  severity: "critical",
  urn: "urn:pulumi:s::p::t::db",
  message: "Demand\nStatefulSet db has none.\nMend: Add one.\nEffort: hours. Because.",
};
const verdicts: Verdicts = { pack: "gke-stateful", version: "0.1.0", policies: 94, violations: [], remediations: [] };
const lines = (given: Verdicts | null, config?: string): readonly string[] =>
  verdictLines({ verdicts: given } as Plan, config).map((line) => stripVTControlCharacters(line));

describe("verdictLines", () => {
  it("says nothing where nothing was asked", () => {
    assert.deepEqual(lines(null), []);
  });

  it("shows how to mend what is mandatory, and advice in one line", () => {
    assert.deepEqual(
      lines({ ...verdicts, violations: [violation, { ...violation, level: "advisory" }] }, "prod.json"),
      [
        "",
        "mandatory  no-backup  StatefulSet db has none.\n    Mend: Add one.\n    Effort: hours. Because.",
        "advisory  no-backup  StatefulSet db has none.",
        "Policies: 1 mandatory, 1 advisory (gke-stateful 0.1.0, 94 policies, prod.json); what each means and how to mend it: docs/rules.md",
      ],
    );
  });

  it("says what was changed, and whose levels they are", () => {
    const urn = "urn:pulumi:s::p::kubernetes:storage.k8s.io/v1:StorageClass::fast";
    const remediations = [
      { policy: "immediate-binding", urn, problem: "" },
      { policy: "no-volume-expansion", urn, problem: "can't run" },
    ];
    assert.deepEqual(lines({ ...verdicts, remediations }), [
      "",
      "remediated  immediate-binding: changed kubernetes:storage.k8s.io/v1:StorageClass fast",
      "remediated  no-volume-expansion: can't run",
      "Policies: 0 mandatory, 0 advisory (gke-stateful 0.1.0, 94 policies, levels of the pack)",
    ]);
  });
});
