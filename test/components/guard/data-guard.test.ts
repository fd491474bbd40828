import assert from "node:assert/strict";
import { folderOfPrograms } from "../../support/files";
import { SmallEngine } from "../../support/engine";
import type { Changes } from "../../support/stacks";

const PLUGIN = "gke-gcloud-auth-plugin";
/** No cluster answers, because nobody can log in, so the guard decides by the state and the program alone. */
const UNREACHABLE = { PATH: folderOfPrograms({ [PLUGIN]: "#!/bin/sh\nexit 1\n" }) };

/** What is refused on a stack that is up, and what its message says. */
const REFUSED: readonly (readonly [string, Changes, RegExp])[] = [
  [
    "namespace.create turned off",
    { namespace: { create: false } },
    /namespace\.create is false: must stay true.*retain/,
  ],
  ["another namespace.name", { namespace: { name: "other" } }, /namespace\.name is "other": must stay "stateful"/],
  ["another namespace.name, not made", { namespace: { name: "other", create: false } }, /must stay/],
  ["a smaller disk", { "@.volumes.workspace.size": "10Gi" }, /size is 10Gi: must not be below 20Gi/],
  [
    "a smaller disk with another serviceName",
    { "@.volumes.workspace.size": "10Gi", "@.serviceName": "other" },
    /size is 10Gi: must not be below 20Gi/,
  ],
  [
    "a volume exchanged with another serviceName",
    { "@.volumes": { other: { size: "20Gi", mountPath: "/workspace" } }, "@.serviceName": "other" },
    /volumes\.workspace is gone/,
  ],
  [
    "other labels with another serviceName",
    { "@.labels": { app: "other" }, "@.serviceName": "other" },
    /labels is \{"app":"other"\}: must stay \{"app":"terminal"\}/,
  ],
  ["other labels", { "@.labels": { app: "other" } }, /labels is .* must stay/],
  ["a workload that leaves with its pods running", { workloads: {} }, /workloads\.terminal-pods would be gone/],
  ["a zonal cluster in another zone", { zones: ["europe-west1-c"] }, /would be deleted and made anew.*location/],
  [
    "a replacement while a controller scales",
    { "@.replicasOwner": "controller", "@.serviceName": "other" },
    /serviceName changed, which replaces the StatefulSet/,
  ],
];

describe("the guard of the data, on an engine that keeps a state", function () {
  this.timeout(120_000);
  const engine = new SmallEngine("dev", UNREACHABLE);

  before(async () => {
    assert.deepEqual((await engine.up()).errors, []);
  });

  it("has nothing to say where nothing changes", async () => {
    const { warnings, ...rest } = await engine.preview();
    assert.deepEqual(rest, { errors: [], steps: [], deleted: [] });
    assert.deepEqual(
      warnings.filter((warning) => !warning.startsWith("gcp:project is ")),
      [],
    );
  });

  for (const [name, changes, message] of REFUSED) {
    it(`refuses ${name}, in the preview and without one`, async () => {
      const runs = (["preview", "up"] as const).map((mode) => engine.copy()[mode](changes));
      for (const { deleted, errors } of await Promise.all(runs)) {
        assert.equal(errors.length, 1);
        assert.match(errors[0]!, message);
        assert.match(errors[0]!, /^before hook "gke-stateful-keeps-data" failed: /);
        assert.deepEqual(deleted, []);
      }
    });
  }

  it("lets serviceName change by itself, and the set is replaced before its old name goes", async () => {
    const { errors, steps, warnings } = await engine.preview({ "@.serviceName": "other" });
    assert.deepEqual(errors, []);
    assert.deepEqual(steps, [
      "create Service terminal-pods-headless",
      "delete StatefulSet terminal-pods-set",
      "create StatefulSet terminal-pods-set",
      "delete Service terminal-pods-headless",
    ]);
    assert.match(warnings.join("\n"), /its StatefulSet is replaced, and what runs could not be looked at/);
  });

  for (const [what, changes] of [
    ["a replacement", { "@.serviceName": "other" }],
    ["a growth", { "@.volumes.workspace.size": "30Gi" }],
    ["another storage class", { "storage.className": "other" }],
  ] as const) {
    it(`refuses ${what} in an update where the cluster cannot be asked`, async () => {
      const { deleted, errors } = await engine.copy().up(changes);
      assert.match(errors.join(), /could not be looked at: The cluster cannot be reached\. Nothing was changed/);
      assert.deepEqual(deleted, []);
    });
  }

  it("lets a workload leave in two steps", async () => {
    const copy = engine.copy();
    assert.deepEqual((await copy.up({ "@.replicas": 0 })).errors, []);
    const { errors, steps } = await copy.preview({ workloads: {} });
    assert.deepEqual(errors, []);
    assert.ok(steps.includes("delete StatefulSet terminal-pods-set"));
  });

  it("hands a namespace over in two steps, and leaves it in the cluster", async () => {
    const copy = engine.copy();
    assert.deepEqual((await copy.up({ namespace: { retain: true } })).steps, ["update Namespace namespace-namespace"]);
    const { deleted, errors, steps } = await copy.up({ namespace: { create: false } });
    assert.deepEqual(errors, []);
    assert.ok(steps.includes("delete Namespace namespace-namespace"), "it leaves the state");
    assert.deepEqual(deleted, []);
    assert.equal(copy.named("namespace-namespace"), undefined);
    assert.deepEqual((await copy.preview({ namespace: { create: false } })).steps, []);
  });

  it("keeps old configuration, and its name in the state goes", async () => {
    const copy = engine.copy();
    const { deleted, errors, steps } = await copy.up({ "@.config.files": { "index.html": "new" } });
    assert.deepEqual(errors, []);
    assert.ok(steps.includes("delete ConfigMap terminal-pods-config"));
    assert.deepEqual(deleted, [], "what an old pod mounts is not for the engine to delete");
  });

  it("asks a destroy to run the program, and lets it", async () => {
    const copy = engine.copy();
    assert.equal(copy.hasDeleteHooks, true);
    const { deleted, errors } = await copy.destroy();
    assert.deepEqual(errors, []);
    assert.ok(deleted.includes("Namespace stateful"));
    assert.ok(deleted.includes("Cluster gke-stateful-dev"));
    assert.equal(copy.state.size, 0);
  });

  it("stops a destroy whose configuration would have replaced the cluster", async () => {
    const { deleted, errors } = await engine.copy().destroy({ zones: ["europe-west1-c"] });
    assert.match(errors.join(), /location/);
    assert.equal(
      deleted.some((one) => one.startsWith("Cluster")),
      false,
    );
  });
});

describe("a protected stack", function () {
  this.timeout(120_000);
  const engine = new SmallEngine("prod", UNREACHABLE);

  before(async () => {
    assert.deepEqual((await engine.up()).errors, []);
  });

  it("says what would be lost before the engine says how to unprotect it", async () => {
    const { errors } = await engine.preview({ namespace: { create: false } });
    assert.match(errors.join(), /every claim in it/);
  });

  it("hands its namespace over all the same", async () => {
    const copy = engine.copy();
    assert.deepEqual((await copy.up({ namespace: { retain: true } })).errors, []);
    assert.equal(copy.named("namespace-namespace")?.options.protect, undefined);
    assert.deepEqual((await copy.up({ namespace: { create: false } })).deleted, []);
    assert.equal(copy.named("namespace-namespace"), undefined);
  });
});
