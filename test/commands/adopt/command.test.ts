import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { manifestsOf, manifestYaml } from "../../../commands/plan/engine/manifests";
import { run } from "../../support/cli";
import { folderWith } from "../../support/files";
import { setWith } from "../../support/adoption";
import { projectFolder } from "../../support/projects";
import { at, planWith, ROOT } from "../../support/stacks";
import type { StackName } from "../../support/stacks";

const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }`;

describe("gke-stateful adopt", () => {
  const files = folderWith({
    "db.yaml": `${setWith()}---\n${SERVICE}\n`,
    "web.yaml": SERVICE,
    "broken.yaml": "kind: [",
  });
  const db = join(files, "db.yaml");

  it("prints the entry to standard output, and everything else to standard error", () => {
    const { status, stderr, stdout } = run(["adopt", db]);
    assert.equal(status, 0, stderr);
    const { config } = parse(stdout) as { config: Record<string, Record<string, unknown>> };
    assert.deepEqual(Object.keys(config), ["gke-stateful:namespace", "gke-stateful:workloads"]);
    assert.deepEqual(config["gke-stateful:namespace"], { name: "shop" });
    assert.equal(at(config["gke-stateful:workloads"] as never, "db.serviceName"), "db");
    for (const pattern of [
      /^StatefulSet shop\/db becomes workload db of stack dev\.$/m,
      /^Claims keep their names: data-db-0 … data-db-2, in namespace shop\.$/m,
      /^Decided for you, because the manifests do not say \(\d+\)$/m,
      /^Differs from the StatefulSet of today \(\d+\)$/m,
      /^ {4}volumeClaimTemplates\.data\.storageClassName: not set → fast-ssd$/m,
      /^Stack dev had the project's default until now \(terminal-pods\)\./m,
      /^The stack makes a cluster of its own\./m,
    ]) {
      assert.match(stderr, pattern);
    }
    assert.doesNotMatch(stderr, /In the way/);
  });

  it("names what is in the way on a cluster that exists, and keeps the namespace", () => {
    const { stderr, stdout } = run(["adopt", db, "--stack", "local"]);
    assert.match(stdout, /name: shop\n {4}create: false\n/);
    assert.match(stderr, /^ {2}kubectl delete statefulset db --namespace shop --cascade=orphan$/m);
    assert.match(stderr, /^ {2}kubectl delete service db --namespace shop$/m);
  });

  it("asks where the claims are, where nobody says", () => {
    const text = setWith().replace(", namespace: shop", "");
    const unknown = run(["adopt", "-", "--stack", "local"], { input: text });
    assert.match(unknown.stderr, /must be in namespace stateful, the stack's\. The manifests do not say/);
    assert.doesNotMatch(unknown.stdout, /create: false/);
    const given = run(["adopt", "-", "--stack", "local", "--namespace", "here"], { input: text });
    assert.match(given.stderr, /data-db-2, in namespace here\./);
    assert.match(given.stdout, /name: here\n {4}create: false\n/);
  });

  it("writes the entry into the stack's file, once", () => {
    const cwd = projectFolder();
    const { status, stderr } = run(["adopt", db, "--cwd", cwd, "--write"]);
    assert.equal(status, 0, stderr);
    const written = readFileSync(join(cwd, "Pulumi.dev.yaml"), "utf8");
    assert.ok(written.startsWith(readFileSync(join(ROOT, "Pulumi.dev.yaml"), "utf8")), "nothing else changes");
    assert.match(written, /^ {2}gke-stateful:workloads:\n {4}db:\n/m);
    const again = run(["adopt", db, "--cwd", cwd, "--write"]);
    assert.equal(again.status, 2);
    assert.match(
      again.stderr,
      /^Stack dev has a workload db already\. Take it out of .*Pulumi\.dev\.yaml, or adopt into another stack\.$/m,
    );
    const other = setWith().replaceAll("db", "cache").replace("namespace: shop", "namespace: other");
    assert.match(
      run(["adopt", "-", "--cwd", cwd], { input: other }).stderr,
      /are in other; claims cannot move between namespaces/,
    );
    const plan = run(["plan", "dev", "--cwd", cwd, "--no-policy"]);
    assert.equal(plan.status, 0, plan.stderr);
    assert.match(plan.stdout, /db/);
  });

  it("exits 1 and writes nothing where the stack cannot be planned with it", () => {
    const cwd = projectFolder();
    const text = setWith({ container: "resources: { requests: { cpu: 900, memory: 1Gi } }" });
    const { status, stderr, stdout } = run(["adopt", "-", "--cwd", cwd, "--write"], { input: text });
    assert.equal(status, 1);
    assert.match(stderr, /cannot be planned with db yet[^]*workloads\.db/);
    assert.match(stdout, /cpu: "900"/);
    assert.equal(
      readFileSync(join(cwd, "Pulumi.dev.yaml"), "utf8"),
      readFileSync(join(ROOT, "Pulumi.dev.yaml"), "utf8"),
    );
  });

  it("lets no set that cannot be planned keep the others back", () => {
    const cwd = projectFolder();
    const big = setWith({ container: "resources: { requests: { cpu: 900, memory: 1Gi } }" }).replaceAll("db", "big");
    const args = ["adopt", "-", "--cwd", cwd, "--write"];
    const { status, stderr } = run(args, { input: `${setWith()}---\n${big}` });
    assert.equal(status, 1);
    assert.match(stderr, /^Stack dev cannot be planned with big yet, so nothing of that was compared or written:\n/m);
    assert.equal(stderr.match(/^Differs from the StatefulSet of today/gm)?.length, 1);
    const written = parse(readFileSync(join(cwd, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, object> };
    assert.deepEqual(Object.keys(written.config["gke-stateful:workloads"]!), ["db"]);
    const json = run(["adopt", "-", "--cwd", cwd, "--json"], { input: big });
    const { workloads } = JSON.parse(json.stdout) as { workloads: { problem: string | null }[] };
    assert.match(workloads[0]!.problem ?? "", /workloads\.big\.resources/);
  });

  it("calls a set by the namespace that was given", () => {
    const input = setWith().replace(", namespace: shop", "");
    assert.match(
      run(["adopt", "-", "--namespace", "here"], { input }).stderr,
      /^StatefulSet here\/db becomes workload db/m,
    );
  });

  it("goes on with disks in one zone where that is asked for", () => {
    const { status, stderr, stdout } = run(["adopt", db, "--zonal"]);
    assert.equal(status, 0, stderr);
    const { config } = parse(stdout) as { config: Record<string, Record<string, unknown>> };
    assert.deepEqual(at(config["gke-stateful:storage"] as never, "classes"), { zonal: { regional: false } });
    assert.equal(at(config["gke-stateful:workloads"] as never, "db.volumes.data.storageClass"), "zonal");
    assert.match(stderr, /^ {4}volumeClaimTemplates\.data\.storageClassName: not set → fast-ssd\.zonal$/m);
  });

  it("makes a project of its own, and only in a folder that holds nothing", () => {
    const made = join(folderWith({}), "made");
    const { status, stderr } = run(["adopt", db, "--new", made, "--stack", "prod"]);
    assert.equal(status, 0, stderr);
    assert.ok(
      stderr.endsWith(`\nWritten: ${made}\nNext: cd ${made} && npm install && npx gke-stateful plan prod\n`),
      stderr,
    );
    const { config } = parse(readFileSync(join(made, "Pulumi.prod.yaml"), "utf8")) as {
      config: Record<string, object>;
    };
    assert.deepEqual(Object.keys(config["gke-stateful:workloads"]!), ["db"]);
    assert.deepEqual(config["gke-stateful:namespace"], { name: "shop" });
    const again = run(["adopt", db, "--new", made]);
    assert.equal(again.status, 2);
    assert.match(
      again.stderr,
      /^--new is .*made, which holds .*: must be a new or an empty folder\. Name another one\.$/m,
    );
    const own = run(["plan", "prod", "--no-policy", "--cwd", ROOT]);
    assert.equal(own.status, 0, "the stack that it began with is as it was");
    assert.match(own.stdout, /terminal-pods/);
  });

  it("refuses a folder that is no project of this program, and says where to go", () => {
    const foreign = folderWith({ "Pulumi.yaml": "name: other\nruntime: python\n", "Pulumi.dev.yaml": "config: {}\n" });
    for (const [cwd, found] of [
      [folderWith({}), "is no Pulumi project"],
      [foreign, "has project other, whose program knows no workloads"],
    ] as const) {
      const { status, stderr } = run(["adopt", db, "--cwd", cwd]);
      assert.equal(status, 2);
      assert.ok(
        stderr.includes(`${cwd} ${found}. Name the folder of a gke-stateful project with --cwd, or make one`),
        stderr,
      );
    }
  });

  it("tells how Secrets get into the stack, without their values", () => {
    const input = `${setWith({ container: "envFrom: [{ secretRef: { name: db-login } }]" })}---
