import assert from "node:assert/strict";
import { rulesOf } from "../../../commands/sessions/serve";
import { run } from "../../support/cli";

describe("sessions, on the command line", () => {
  it("has the defaults of the configuration", () => {
    const rules = rulesOf({ idle: "15m", perTenant: "3" });
    assert.deepEqual(
      [rules.warm, rules.max, rules.perTenant, rules.idle, rules.grace, rules.ending],
      [1, 20, 3, 900_000, 120_000, "retain"],
    );
  });

  for (const [args, says] of [
    [["serve", "db", "--idle", "5"], /^--idle is "5": must be a whole number with s, m, h or d/],
    [["serve", "db", "--per-tenant", "many"], /^--per-tenant is "many"/],
    [["serve", "db", "--warm", "9", "--max", "2"], /^--warm is 9: must not be above --max 2/],
    [["serve", "db", "--port", "99999"], /^--port is "99999"/],
    [["list"], /^There is no token\. Get one with kubectl create token/],
    [["acquire", "ann", "--wait", "x"], /^--wait is "x"/],
    [["heartbeat", "ann", "--epoch", "0"], /^--epoch is "0"/],
    [["operate", "sell", "1"], /^The action is "sell": must be one of drain, quarantine, wipe/],
    [["list", "--url", "example"], /^--url is "example"/],
    [["list", "--token-file", "/none"], /^--token-file \/none cannot be read/],
  ] as const) {
    it(`refuses ${args.join(" ")}`, () => {
      const { status, stderr } = run(["sessions", ...args]);
      assert.equal(status, 2, stderr);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /\n\s+at /);
    });
  }
});
