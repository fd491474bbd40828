import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { costingOf } from "../../cli/costing";
import { readPrices } from "../../cli/prices-file";
import { readUsage } from "../../cli/usage-file";
import { UserError } from "../../plan/user-error";
import { PRICES_VERSION, loadPrices } from "../../policy/cost/prices";
import { temporaryFolder } from "../support/cli";

const folder = temporaryFolder();
const table = { version: PRICES_VERSION, currency: "USD", date: "2026-01-01", source: "mine", regions: {} };
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe("costingOf", () => {
  it("takes the prices of this version, and no usage, where the project has none of its own", () => {
    assert.deepEqual(costingOf(folder, "dev", {}), { usage: {}, prices: loadPrices() });
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
    ["an unknown key", { usage: write("a.yaml", "logs: 1") }, /a\.yaml: .*"logs".*docs\/cost\.md/s],
    ["a negative amount", { usage: write("b.yaml", "nodes: { p: -1 }") }, /b\.yaml: nodes\.p: /],
    [
      "a price that is text",
      {
        prices: write(
          "c.json",
          JSON.stringify({ ...table, regions: { r: { machines: { e2: ["1", 1, 1, 1] }, disks: {}, snapshots: 1 } } }),
        ),
      },
      /c\.json: regions\.r\.machines\.e2\.0: /,
    ],
    [
      "another version",
      { prices: write("d.json", JSON.stringify({ ...table, version: 9 })) },
      /d\.json: version: .*prices update/s,
    ],
    ["what is no YAML", { prices: write("e.json", "{") }, /e\.json is not valid YAML/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => costingOf(folder, "none", options),
        (error: Error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});
