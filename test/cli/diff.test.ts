import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, temporaryFolder } from "../support/cli";
import type { Ended } from "../support/cli";

const out = temporaryFolder();
const older = join(out, "before");
const newer = join(out, "after");
const diff = (...args: string[]): Ended => run(["plan", "diff", ...args]);

describe("gke-stateful plan diff", () => {
  before(() => {
    assert.equal(run(["plan", "dev", "--out", older]).status, 0);
    cpSync(older, newer, { recursive: true });
    const file = join(newer, "plan.json");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("e2-standard-4", "e2-standard-8"));
  });

  it("finds nothing between a plan and itself", () => {
    const { status, stdout } = diff(older, older);
    assert.equal(status, 0);
    assert.match(stdout, /^The two plans build the same\.\n/);
    assert.match(stdout, /Cost a month: .*; \$0\.00\n/);
  });

  it("shows resources and cost, and ends with 1 where it costs more than is allowed", () => {
    const { status, stdout } = diff(older, join(newer, "plan.json"), "--max-increase", "100");
    assert.equal(status, 1);
    assert.match(stdout, /~ stateful-pool NodePool\n {4}nodeConfig\.machineType: "e2-standard-4" → "e2-standard-8"\n/);
    assert.match(stdout, /; \+\$107\.62, more than the 100 that are allowed\n/);
    assert.equal(diff(older, newer, "--max-increase", "107.63").status, 0);
    assert.equal(diff(older, newer).status, 0);
    assert.equal(diff(newer, older, "--max-increase", "0").status, 0, "less is never too much");
  });

  it("prints markdown or JSON when asked", () => {
    assert.match(diff(older, newer, "--markdown").stdout, /^### Stack `dev`\n/);
    const parsed = JSON.parse(diff(older, newer, "--json").stdout) as { cost: { change: string } };
    assert.equal(parsed.cost.change, "107.6245716");
  });

  it("takes a usage file of its own", () => {
    const usage = join(out, "usage.yaml");
    writeFileSync(usage, "nodes: { stateful-pool: 2 }\n");
    assert.match(diff(older, newer, "--usage", usage).stdout, /; \+\$215\.25\n/);
  });

  it("takes none for a stack that is new", () => {
    assert.match(diff("none", newer, "--markdown").stdout, /^### New stack `dev`\n/);
  });

  for (const [what, args, message] of [
    ["a plan that is not there", ["nowhere", "x"], /^nowhere does not exist; name a plan\.json or its folder/],
    ["a file that is no plan", ["package.json", "package.json"], /package\.json: version: must be \d/],
    ["a limit that is no number", ["a", "b", "--max-increase", "much"], /It must be a number of US dollars, 0 or more/],
    ["a limit below zero", ["a", "b", "--max-increase=-1"], /It must be a number of US dollars, 0 or more/],
    ["one plan", ["a"], /missing required argument 'after'/],
  ] as const) {
    it(`refuses ${what} with 2 and one message`, () => {
      const { status, stderr, stdout } = diff(...args);
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.equal(stdout, "");
      assert.doesNotMatch(stderr, / at .*\.ts:/);
    });
  }
});
