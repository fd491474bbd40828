import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { INDICATORS } from "../../../commands/doctor/indicators";
import { isAlert, ruleGroups } from "../../../monitoring/rules";
import { NOT_DIAGNOSED } from "../../../docs/runbooks-page";
import { ROOT } from "../../support/stacks";

describe("indicators, alerts and runbooks", () => {
  const folder = join(ROOT, "commands", "doctor");

  it("are one indicator in each file, under its name", () => {
    const files = readdirSync(join(folder, "indicators")).filter((name) => name !== "index.ts");
    assert.deepEqual(INDICATORS.map(({ id }) => `${id}.ts`).toSorted(), files.toSorted());
  });

  it("have an indicator for every alert, or a reason why there is none", () => {
    const alerts = ruleGroups("full").flatMap(({ rules }) => rules.filter(isAlert).map(({ alert }) => alert));
    const told = INDICATORS.flatMap((indicator) => indicator.alerts);
    assert.deepEqual(
      [...new Set([...told, ...Object.keys(NOT_DIAGNOSED)])].toSorted(),
      [...new Set(alerts)].toSorted(),
    );
    assert.deepEqual(
      told.filter((alert) => NOT_DIAGNOSED[alert] !== undefined),
      [],
    );
  });

  it("name pages that exist", () => {
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const pages = sources.flatMap((name) => readFileSync(join(folder, name), "utf8").match(/docs\/[\w/-]+\.md/g) ?? []);
    assert.ok(pages.length > INDICATORS.length);
    assert.deepEqual(
      pages.filter((page) => !existsSync(join(ROOT, page))),
      [],
    );
  });
});
