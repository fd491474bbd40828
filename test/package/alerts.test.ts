import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { cloudPolicies } from "../../monitoring/cloud";
import { ruleGroups } from "../../monitoring/rules";
import { scoped } from "../../monitoring/scope";
import { temporaryFolder } from "../support/cli";
import { buildPromtool, hasGo } from "../support/promtool";
import { ROOT } from "../support/stacks";

const RULES = join(ROOT, "monitoring", "alerts.yaml");
const TESTS = join(ROOT, "test", "monitoring", "alerts");
/** Of a build with nothing cached, on two busy cores. */
const LIMIT = 900_000;

describe("the alerts, as promtool sees them", () => {
  const folder = temporaryFolder();
  let promtool: ReturnType<typeof buildPromtool>;

  before(function () {
    if (!hasGo()) {
      this.skip();
    }
    this.timeout(LIMIT);
    promtool = buildPromtool(folder);
  });

  it("are rules that Prometheus reads", () => {
    const { said, status } = promtool("check", "rules", "--lint=all", "--lint-fatal", RULES);
    assert.equal(status, 0, said);
  });

  for (const name of readdirSync(TESTS)) {
    it(`fire, stay silent and end as ${name} says`, () => {
      const { said, status } = promtool("test", "rules", join(TESTS, name));
      assert.equal(status, 0, said);
    });
  }

  it("are still tested where a threshold is changed: the tests can fail", () => {
    const changed = readFileSync(RULES, "utf8").replace("< 0.03", "< 0.01");
    writeFileSync(join(folder, "alerts.yaml"), changed);
    const tests = readFileSync(join(TESTS, "storage.yaml"), "utf8").replace(
      /rule_files: .*/,
      "rule_files: [alerts.yaml]",
    );
    writeFileSync(join(folder, "storage.yaml"), tests);
    const { said, status } = promtool("test", "rules", join(folder, "storage.yaml"));
    assert.equal(status, 1);
    assert.match(said, /VolumeAlmostFull/);
  });

  it("are rules still once they are about one namespace, and so is every query of a policy", () => {
    const groups = scoped(ruleGroups("full"), {
      namespace: "shop",
      cluster: { name: "prod", location: "europe-west1", project: "my-project" },
    });
    const queries = cloudPolicies(groups, "prod/shop").map(({ condition, id }) => ({
      record: `policy:${id.replaceAll("-", "_")}`,
      expr: condition.query,
    }));
    writeFileSync(
      join(folder, "scoped.yaml"),
      stringify({ groups: [...groups, { name: "policies", rules: queries }] }),
    );
    const { said, status } = promtool("check", "rules", join(folder, "scoped.yaml"));
    assert.equal(status, 0, said);
  });
});
