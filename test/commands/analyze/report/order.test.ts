import assert from "node:assert/strict";
import { byPlace, planOf } from "../../../../commands/analyze/report/order";
import type { ReportedFinding } from "../../../../commands/analyze/report/report";

type Severity = ReportedFinding["severity"];
interface Facts {
  readonly rule?: string;
  readonly severity?: Severity;
  readonly time?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly message?: string;
}

/** A finding, as far as an order looks at it. */
function finding({
  column = 1,
  file = "a.yaml",
  line = 1,
  message = "m",
  rule = "r",
  ...rest
}: Facts): ReportedFinding {
  const { severity = "high", time = "hours" } = rest;
  return {
    rule: { id: rule, severity, effort: { time, why: "" } },
    severity,
    message,
    object: undefined,
    field: "",
    location: { file, start: { line, column }, end: { line, column } },
    patch: undefined,
  } as unknown as ReportedFinding;
}

describe("the order of findings", () => {
  for (const [what, first, second] of [
    ["the file", { file: "a.yaml", line: 9 }, { file: "b.yaml", line: 1 }],
    ["then the line", { line: 1, column: 9 }, { line: 2, column: 1 }],
    ["then the column", { column: 1, severity: "low" }, { column: 2, severity: "critical" }],
    ["then the severity", { severity: "critical", rule: "z" }, { severity: "high", rule: "a" }],
    ["then the rule", { rule: "a", message: "z" }, { rule: "b", message: "a" }],
    ["then the message", { message: "a" }, { message: "b" }],
  ] satisfies [string, Facts, Facts][]) {
    it(`is decided by ${what}`, () => {
      assert.ok(byPlace(finding(first), finding(second)) < 0);
      assert.ok(byPlace(finding(second), finding(first)) > 0);
    });
  }

  it("is none between two that are alike", () => {
    assert.equal(byPlace(finding({}), finding({})), 0);
  });
});

describe("what to do first", () => {
  const order = (...facts: Facts[]): string[] => planOf(facts.map(finding)).map(({ rule }) => rule.id);

  for (const [what, first, second] of [
    [
      "what is worse",
      [{ rule: "z", severity: "critical", time: "days" }],
      [{ rule: "a", severity: "high", time: "minutes" }],
    ],
    [
      "then what is quicker",
      [{ rule: "z", time: "minutes" }],
      [
        { rule: "a", time: "days" },
        { rule: "a", time: "days" },
      ],
    ],
    ["then what is found more often", [{ rule: "z" }, { rule: "z" }], [{ rule: "a" }]],
    ["then the rule of the first name", [{ rule: "a" }], [{ rule: "z" }]],
  ] satisfies [string, Facts[], Facts[]][]) {
    it(`is ${what}`, () => {
      assert.deepEqual(order(...second, ...first), [first[0]?.rule, second[0]?.rule]);
      assert.deepEqual(order(...first, ...second), [first[0]?.rule, second[0]?.rule]);
    });
  }
});
