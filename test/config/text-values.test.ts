import assert from "node:assert/strict";
import { ConfigError } from "../../config/load";
import { configWith } from "../support/stacks";

describe("values as text", () => {
  it("are taken for what they say, at any depth, as pulumi config set and editors write them", () => {
    const config = configWith("dev", {
      deletionProtection: "false",
      manageApis: '"false"',
      network: { nat: "true" },
      pools: [{ name: "stateful", tainted: "false", min: "1", max: "3" }],
      "@.replicas": "2",
      "@.ports": { http: "8080" },
    });
    assert.equal(config.deletionProtection, false);
    assert.equal(config.manageApis, false);
    assert.equal(config.network.nat, true);
    assert.deepEqual([config.pools[0]?.tainted, config.pools[0]?.max], [false, 3]);
    const workload = config.workloads["terminal-pods"];
    assert.equal(workload?.replicas, 2);
    assert.deepEqual(workload.ports, { http: 8080 });
  });

  for (const [name, changes, key] of [
    ["text that is no truth value", { network: { nat: "yes" } }, "network.nat"],
    ["text that is no number", { "@.replicas": "three" }, "workloads.terminal-pods.replicas"],
    ["a number that is none of these", { "@.replicas": "1.5" }, "workloads.terminal-pods.replicas"],
    ["a number where text is asked for", { "@.env": { VERSION: 1.1 } }, "workloads.terminal-pods.env.VERSION"],
    ["a list", { "@.replicas": [3] }, "workloads.terminal-pods.replicas"],
    ["nothing", { "cluster.name": null }, "cluster.name"],
  ] as const) {
    it(`are refused where they say something else: ${name}`, () => {
      assert.throws(
        () => configWith("dev", changes),
        (error) => error instanceof ConfigError && error.problems.some((one) => one.key === `gke-stateful:${key}`),
      );
    });
  }
});
