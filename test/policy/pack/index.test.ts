import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPackConfig } from "../../../commands/plan/engine/policy-config";
import { planProgram } from "../../../commands/plan/engine/program";
import { readStackSettings } from "../../../commands/plan/engine/stack-settings";
import { META_RULES } from "../../../policy/rules/engine/meta-rules";
import { RULES } from "../../../policy/rules";
import { PACK } from "../../support/packs";
import { ROOT, settingsWith } from "../../support/stacks";
import type { PlanMode } from "../../../commands/plan/engine/plan";
import type { StackName } from "../../support/stacks";

const configOf = (stack: string): { file: string; config: ReturnType<typeof readPackConfig> } => {
  const file = join(PACK, "config", `${stack}.json`);
  return { file, config: readPackConfig(file) };
};

describe("the policy pack", () => {
  for (const [stack, advice] of [
    [
      "dev",
      /cluster-deletion-protection|cluster-zonal-control-plane|reclaim-delete|snapshot-class-delete|unprotected-data/,
    ],
    ["prod", /^$/],
    ["local", /no-backup/],
  ] as const satisfies readonly (readonly [StackName, RegExp])[]) {
    for (const mode of ["preview", "update"] as const satisfies readonly PlanMode[]) {
      it(`finds nothing mandatory in ${stack} (${mode}), and no doubt`, async () => {
        const config = stack === "local" ? undefined : configOf(stack);
        const plan = await planProgram({
          folder: ROOT,
          settings: settingsWith(stack),
          mode,
          pack: { folder: PACK, config },
        });
        const violations = plan.verdicts?.violations ?? [];
        assert.deepEqual(
          violations.filter(({ level }) => level === "mandatory"),
          [],
        );
        assert.deepEqual(
          violations.filter(({ policy }) => !advice.test(policy)).map(({ message }) => message),
          [],
        );
      });
    }
  }

  it("takes a schedule of snapshots for a backup, and finds nothing wrong with it", async () => {
    const schedule = {
      operations: { image: "europe-docker.pkg.dev/my-project/tools/gke-stateful:1.0.0" },
      "@.backup": { snapshots: { cron: "0 3 * * *" } },
    };
    const settings = settingsWith("local", schedule);
    const plan = await planProgram({
      folder: ROOT,
      settings,
      mode: "preview",
      pack: { folder: PACK, config: undefined },
    });
    assert.deepEqual(plan.verdicts?.violations, []);
  });

  it("finds every mistake of a bad program", async () => {
    const folder = join(ROOT, "test", "fixtures", "bad-program");
    const settings = readStackSettings(folder, "test");
    const plan = await planProgram({
      folder,
      settings,
      mode: "preview",
      pack: { folder: PACK, config: configOf("prod") },
    });
    const tripped = new Set(plan.verdicts?.violations.map(({ policy }) => policy));
    assert.deepEqual(
      RULES.filter(({ id }) => !tripped.has(id)).map(({ id }) => id),
      [],
    );
    assert.ok(plan.verdicts?.violations.some(({ level }) => level === "mandatory"));
  });

  for (const [stack, mode] of [
    ["test", "preview"],
    ["test", "update"],
    ["preview", "preview"],
    ["preview", "update"],
  ] as const) {
    it(`follows outputs of a program that names nothing (${stack}, ${mode})`, async () => {
      const folder = join(ROOT, "test", "fixtures", "good-program");
      const settings = readStackSettings(folder, stack);
      const plan = await planProgram({ folder, settings, mode, pack: { folder: PACK, config: undefined } });
      const found = new Set(plan.verdicts?.violations.map(({ policy }) => policy));
      // What has to do with how objects belong together.
      for (const policy of [
        "no-disruption-budget",
        "budget-selects-nothing",
        "governing-service",
        "hardcoded-storage-class",
        "single-zone-disk",
        "oversized-storage",
        "no-backup",
        "peers-not-ready",
      ]) {
        assert.ok(!found.has(policy), policy);
      }
      assert.ok(found.has("no-network-policy"), "what is wrong is found all the same");
    });
  }

  it("is mandatory in production for all but the low ones and advice, and in dev only for what cannot work", () => {
    const { config: prod } = configOf("prod");
    const lenient = [...RULES, ...META_RULES].filter(({ severity }) => severity === "low" || severity === "advisory");
    assert.equal(prod["all"]?.level, "mandatory");
    assert.deepEqual(
      Object.keys(prod).filter((name) => name !== "all"),
      lenient.map(({ id }) => id).toSorted(),
    );
    assert.ok(lenient.every(({ id }) => prod[id]?.level === "advisory"));
    assert.equal(configOf("dev").config["all"]?.level, "advisory");
  });

  it("has no compiled rule that could be older than its source", () => {
    assert.deepEqual(globSync("**/*.{js,cjs,mjs}", { cwd: PACK, exclude: ["node_modules"] }), ["index.js"]);
    assert.match(
      readFileSync(join(PACK, "index.js"), "utf8"),
      /require\(fromSources \? "\.\/pack\/index\.ts" : "\.\/pack\/index\.js"\)/,
    );
  });
});
