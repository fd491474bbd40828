import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { basename } from "node:path";
import { META_RULES } from "../../../policy/rules/engine/meta-rules";
import { RULES } from "../../../policy/rules";
import { SEVERITIES } from "../../../policy/rules/engine/rule";
import { ROOT } from "../../support/stacks";

const files = (pattern: string, suffix: string): string[] =>
  globSync(pattern, { cwd: ROOT })
    .map((file) => basename(file, suffix))
    .filter((name) => name !== "index")
    .toSorted();

describe("the rules", () => {
  it("are all listed, in the order of their names, each in the file of its name, with a test of that name", () => {
    const ids = RULES.map(({ id }) => id);
    assert.deepEqual(ids, files("policy/rules/*.ts", ".ts"));
    assert.deepEqual(ids, files("test/policy/rules/*.test.ts", ".test.ts"));
    assert.equal(new Set(ids).size, ids.length);
  });

  for (const rule of [...RULES, ...META_RULES]) {
    it(`${rule.id} says what people need to know`, () => {
      const { effort, id, outcome, remediation, severity, title, url, why } = rule;
      assert.match(id, /^[a-z]+(?:-[a-z]+)*$/);
      assert.notEqual(id, "all", "the engine keeps that name for itself");
      assert.ok(SEVERITIES.includes(severity));
      assert.match(title, /^[A-Z][^.]+$/, "a title is no sentence with a full stop");
      for (const sentence of [why, remediation, outcome, effort.why]) {
        assert.match(sentence, /^[A-Za-z`].*[.]$/s, sentence);
      }
      assert.ok(why.length > 40, "the reason is a reason");
      assert.match(url, /^https:\/\/(?:cloud\.google\.com|kubernetes\.io|www\.pulumi\.com|github\.com\/kubernetes)\//);
    });
  }

  for (const rule of RULES) {
    it(`${rule.id} can be mended by what its remediation shows`, () => {
      const isAboutReplacing =
        /Delete it|Remove the setting|Change apiVersion|Keep one|Keep the workload|Make it a|Use a|Change the pool/;
      assert.ok(rule.remediation.includes("`") || isAboutReplacing.test(rule.remediation), rule.remediation);
      assert.ok(rule.kinds.length > 0);
      assert.notEqual(rule.example.wrong, rule.example.right);
      for (const framework of rule.frameworks ?? []) {
        assert.match(framework.control, /^[\w. -]+$/);
      }
      for (const [name, setting] of Object.entries(rule.settings ?? {})) {
        assert.match(setting.description, /\.$/, name);
      }
    });
  }
});
