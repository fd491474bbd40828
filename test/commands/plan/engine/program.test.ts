import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planProgram } from "../../../../commands/plan/engine/program";
import { UserError } from "../../../../commands/shared/user-error";
import { namesOf, only, planApart, ROOT } from "../../../support/stacks";

describe("planProgram", () => {
  it("gives the same plan each time, everything after what it needs", async () => {
    const again = await planApart("dev");
    assert.deepEqual(again, await planApart("dev"));
    const seen = new Set<string>();
    for (const { dependencies, parent, provider, urn } of again.resources) {
      for (const need of [
        ...dependencies,
        ...(parent === null ? [] : [parent]),
        ...(provider === null ? [] : [provider]),
      ]) {
        assert.ok(seen.has(need), `${need} before ${urn}`);
      }
      seen.add(urn);
    }
  });

  it("names resources as the engine does", async () => {
    assert.equal(
      only(await planApart("dev"), "PodDisruptionBudget").urn,
      "urn:pulumi:dev::gke-stateful::gke-stateful:index:StatefulWorkload$gke-stateful:index:DisruptionBudget$kubernetes:policy/v1:PodDisruptionBudget::terminal-pods-budget",
    );
  });

  it("records who is responsible for what: parents, providers, dependencies", async () => {
    const plan = await planApart("dev");
    const set = only(plan, "StatefulSet");
    assert.equal(set.parent, only(plan, "StatefulWorkload").urn);
    assert.equal(set.provider, only(plan, "kubernetes").urn);
    assert.equal(only(plan, "Cluster").provider, null, "the default provider");
    assert.deepEqual(namesOf(only(plan, "container/nodePool:NodePool").propertyDependencies["name"] ?? []), [
      "stateful-suffix",
    ]);
  });

  it("answers outputs as unknown in a preview and as known after an update", async () => {
    assert.ok(JSON.stringify(await planApart("dev")).includes('"$unknown":true'));
    assert.ok(!JSON.stringify(await planApart("dev", {}, "update")).includes('"$unknown"'));
  });

  it("returns the outputs of the stack", async () => {
    assert.deepEqual((await planApart("dev")).outputs, {
      backupPlan: "gke-stateful-dev",
      clusterName: "gke-stateful-dev",
      getCredentials:
        "gcloud container clusters get-credentials gke-stateful-dev --location europe-west1-b --project my-project-dev --dns-endpoint",
      namespace: "stateful",
      workloads: ["terminal-pods"],
    });
  });

  it("hands on the program's warnings", async () => {
    const { warnings } = await planApart("prod", { "gcp:project": "shop-data", "backup.enabled": false });
    assert.equal(warnings.length, 2);
    assert.match(warnings[0]!, /leaves prod without backups/);
    assert.match(warnings[1]!, /nobody is told/);
  });

  it("takes more configuration than fits into the environment", async () => {
    const plan = await planApart("local", { "@.config.files": { "big.txt": "x".repeat(300_000) } });
    assert.ok(JSON.stringify(only(plan, "ConfigMap").inputs).length > 300_000);
  });

  it("says what is wrong with a configuration, and nothing about where in the code", async () => {
    await assert.rejects(planApart("dev", { zones: [] }), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^The configuration of stack dev has 1 problem:\n {2}- gke-stateful:zones is \[\]/);
      assert.doesNotMatch(error.message, /\n\s+at /);
      return true;
    });
  });
});

describe("planProgram with other programs", () => {
  const folder = mkdtempSync(join(tmpdir(), "gke-stateful-test-"));
  const settings = { project: "other", stack: "test", values: {}, secretKeys: [] };
  const plan = (program: string) => {
    writeFileSync(join(folder, "index.ts"), program);
    return planProgram({ folder, settings, mode: "preview" });
  };

  before(() => {
    mkdirSync(join(folder, "bin"));
    cpSync(join(ROOT, "bin"), join(folder, "bin"), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "other", main: "bin/program.js" }));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const [name, program, says] of [
    ["throws", 'export function program() { throw new Error("not today"); }', /not today[\s\S]*index\.ts:1/],
    [
      "rejects later",
      'export async function program() { await Promise.resolve(); throw new Error("a bit later"); }',
      /a bit later/,
    ],
    ["is no TypeScript", "export function program( {", /index\.ts.*error|Expected|Unexpected/s],
    ["cannot find a module", 'import "./nowhere"; export function program() {}', /nowhere/],
    [
      "makes a component that its provider renders",
      'import { yaml } from "@pulumi/kubernetes"; export function program() { new yaml.v2.ConfigGroup("g", { yaml: "kind: Pod" }); }',
      /makes kubernetes:yaml\/v2:ConfigGroup g, a component that its provider renders, which a plan cannot\. Use pulumi preview/,
    ],
    [
      "makes two resources of one name",
      'import { core } from "@pulumi/kubernetes"; export function program() { new core.v1.Namespace("a"); new core.v1.Namespace("a"); }',
      /Duplicate resource URN 'urn:pulumi:test::other::kubernetes:core\/v1:Namespace::a'; try giving it a unique name/,
    ],
    ["ends itself", "export function program() { process.exit(3); }", /ended with code 3 and said nothing/],
    [
      "prints and ends itself",
      'export function program() { console.error("giving up"); process.exit(1); }',
      /giving up/,
    ],
    [
      "asks a provider",
      'import * as pulumi from "@pulumi/pulumi"; export function program() { return { x: pulumi.runtime.invoke("gcp:organizations/getProject:getProject", {}) }; }',
      /asks a provider for gcp:organizations\/getProject:getProject, which a plan cannot/,
    ],
    [
      "reads the cloud",
      'import { Network } from "@pulumi/gcp/compute"; export function program() { Network.get("n", "id"); }',
      /reads gcp:compute\/network:Network n from the cloud, which a plan cannot/,
    ],
    [
      "transforms resources",
      'import * as pulumi from "@pulumi/pulumi"; import { Network } from "@pulumi/gcp/compute"; export function program() { new Network("n", {}, { transforms: [() => undefined] }); }',
      /transforms/,
    ],
  ] as const) {
    it(`says what happened when the program ${name}`, async () => {
      await assert.rejects(plan(program), (error: unknown) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.message, says);
        return true;
      });
    });
  }

  it("keeps secret outputs secret, and says which values are unknown", async () => {
    const { outputs, resources } = await plan(`
      import * as pulumi from "@pulumi/pulumi";
      import { RandomPassword } from "@pulumi/random";
      export function program() {
        const made = new RandomPassword("p", { length: 8 });
        return { made: made.result, given: pulumi.secret("hunter2"), plain: "x" };
      }`);
    assert.deepEqual(outputs, { given: { $secret: true }, made: { $unknown: true }, plain: "x" });
    assert.equal(resources.length, 2);
  });
});
