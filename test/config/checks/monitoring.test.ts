import assert from "node:assert/strict";
import { configWith } from "../../support/stacks";
import { alertTarget } from "../../../config/sizing/alert-target";

const warningsOf = (...args: Parameters<typeof configWith>): string =>
  configWith(...args)
    .warnings.filter((warning) => warning.includes("monitoring"))
    .join("\n");

describe("alerts of a configuration", () => {
  it("go to Cloud Monitoring in prod, and nowhere else by themselves", () => {
    assert.equal(alertTarget(configWith("prod")), "cloud-monitoring");
    assert.equal(alertTarget(configWith("dev")), "none");
    assert.equal(alertTarget(configWith("local")), "none");
    assert.equal(
      alertTarget(configWith("dev", { monitoring: { target: "managed-prometheus" } })),
      "managed-prometheus",
    );
  });

  it("are worth a warning where nobody is told, or prod has none", () => {
    assert.match(warningsOf("prod"), /monitoring\.emails is \[\]/);
    assert.equal(warningsOf("prod", { monitoring: { emails: ["a@example.com"] } }), "");
    assert.match(warningsOf("prod", { monitoring: { target: "none" } }), /leaves prod without alerts/);
    assert.equal(warningsOf("prod", { monitoring: { target: "managed-prometheus" } }), "");
    assert.equal(warningsOf("dev"), "");
  });

  const REFUSED: readonly [Parameters<typeof configWith>, RegExp][] = [
    [["local", { monitoring: { target: "cloud-monitoring" } }], /monitoring\.target.*needs target gke/],
    [
      ["dev", { monitoring: { emails: ["a@example.com"] } }],
      /monitoring\.emails.*read by nobody with monitoring\.target none/,
    ],
    [["prod", { monitoring: { emails: ["nobody"] } }], /monitoring\.emails.*must be an e-mail address/],
    [["prod", { monitoring: { channels: ["pager"] } }], /must be projects\/PROJECT\/notificationChannels\/ID/],
    [["prod", { monitoring: { ruleLabels: { release: "x" } } }], /ruleLabels.*read by nobody.*cloud-monitoring/],
    [
      ["prod", { monitoring: { emails: Array.from({ length: 17 }, (_, i) => `a${String(i)}@example.com`) } }],
      /monitoring\.emails.*17 receivers, and Cloud Monitoring takes 16/,
    ],
    [["prod", { monitoring: { runbooks: "wiki" } }], /monitoring\.runbooks.*must be a URL/],
    [["prod", { monitoring: { target: "datadog" } }], /monitoring\.target/],
  ];
  for (const [args, message] of REFUSED) {
    it(`are refused: ${JSON.stringify(args)}`, () => {
      assert.throws(() => configWith(...args), message);
    });
  }
});
