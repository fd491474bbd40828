import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { projectFolder } from "../../support/projects";
import { folderWith } from "../../support/files";
import { run } from "../../support/cli";

const BASE = ["recommend", "--data", "replicated", "--size", "20Gi", "--rpo", "1d"] as const;

describe("gke-stateful recommend", () => {
  it("prints a stack's file to standard output, and the reasons to standard error", () => {
    const { status, stderr, stdout } = run([...BASE, "--port", "5432"]);
    assert.equal(status, 0, stderr);
    const { config } = parse(stdout) as { config: Record<string, unknown> };
    assert.deepEqual(Object.keys(config).slice(0, 4), [
      "gcp:project",
      "gcp:region",
      "gke-stateful:environment",
      "gke-stateful:zones",
    ]);
    for (const pattern of [
      /^Pods: 3\n {2}The smallest group that keeps a majority/m,
      /^ {2}Not an even number: /m,
      /^Yours to give:\n {2}the Google Cloud project/m,
      /^Cost a month: \$[\d,.]+ expected, at most /m,
      /^Planned and judged: \d+ resources\. Readiness \d+ %, pending: /m,
    ]) {
      assert.match(stderr, pattern);
    }
    assert.doesNotMatch(stderr, /Not met/);
  });

  it("writes a new stack that can be planned, and never over another", () => {
    const cwd = projectFolder();
    const args = [...BASE, "--stack", "shop", "--project", "my-shop", "--cwd", cwd, "--write"];
    const first = run(args);
    assert.equal(first.status, 0, first.stderr);
    const file = join(cwd, "Pulumi.shop.yaml");
    assert.match(readFileSync(file, "utf8"), /gcp:project: my-shop/);
    const again = run(args);
    assert.equal(again.status, 2);
    assert.match(
      again.stderr,
      /^Pulumi\.shop\.yaml exists already in .*\. Give the new stack another name with --stack\.$/m,
    );
    const plan = run(["plan", "shop", "--cwd", cwd, "--no-policy"]);
    assert.equal(plan.status, 0, plan.stderr);
    assert.match(plan.stdout, /gke-stateful-shop/);
  });

  it("needs no project where it only recommends, and says where a stack could be written", () => {
    const nowhere = folderWith({});
    const { status, stderr, stdout } = run([...BASE, "--cwd", nowhere]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /gke-stateful:workloads:/);
    const write = run([...BASE, "--cwd", nowhere, "--write"]);
    assert.equal(write.status, 2);
    assert.match(
      write.stderr,
      /^--write: .* has no Pulumi project\. Name the folder of a gke-stateful project with --cwd, or/,
    );
  });

  it("makes a project of its own", () => {
    const made = join(folderWith({}), "deep", "made");
    const { status, stderr } = run([...BASE, "--new", made, "--stack", "shop"]);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /\nWritten: .*made\nNext: cd .*made && npm install && npx gke-stateful plan shop\n$/);
    assert.match(readFileSync(join(made, "Pulumi.shop.yaml"), "utf8"), /gke-stateful:workloads:/);
    const manifest = JSON.parse(readFileSync(join(made, "package.json"), "utf8")) as { dependencies: object };
    assert.deepEqual(Object.keys(manifest.dependencies), [
      "@pulumi/gcp",
      "@pulumi/kubernetes",
      "@pulumi/pulumi",
      "@pulumi/random",
      "gke-stateful",
    ]);
  });

  it("exits 1 where a requirement is not met, or costs too much", () => {
    const { status, stderr } = run([...BASE, "--zones", "3", "--budget", "10", "--availability", "99.99"]);
    assert.equal(status, 1);
    assert.match(stderr, /^Not met:\n {2}Availability 99\.99 %/m);
    assert.match(stderr, /^ {2}Budget \$10 a month: this costs \$/m);
    assert.doesNotMatch(stderr, /Rule single-zone-disk/, "each member has its disk in its own zone");
  });

  it("configures nothing where a StatefulSet is the wrong tool", () => {
    const cwd = projectFolder();
    const { status, stderr, stdout } = run(["recommend", "--data", "none", "--cwd", cwd, "--write"]);
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^A StatefulSet is the wrong tool for this\. Use a Deployment\.$/m);
    assert.ok(!existsSync(join(cwd, "Pulumi.new.yaml")));
  });

  it("gives everything as JSON", () => {
    const json = JSON.parse(run([...BASE, "--json"]).stdout) as Record<string, unknown>;
    assert.deepEqual(Object.keys(json), [
      "stack",
      "requirements",
      "otherTool",
      "decisions",
      "unmet",
      "settings",
      "cost",
      "readiness",
    ]);
  });

  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [["recommend"], /^--data is not set: .*\n--size is not set: .*\n--rpo is not set: /],
    [[...BASE, "--size", "5"], /^--size is "5": must have a unit, such as 20Gi\./],
    [[...BASE, "--replicas", "many"], /^--replicas is "many": /],
    [[...BASE, "--availability", "100"], /^--availability is "?100"?: must be a percentage from 50 to 99\.999\./],
    [[...BASE, "--port", "70000"], /^--port is .*must be a port from 1 to 65535/],
    [[...BASE, "--region", "us-central9"], /^--region is "us-central9": must be a region whose prices are known/],
    [[...BASE, "--mount-path", "data"], /^--mount-path is "data": must be an absolute path/],
    [[...BASE, "--name", "DB"], /^--name is "DB": must be lower-case/],
    [[...BASE, "--cwd", "/nowhere"], /Pulumi\.yaml in \/nowhere cannot be read: ENOENT/],
    [[...BASE, "--stack", "a/b", "--write"], /^--stack is "a\/b"; it must have letters/],
    [[...BASE, "more"], /too many arguments/],
  ];
  for (const [args, says] of mistakes) {
    it(`refuses ${args.slice(BASE.length).join(" ") || "nothing at all"}`, () => {
      const { status, stderr, stdout } = run(args);
      assert.equal(status, 2, stderr);
      assert.match(stderr, says);
      assert.equal(stdout, "");
    });
  }
});
