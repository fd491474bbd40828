import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, temporaryFolder } from "../../../support/cli";
import { ROOT } from "../../../support/stacks";
import type { Plan } from "../../../../commands/plan/engine/plan";
import type { Ended } from "../../../support/cli";

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
    assert.match(stdout, /; \+\$107\.62, more than the \$100 that are allowed\n/);
    assert.equal(diff(older, newer, "--max-increase", "107.63").status, 0);
    assert.equal(diff(older, newer).status, 0);
    assert.equal(diff(newer, older, "--max-increase", "0").status, 0, "less is never too much");
  });

  it("begins with what is replaced and deleted, and shows every input where all are asked for", () => {
    const changed = join(out, "changed");
    cpSync(older, changed, { recursive: true });
    const file = join(changed, "plan.json");
    const plan = JSON.parse(readFileSync(file, "utf8")) as Plan;
    const resources = plan.resources
      .filter(({ name }) => name !== "backup-drill-plan")
      .map((one) =>
        one.name === "network-vpc"
          ? {
              ...one,
              inputs: {
                ...one.inputs,
                name: "x",
                ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`input${String(index)}`, 1])),
              },
            }
          : one,
      );
    writeFileSync(file, JSON.stringify({ ...plan, resources }));
    const { stdout } = diff(older, changed);
    assert.match(stdout, /^\+- network-vpc Network is replaced, because of name\n/);
    assert.match(stdout, /\n {4}and 2 more; --all shows them\n- backup-drill-plan RestorePlan is deleted\n/);
    assert.match(diff(older, changed, "--all").stdout, /\n {4}input8: \(not set\) → 1\n {4}name: /);
    assert.match(
      diff(older, changed, "--markdown").stdout,
      /\n- \*\*removed\*\* `backup-drill-plan RestorePlan`: is deleted\n/,
    );
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

  it("says of what it knows no price, and lets nothing pass as a saving because of that", () => {
    const unpriced = join(out, "unpriced");
    cpSync(older, unpriced, { recursive: true });
    const file = join(unpriced, "plan.json");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("e2-standard-4", "z9-standard-4"));
    const { status, stdout } = diff(older, unpriced, "--max-increase", "10");
    assert.equal(status, 1);
    assert.match(stdout, /No price is known of what is new: NodePool stateful-pool: z9-standard-4, on demand\n/);
    assert.match(stdout, /; -\$107\.62, and nobody can tell whether that is more than the \$10 that are allowed\n/);
    const back = diff(unpriced, older, "--max-increase", "200");
    assert.equal(back.status, 0);
    assert.match(back.stdout, /No price is known of what is gone: /);
  });

  it("estimates each plan with the usage of its own stack", () => {
    const folder = join(out, "project");
    mkdirSync(join(folder, "usage"), { recursive: true });
    writeFileSync(join(folder, "usage", "prod.yaml"), "nodes: { stateful-pool: 10 }\n");
    assert.equal(run(["plan", "prod", "--out", join(out, "prod")]).status, 0);
    assert.match(diff(older, join(out, "prod"), "--cwd", folder).stdout, /\nBefore: \$212\.50\n/);
  });

  it("ends quietly where nobody reads on", () => {
    const { status, stderr } = spawnSync(
      "bash",
      ["-c", `"${process.execPath}" bin/gke-stateful.js plan diff "${older}" "${newer}" --json | head -c 1`],
      {
        cwd: ROOT,
        encoding: "utf8",
      },
    );
    assert.deepEqual([status, stderr], [0, ""]);
  });

  for (const [what, args, message] of [
    ["both formats at once", ["a", "b", "--json", "--markdown"], /cannot be used with option/],
    ["an option of the other verb", ["a", "b", "--update"], /unknown option '--update'/],
    ["a limit in another notation", ["a", "b", "--max-increase", "0x10"], /It must be a number of US dollars/],
    ["a plan that is not there", ["nowhere", "x"], /^nowhere does not exist; name a plan\.json or its folder/],
    ["a file that is no plan", ["package.json", "package.json"], /package\.json:version is "0\.1\.0": must be \d/],
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