apiVersion: v1
kind: Secret
metadata: { name: db-login, namespace: shop }
stringData: { tls.crt: hunter2 }`;
    const { status, stderr, stdout } = run(["adopt", "-"], { input });
    assert.equal(status, 1, "tls.crt is no name of a variable");
    assert.match(stderr, /get secret db-login --namespace shop .*index \.data "tls\.crt"/);
    assert.match(stderr, /--path 'gke-stateful:secrets\.db\.login\["tls\.crt"\]'/);
    assert.doesNotMatch(stderr + stdout, /hunter2/);
  });

  it("gives everything as JSON", () => {
    const { stdout } = run(["adopt", db, "--stack", "local", "--json"]);
    const { workloads, ...rest } = JSON.parse(stdout) as { workloads: Record<string, unknown>[] };
    assert.deepEqual(rest, {
      stack: "local",
      namespace: "shop",
      settings: { namespace: { name: "shop", create: false } },
      dropped: ["terminal-pods"],
      problem: null,
    });
    assert.deepEqual(Object.keys(workloads[0]!), [
      "name",
      "entry",
      "claims",
      "losses",
      "choices",
      "secretValues",
      "problem",
      "differences",
      "inTheWay",
    ]);
    assert.deepEqual(workloads[0]!["inTheWay"], ["StatefulSet shop/db", "Service shop/db"]);
  });

  it("never overrides the namespace that the manifests name, and chooses by it", () => {
    const input = `${setWith()}---\n${setWith().replace("namespace: shop", "namespace: other").replace("db:1.0", "db:2.0")}`;
    const { stdout } = run(["adopt", "-", "--namespace", "other"], { input });
    assert.match(stdout, /db:2\.0/);
    const wrong = run(["adopt", "-", "--namespace", "third"], { input });
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /^--namespace is "third"; the StatefulSets in these files are StatefulSet shop\/db, /);
  });

  it("writes nothing where nobody says in which namespace the claims are", () => {
    const cwd = projectFolder();
    const input = setWith().replace(", namespace: shop", "");
    const { status, stderr } = run(["adopt", "-", "--cwd", cwd, "--stack", "local", "--write"], { input });
    assert.equal(status, 2);
    assert.match(stderr, /^The manifests do not say in which namespace the claims are/);
  });

  it("refuses a set of an operator, and one without a name", () => {
    const owned = setWith().replace(
      "namespace: shop }",
      "namespace: shop, ownerReferences: [{ kind: Postgres, name: p, controller: true }] }",
    );
    assert.match(
      run(["adopt", "-"], { input: owned }).stderr,
      /^StatefulSet shop\/db belongs to Postgres p, whose operator/,
    );
    const nameless = setWith().replace("name: db, namespace", "namespace");
    assert.match(run(["adopt", "-"], { input: nameless }).stderr, /^A StatefulSet in these files has no name/);
  });

  it("leaves a namespace alone that the stack may have made", () => {
    const input = setWith().replace("namespace: shop", "namespace: stateful");
    const { stderr, stdout } = run(["adopt", "-", "--stack", "local"], { input });
    assert.doesNotMatch(stdout, /create: false/);
    assert.match(stderr, /^Namespace stateful is the stack's own\. If it exists and this stack has not made it/m);
  });

  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [["nowhere"], /^nowhere does not exist\./],
    [[join(files, "web.yaml")], /^There is no StatefulSet in these files, and nothing else can be adopted\./],
    [
      [join(files, "broken.yaml")],
      /broken\.yaml:1:8 cannot be read: unexpected end.*\. Mend it, or name the other files one by one\./,
    ],
    [[db, "--name", "dbb"], /^--name is "dbb"; the StatefulSets in these files are: db\./],
    [[db, "--stack", "nowhere"], /^Stack "nowhere" has no file/],
    [[db, db.replace("db.yaml", ".")], /broken\.yaml:1:8 cannot be read/],
  ];
  for (const [args, says] of mistakes) {
    it(`refuses ${args.map((arg) => arg.replace(files, "…")).join(" ")}`, () => {
      const { status, stderr, stdout } = run(["adopt", ...args]);
      assert.equal(status, 2);
      assert.match(stderr, says);
      assert.equal(stdout, "");
    });
  }

  it("refuses two sets of one name, and of two namespaces", () => {
    const twice = `${setWith()}---\n${setWith()}`;
    assert.match(run(["adopt", "-"], { input: twice }).stderr, /^There are several StatefulSets db in these files/);
    const apart = `${setWith()}---\n${setWith().replaceAll("db", "x").replace("shop", "other")}`;
    assert.match(
      run(["adopt", "-"], { input: apart }).stderr,
      /^The StatefulSets are in namespaces shop and other, and a stack has one/,
    );
  });

  for (const stack of ["dev", "prod", "local"] as const satisfies readonly StackName[]) {
    it(`finds no difference in what ${stack} itself makes`, async () => {
      const manifests = manifestsOf(await planWith(stack)).map(manifestYaml);
      const { status, stderr, stdout } = run(["adopt", "-", "--stack", stack, "--json"], {
        input: manifests.join("---\n"),
      });
      assert.equal(status, 0, stderr);
      const { workloads } = JSON.parse(stdout) as { workloads: { differences: unknown }[] };
      assert.deepEqual(workloads[0]!.differences, []);
    });
  }
});
