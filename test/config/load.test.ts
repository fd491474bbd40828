import assert from "node:assert/strict";
import { ConfigError, loadConfig } from "../../config/load";
import { PROJECT } from "../../config/schema/stack";
import { assertRefused } from "../support/checks";
import { configWith, settingsWith } from "../support/stacks";
import type { Changes } from "../support/stacks";

describe("configuration", () => {
  it("of the three stacks holds, and warns only of the placeholder and of alerts that nobody is told of", () => {
    assert.deepEqual(configWith("local").warnings, []);
    const told = { monitoring: { emails: ["oncall@example.com"] } };
    for (const [stack, changes] of [
      ["dev", {}],
      ["prod", told],
    ] as const) {
      assert.match(configWith(stack, changes).warnings.join("\n"), /^gcp:project is "my-project-.+$/);
      assert.deepEqual(configWith(stack, { ...changes, "gcp:project": "shop-data" }).warnings, []);
    }
    const [, second, ...rest] = configWith("prod").warnings;
    assert.match(second ?? "", /^gke-stateful:monitoring\.emails is \[\]/);
    assert.deepEqual(rest, []);
  });

  it("fills defaults in, the safe ones", () => {
    const { storage, deletionProtection, cluster, backup } = configWith("prod");
    assert.equal(deletionProtection, true);
    assert.deepEqual([storage.regional, storage.reclaimPolicy, storage.className], [true, "Retain", "fast-ssd"]);
    assert.deepEqual([cluster.regional, cluster.privateNodes, cluster.releaseChannel], [true, true, "REGULAR"]);
    assert.equal(backup.enabled, true);
  });

  it("reports every problem at once, each with its key, its value, what is allowed and what to do", () => {
    const changes: Changes = {
      environment: "production",
      zones: "europe-west1-b",
      "storage.fsType": "ntfs",
      "@.replicas": "three",
      "@.resources.requests.cpu": "lots",
      "@.volumes.workspace.size": "20",
      "@.imagePullPolicy": "Always",
      "gcp:project": "P",
    };
    assert.throws(
      () => configWith("dev", { ...changes, "@.volumes.workspace.size": "20 Gi" }),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, /^The configuration of stack dev has 8 problems:\n/);
        for (const line of [
          /gke-stateful:environment is "production": must be one of dev, prod\. /,
          /gke-stateful:zones is "europe-west1-b": must be a list\. /,
          /gke-stateful:storage\.fsType is "ntfs": must be one of ext4, xfs\. /,
          /gke-stateful:workloads\.terminal-pods\.replicas is "three": must be a whole number/,
          /gke-stateful:workloads\.terminal-pods\.resources\.requests\.cpu is "lots": must be a CPU quantity/,
          /gke-stateful:workloads\.terminal-pods\.volumes\.workspace\.size is "20 Gi": must be a whole size with a unit/,
          /gke-stateful:workloads\.terminal-pods\.imagePullPolicy is "Always": is not a key that exists\. Remove it/,
          /gcp:project is "P": must be a project id/,
        ]) {
          assert.match(error.message, line);
        }
        return true;
      },
    );
  });

  for (const [name, changes, key, says] of [
    ["a missing project", { "gcp:project": undefined }, "gcp:project", /is required/],
    ["a zone in the place of a region", { "gcp:region": "europe-west1-b" }, "gcp:region", /must be a region/],
    [
      "a misspelt key of a map",
      { "storage.regionl": false },
      "gke-stateful:storage.regionl",
      /Write regional if that is meant/,
    ],
    [
      "a misspelt key of a list",
      { pools: [{ name: "a", machinType: "e2" }] },
      "gke-stateful:pools[0].machinType",
      /Write machineType if/,
    ],
    [
      "a misspelt key of a map by name",
      { "@.volumes.workspace.mountPat": "/a" },
      "gke-stateful:workloads.terminal-pods.volumes.workspace.mountPat",
      /Write mountPath if/,
    ],
    ["a misspelt key at the top", { enviroment: "dev" }, "gke-stateful:enviroment", /Write environment if/],
    [
      "a misspelt key of Google Cloud",
      { "gcp:regoin": "europe-west1" },
      "gcp:regoin",
      /read by nobody.*Write gcp:region/,
    ],
    [
      "a misspelt namespace",
      { "gke-statefull:zones": [] },
      "gke-statefull:zones",
      /read by nobody.*Write gke-stateful:zones/,
    ],
    ["an unknown key", { replicas: 3 }, "gke-stateful:replicas", /not a key that exists.*docs\/configuration\.md/],
    ["a list in the place of a map", { storage: [] }, "gke-stateful:storage", /must be a map/],
    ["nothing in the place of a map", { storage: null }, "gke-stateful:storage", /must be a map/],
    ["text that is no JSON", { storage: "{nope" }, "gke-stateful:storage", /must be a map/],
    [
      "a name that is no label",
      { "workloads.Terminal_Pods": {} },
      "gke-stateful:workloads.Terminal_Pods",
      /lower-case letters/,
    ],
    [
      "a name that is too long",
      { [`workloads.${"a".repeat(53)}`]: {} },
      `gke-stateful:workloads.${"a".repeat(53)}`,
      /at most 52/,
    ],
    ["a name that starts with a digit", { "workloads.1a": {} }, "gke-stateful:workloads.1a", /start with a letter/],
    [
      "a port that is too high",
      { "@.ports": { http: 65536 } },
      "gke-stateful:workloads.terminal-pods.ports.http",
      /1 to 65535/,
    ],
    [
      "a port that is no number",
      { "@.ports": { http: "web" } },
      "gke-stateful:workloads.terminal-pods.ports.http",
      /port from 1 to 65535/,
    ],
    ["a fraction of a replica", { "@.replicas": 2.5 }, "gke-stateful:workloads.terminal-pods.replicas", /whole number/],
    ["a negative count", { "@.replicas": -1 }, "gke-stateful:workloads.terminal-pods.replicas", /at least 0|from 0/],
    [
      "YAML's idea of a truth",
      { "@.readOnlyRootFilesystem": "yes" },
      "gke-stateful:workloads.terminal-pods.readOnlyRootFilesystem",
      /true or false/,
    ],
    [
      "a number where text must be",
      { "@.env": { PORT: 8080 } },
      "gke-stateful:workloads.terminal-pods.env.PORT",
      /must be text/,
    ],
    ["root", { "@.runAsUser": 0 }, "gke-stateful:workloads.terminal-pods.runAsUser", /at least 1|from 1/],
    [
      "a path that climbs",
      { "@.volumes.workspace.mountPath": "/a/../etc" },
      "gke-stateful:workloads.terminal-pods.volumes.workspace.mountPath",
      /without \.\./,
    ],
    [
      "a file that is a path",
      { "@.config.files": { "../x": "" } },
      'gke-stateful:workloads.terminal-pods.config.files["../x"]',
      /file name/,
    ],
    [
      "an image that is no reference",
      { "@.image": "Not An Image" },
      "gke-stateful:workloads.terminal-pods.image",
      /image reference/,
    ],
    [
      "a local time",
      { "cluster.maintenance.start": "2026-01-03T02:00:00+01:00" },
      "gke-stateful:cluster.maintenance.start",
      /UTC/,
    ],
    ["a key that is no key", { "storage.kmsKey": "my-key" }, "gke-stateful:storage.kmsKey", /cryptoKeys/],
    ["a range that is none", { "network.nodeCidr": "10.0.0.0/33" }, "gke-stateful:network.nodeCidr", /network range/],
  ] as const) {
    it(`refuses ${name}`, () => {
      assertRefused({ stack: "dev", changes: changes, key, says });
    });
  }

  it("is not led astray by hostile names", () => {
    for (const json of ['{"__proto__":{"image":"a"}}', '{"constructor":{}}', '{"a":{"__proto__":{"replicas":1}}}']) {
      const { values } = settingsWith("dev");
      assert.throws(
        () =>
          loadConfig({ stack: "dev", values: { ...values, [`${PROJECT}:workloads`]: json }, isSecret: () => false }),
        ConfigError,
      );
    }
    assert.equal(({} as Record<string, unknown>)["image"], undefined);
  });

  it("cuts long values short", () => {
    assert.throws(
      () => configWith("dev", { "@.image": "x ".repeat(5000) }),
      (error: unknown) => error instanceof ConfigError && error.message.length < 1000,
    );
  });

  it("keeps other namespaces' keys out of it", () => {
    const { values } = settingsWith("dev");
    assert.doesNotThrow(() =>
      loadConfig({ stack: "dev", values: { ...values, "aws:region": "x", "gcp:zone": "y" }, isSecret: () => false }),
    );
  });
});
