import assert from "node:assert/strict";
import { worstFirst } from "../../../../commands/plan/engine/verdicts";
import type { Violation } from "../../../../commands/plan/engine/verdicts";

describe("worstFirst", () => {
  it("puts mandatory before advisory, then the severest, then the order of the plan, then the name", () => {
    const violation = (
      policy: string,
      level: Violation["level"],
      severity: Violation["severity"],
      urn: string | null,
    ): Violation => ({
      policy,
      level,
      severity,
      urn,
      message: "",
    });
    const all = [
      violation("e", "advisory", "critical", "1"),
      violation("d", "mandatory", "low", "1"),
      violation("c", "mandatory", "high", null),
      violation("b2", "mandatory", "high", "2"),
      violation("b1", "mandatory", "high", "2"),
      violation("a", "mandatory", "high", "1"),
    ];
    const sorted = worstFirst(all, [{ urn: "1" }, { urn: "2" }]);
    assert.deepEqual(
      sorted.map(({ policy }) => policy),
      ["a", "b1", "b2", "c", "d", "e"],
    );
  });
});
