import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/cli";
import { ROOT } from "../support/stacks";
import type { Ended } from "../support/cli";

/**
 * The packages as somebody else has them: built, packed, and installed into a project of its own, with nothing of this
 * repository in reach.
 */
const folder = temporaryFolder();
const project = join(folder, "database");

const npm = (cwd: string, ...args: string[]): string =>
  execFileSync("npm", [...args, "--no-audit", "--no-fund"], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
const npx = (...args: string[]): Ended =>
  spawnSync("npx", ["--no-install", ...args], {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
const filesOf = (tarball: string): readonly string[] =>
  execFileSync("tar", ["tzf", join(folder, tarball)], { encoding: "utf8" })
    .trim()
    .split("\n");

/** A program of somebody else, in JavaScript, with a set that asks for nothing and says nothing. */
const FOREIGN = `
const k8s = require("@pulumi/kubernetes");
new k8s.apps.v1.StatefulSet("queue", {
  metadata: { name: "queue", namespace: "default" },
  spec: {
    serviceName: "queue",
    selector: { matchLabels: { app: "queue" } },
    template: { metadata: { labels: { app: "queue" } }, spec: { containers: [{ name: "queue", image: "queue:1" }] } },
    volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } }],
  },
});`;

describe("the packages", function () {
  this.timeout(600_000);
  let tarballs: readonly string[];

  before(() => {
    npm(ROOT, "run", "build");
    tarballs = ["dist", join("dist", "policy")].map((from) =>
      npm(join(ROOT, from), "pack", "--silent", "--pack-destination", folder).trim(),
    );
    cpSync(join(ROOT, "examples", "database"), project, { recursive: true });
    npm(project, "install", "--prefer-offline", ...tarballs.map((name) => join(folder, name)));
  });

  it("hold what was compiled, and neither sources nor tests", () => {
    for (const files of tarballs.map(filesOf)) {
      assert.ok(files.includes("package/package.json") && files.includes("package/LICENSE"));
      assert.deepEqual(
        files.filter((file) =>
          /(?<!\.d)\.ts$|\/test\/|node_modules|\.test\.|^(?!package\/program\/).*Pulumi\.\w+\.yaml/.test(file),
        ),
        [],
      );
    }
    assert.ok(filesOf(tarballs[1]!).includes("package/PulumiPolicy.yaml"));
  });

  it("link to nothing that is not in them", () => {
    for (const readme of ["README.md", join("policy", "README.md")]) {
      const text = readFileSync(join(ROOT, "dist", readme), "utf8");
      for (const [, target = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        assert.ok(existsSync(join(ROOT, "dist", readme, "..", target)), `${readme}: ${target}`);
      }
    }
  });

  it("name no version of an SDK that would stand beside the program's own", () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, "dist", "package.json"), "utf8")) as Record<string, object>;
    const shared = ["@pulumi/gcp", "@pulumi/kubernetes", "@pulumi/pulumi", "@pulumi/random"];
    assert.deepEqual(Object.keys(manifest["peerDependencies"]!).toSorted(), shared);
    assert.deepEqual(
      shared.filter((name) => Object.hasOwn(manifest["dependencies"]!, name)),
      [],
    );
  });

  it("let another program use the components, and plan it", () => {
    const { status, stderr, stdout } = npx("gke-stateful", "plan", "dev");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /db-set StatefulSet +3 × \(1 CPU, 4Gi; data 50Gi db-ssd\), Parallel/);
    assert.match(stdout, /claims data, pd-ssd in two zones +150 {2}GiB +\$0\.34 +\$51\.00/);
    assert.match(stdout, /advisory {2}no-backup/);
  });

  it("have the client of sessions, which needs nothing of Pulumi", () => {
    const script = `
      const { SessionsClient } = require("gke-stateful/sessions");
      const sessions = new SessionsClient({ url: "http://127.0.0.1:1", token: () => "t", patience: 0 });
      sessions.acquire("ann").catch(({ name, reason }) => {
        const loaded = Object.keys(require.cache).filter((file) => file.includes("@pulumi"));
        console.log(JSON.stringify([name, reason, loaded]));
      });`;
    const { stderr, stdout } = spawnSync("node", ["-e", script], { cwd: project, encoding: "utf8" });
    assert.deepEqual(JSON.parse(stdout), ["SessionsError", "Unreachable", []], stderr);
  });

  it("have types that the example keeps to, and a user of sessions", () => {
    writeFileSync(
      join(project, "sessions.ts"),
      `import { SessionsClient } from "gke-stateful/sessions";
const sessions = new SessionsClient({ url: "http://sessions:8080", token: () => "token" });
export const host = async (): Promise<string> => (await sessions.acquire("ann", { waitSeconds: 30 })).host;
`,
    );
    const config = readFileSync(join(project, "tsconfig.json"), "utf8");
    writeFileSync(join(project, "tsconfig.json"), config.replace('"index.ts"', '"index.ts", "sessions.ts"'));
    const { status, stdout } = npx("tsc", "-p", ".");
    assert.equal(status, 0, stdout);
  });

  it("refuse settings that do not hold, by name", () => {
    const source = readFileSync(join(project, "index.ts"), "utf8");
    writeFileSync(join(project, "index.ts"), source.replace('size: "50Gi"', 'size: "much"'));
    const { status, stderr } = npx("gke-stateful", "plan", "dev");
    writeFileSync(join(project, "index.ts"), source);
    assert.equal(status, 2);
    assert.match(stderr, /workload db:volumes\.data\.size is "much": must be .*docs\/configuration\.md has all keys\./);
    assert.doesNotMatch(stderr, /unhandled exception| at .*\.[jt]s:\d/);
  });

  it("make a project of their own, which is planned once they are installed in it", () => {
    const made = join(folder, "made");
    const needs = ["--data", "single", "--size", "20Gi", "--rpo", "1d", "--image", "docker.io/library/postgres:16.4"];
    const { status, stderr } = npx("gke-stateful", "recommend", ...needs, "--new", made, "--stack", "shop");
    assert.equal(status, 0, stderr);
    npm(made, "install", "--prefer-offline", ...tarballs.map((name) => join(folder, name)));
    const plan = npx("gke-stateful", "plan", "shop", "--cwd", made);
    assert.equal(plan.status, 0, plan.stderr);
    assert.match(plan.stdout, /db-set StatefulSet/);
  });

  it("judge a program of somebody else, by the pack that is published for itself", () => {
    const foreign = join(project, "foreign");
    mkdirSync(foreign);
    writeFileSync(join(foreign, "Pulumi.yaml"), "name: foreign\nruntime: nodejs\n");
    writeFileSync(join(foreign, "Pulumi.dev.yaml"), "config: {}\n");
    writeFileSync(join(foreign, "package.json"), '{ "main": "index.js" }');
    writeFileSync(join(foreign, "index.js"), FOREIGN);
    const pack = join("node_modules", "gke-stateful-policy");
    const args = ["plan", "dev", "--cwd", "foreign", "--policy-pack", pack];
    const strict = npx("gke-stateful", ...args, "--policy-pack-config", join(pack, "config", "prod.json"));
    assert.equal(strict.status, 1, strict.stderr);
    assert.match(strict.stdout, /mandatory {2}no-requests {2}StatefulSet default\/queue has no request/);
    assert.match(strict.stdout, /Policies: [1-9]\d* mandatory, .* \(gke-stateful \d+\.\d+\.\d+, \d+ policies/);
    assert.equal(npx("gke-stateful", ...args).status, 0, "the pack recommends by default");
  });
});
