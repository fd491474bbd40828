import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { costFilesOf } from "../../../commands/cost/options";
import { costOfPlan, readCosting } from "../../../commands/cost/costing";
import { readPrices } from "../../../commands/cost/prices-file";
import { readUsage } from "../../../commands/cost/usage-file";
import { UserError } from "../../../commands/shared/user-error";
import { PRICES_VERSION, loadPrices } from "../../../policy/cost/prices";
import { planWith } from "../../support/stacks";
import { temporaryFolder } from "../../support/cli";
import type { CostOptions } from "../../../commands/cost/options";
import type { Costing } from "../../../commands/cost/costing";
import type { Usage } from "../../../policy/cost/usage";

const folder = temporaryFolder();
const table = { version: PRICES_VERSION, currency: "USD", date: "2026-01-01", source: "mine", regions: {} };
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const costingOf = (from: string, stack: string, options: CostOptions): Costing =>
  readCosting(costFilesOf(from, stack, options));

describe("readCosting", () => {
  it("takes the prices of this version, and no usage, where the project has none of its own", () => {
    assert.deepEqual(costingOf(folder, "dev", {}), { usage: {}, prices: loadPrices() });
  });

  it("takes a file in which nothing is said for an empty one", () => {
    assert.deepEqual(readUsage(write("h.yaml", "# logsGiB: 3\n")), {});
  });

  it("refuses a usage of something that no plan has", async () => {
    const plan = await planWith("dev");
    const costing = (usage: Usage): Costing => ({ prices: loadPrices(), usage });
    for (const [usage, message] of [
      [{ nodes: { stateful: 3 } }, /nodes\.stateful, and nothing is called that: there is stateful-pool\./],
      [{ pods: { nope: 4 } }, /pods\.nope, and nothing is called that: there is terminal-pods\./],
      [{ retained: { foo: 2 } }, /retained\.foo/],
    ] as const) {
      assert.throws(() => costOfPlan(plan, costing(usage)), message);
    }
    assert.ok(
      costOfPlan(plan, costing({ nodes: { "stateful-pool": 3 }, pods: { "terminal-pods": 2 } })).total.expected.gt(0),
    );
  });

  it("reads both from files that are JSON or YAML", () => {
    assert.deepEqual(readUsage(write("f.yaml", "{ logsGiB: 1 }")), { logsGiB: 1 });
    assert.deepEqual(readPrices(write("f.json", JSON.stringify(table))), table);
  });

  it("takes the project's own files, and rather those that options name", () => {
    mkdirSync(join(folder, "usage"), { recursive: true });
    write(join("usage", "dev.yaml"), "logsGiB: 3\nfreeTier: true\nnodes: { p: 1.5 }\n");
    write("prices.json", JSON.stringify(table));
    assert.deepEqual(costingOf(folder, "dev", {}), {
      usage: { logsGiB: 3, freeTier: true, nodes: { p: 1.5 } },
      prices: table,
    });
    const other = write("other.json", JSON.stringify({ ...table, source: "another" }));
    assert.equal(costingOf(folder, "dev", { prices: other }).prices.source, "another");
    assert.deepEqual(costingOf(folder, "prod", {}).usage, {});
  });

  for (const [what, options, message] of [
    ["a usage that is not there", { usage: "nowhere.yaml" }, /nowhere\.yaml cannot be read: ENOENT/],
    [
      "an unknown key",
      { usage: write("a.yaml", "logs: 1") },
      /a\.yaml:logs is 1: is not a key that exists\. docs\/cost\.md/,
    ],
    [
      "a negative amount",
      { usage: write("b.yaml", "nodes: { p: -1 }") },
      /b\.yaml:nodes\.p is -1: must be 0 or more\. docs\/cost\.md/,
    ],
    [
      "a price that is text",
      {
        prices: write(
          "c.json",
          JSON.stringify({ ...table, regions: { r: { machines: { e2: ["1", 1, 1, 1] }, disks: {}, snapshots: 1 } } }),
        ),
      },
      /c\.json:regions\.r\.machines\.e2\[0\] is "1": must be a number or null\. /,
    ],
    [
      "another version",
      { prices: write("d.json", JSON.stringify({ ...table, version: 9 })) },
      /d\.json:version is 9: must be .*prices update/,
    ],
    [
      "several documents",
      { usage: write("g.yaml", "a: 1\n---\nb: 1") },
      /g\.yaml is not valid YAML: it has several documents/,
    ],
    ["a folder that is not there", {}, /--cwd .*nowhere does not exist/],
    ["what is no YAML", { prices: write("e.json", "{") }, /e\.json is not valid JSON: .*prices update/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => costingOf(what.startsWith("a folder") ? join(folder, "nowhere") : folder, "none", options),
        (error: Error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});
