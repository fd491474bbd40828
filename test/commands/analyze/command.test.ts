import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OWN_RULES } from "../../../commands/analyze/own-rules";
import { statefulSet } from "../../support/analysis";
import { folderWith } from "../../support/files";
import { ROOT } from "../../support/stacks";
import type { Ended } from "../../support/cli";

/** Runs `analyze` in a folder. */
function analyze(cwd: string, args: readonly string[], input = ""): Ended {
  return spawnSync(process.execPath, [join(ROOT, "bin", "gke-stateful.js"), "analyze", ...args], {
    cwd,
    encoding: "utf8",
    input,
    env: { ...process.env, NO_COLOR: "1" },
  });
}

const CLEAN = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n";

describe("gke-stateful analyze", () => {
  const cwd = folderWith({
    "bad.yaml": statefulSet("db"),
    "good.yaml": CLEAN,
    "broken.yaml": "kind: [",
    "low.yaml":
      "apiVersion: v1\nkind: Pod\nmetadata: { name: x, ownerReferences: [{ apiVersion: v1, kind: Node, name: n, uid: u }] }\nspec: { containers: [{ name: a, image: 'b:1' }] }\n",
  });

  it("exits 0 without findings, 1 with them, 2 where something cannot be read", () => {
    assert.equal(analyze(cwd, ["good.yaml"]).status, 0);
    const { status, stdout } = analyze(cwd, ["bad.yaml"]);
    assert.equal(status, 1);
    assert.match(stdout, /governing-service/);
    assert.equal(analyze(cwd, ["good.yaml", "broken.yaml"]).status, 2);
    const forMachines = analyze(cwd, ["broken.yaml", "--format", "github"]);
    assert.match(forMachines.stderr, /^Not everything could be read.+exit code 2.+\n {2}broken\.yaml:1 cannot be read/);
    assert.equal(analyze(cwd, ["broken.yaml"]).stderr, "", "the text says so itself");
    assert.equal(analyze(cwd, ["bad.yaml", "--fail-on", "critical"]).status, 0);
    assert.equal(analyze(cwd, ["bad.yaml", "--fail-on", "none"]).status, 0);
    assert.equal(analyze(cwd, ["-"], statefulSet("db")).status, 1);
    assert.equal(analyze(cwd, ["-", "--allow-empty"], "").status, 0);
  });

  it("exits 2 where everything was left out, because nobody knows what is wrong with it", () => {
    const folder = folderWith({
      "Chart.yaml": "name: c\n",
      "templates/a.yaml": "kind: {{ .Values.kind }}\n",
      "b/plain.yaml": "a: 1\n",
    });
    assert.equal(analyze(folder, ["templates"]).status, 2);
    const nothing = analyze(folder, ["b"]);
    assert.equal(nothing.status, 2);
    assert.match(nothing.stdout, /0 objects in 1 file: nothing to judge/);
    assert.match(nothing.stderr, /^Nothing was judged: .+--allow-empty lets that pass\.$/m);
    assert.equal(analyze(folder, ["b", "--allow-empty"]).status, 0);
  });

  it("tells each thing that the API server would refuse on a line of its own", () => {
    const text = statefulSet("db").replace(
      "image: registry",
      "resources: { requests: { cpu: -1 } }\n          env: [{ name: A, value: 1 }]\n          image: registry",
    );
    const { stdout } = analyze(cwd, ["-", "--only", "invalid-object"], text);
    assert.match(stdout, /asks for -1 cpu, and an amount is not negative/);
    assert.match(stdout, /env\[0\]\.value/);
    assert.doesNotMatch(stdout, /more place/);
  });

  it("takes empty settings, and warns of exemptions that do not count", () => {
    const entry = (expires: string): string =>
      `rules: { no-spread: { exemptions: [{ object: StatefulSet default/db, reason: r, expires: "${expires}" }] } }`;
    const folder = folderWith({ "a.yaml": CLEAN, "empty.yaml": "", "old.yaml": entry("2020-01-31") });
    assert.equal(analyze(folder, ["a.yaml", "--config", "empty.yaml"]).status, 0);
    assert.match(
      analyze(folder, ["a.yaml", "--config", "old.yaml"]).stderr,
      /^The exemption of StatefulSet default\/db from no-spread in the settings does not count: it expired on 2020-01-31\.$/m,
    );
  });

  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^There is nothing to analyze\. Name files or folders/],
    [["nowhere"], /^nowhere does not exist\. Name a file, a folder, a pattern in quotes, or - for standard input\.$/m],
    [["good.yaml", "--checklist", "--format", "sarif"], /^--checklist is text or json; --format sarif has none\./],
    [
      ["good.yaml", "--namespace", "x"],
      /^--namespace says which part of a cluster is judged, and goes with --live only\./,
    ],
    [["good.yaml", "--only", "no-spred"], /^--only is "no-spred", which is no rule\. no-spread is meant, perhaps\./],
    [["good.yaml", "--format", "xml"], /^--format is "xml"; it must be text, json, sarif/],
    [["good.yaml", "--format", "json,text"], /several formats to standard output/],
    [["good.yaml", "--format", "json:/nowhere/x"], /^\/nowhere\/x cannot be written: ENOENT\./],
    [["good.yaml", "--fail-on", "sometimes"], /--fail-on <severity>' argument 'sometimes' is invalid/],
    [["good.yaml", "--kubernetes-version", "1.2"], /^--kubernetes-version is "1\.2"; it must be from 1\.25 to 1\.37/],
    [
      ["good.yaml", "--baseline", "none.json"],
      /^none\.json cannot be read: ENOENT\. Write it with --write-baseline none\.json\./,
    ],
    [["good.yaml", "--baseline", "good.yaml"], /^good\.yaml is no baseline\./],
    [["good.yaml", "--config", "none.yaml"], /^none\.yaml cannot be read: ENOENT/],
    [["--explain", "no-backups"], /^--explain is "no-backups", which is no rule\. no-backup is meant, perhaps\./],
  ];
  for (const [args, expected] of mistakes) {
    it(`says what is wrong with ${args.join(" ") || "nothing"}`, () => {
      const { status, stderr, stdout } = analyze(cwd, args);
      assert.equal(status, 2, stdout);
      assert.match(stderr, expected);
      assert.ok(!/\n\s+at /.test(stderr), "no stack trace");
    });
  }

  it("writes several formats at once", () => {
    const { status, stdout } = analyze(cwd, [
      "bad.yaml",
      "--format",
      "github",
      "--format",
      `sarif:${join(cwd, "r.sarif")},json:${join(cwd, "r.json")}`,
    ]);
    assert.equal(status, 1);
    assert.match(stdout, /^::error file=bad\.yaml,line=6/m);
    assert.equal((JSON.parse(readFileSync(join(cwd, "r.sarif"), "utf8")) as { version: string }).version, "2.1.0");
    assert.ok(existsSync(join(cwd, "r.json")));
  });

  it("fails on what is new since the baseline", () => {
    const file = join(cwd, "baseline.json");
    assert.equal(analyze(cwd, ["bad.yaml", "--write-baseline", file]).status, 0);
    assert.equal(analyze(cwd, ["bad.yaml", "--baseline", file]).status, 0);
    assert.equal(analyze(cwd, ["-", "--baseline", file], statefulSet("other")).status, 1);
  });

  it("explains rules, and lists them", () => {
    assert.match(
      analyze(cwd, ["--explain", "no-backup"]).stdout,
      /^no-backup \(critical\): .*\n\nWhy: {4}.*\nMend: {3}.*[\s\S]*Wrong:\n {2}apiVersion/,
    );
    assert.match(analyze(cwd, ["--explain"]).stdout, /^critical {2}\S+/);
    for (const { id } of OWN_RULES) {
      assert.match(analyze(cwd, ["--explain", id]).stdout, new RegExp(`^${id} `));
    }
  });

  it("prints the checklist", () => {
    assert.match(analyze(cwd, ["bad.yaml", "--checklist"]).stdout, /^StatefulSet default\/db: readiness \d+ %$/m);
    const { stdout } = analyze(cwd, ["bad.yaml", "--checklist", "--format", "json"]);
    assert.equal((JSON.parse(stdout) as { workloads: readonly unknown[] }).workloads.length, 1);
  });

  it("takes the settings of the repository, from any of its folders", () => {
    const repository = folderWith({
      ".git/HEAD": "",
      ".gke-stateful.yaml":
        'paths: [manifests]\nignore: [manifests/old]\nfailOn: critical\nskip: [no-spread]\nkubernetesVersion: "1.35"\nrules:\n  no-network-policy: { exemptions: [{ object: StatefulSet default/db, reason: one team, expires: "2027-06-30" }] }\n  mutable-image: { requireDigest: true }\n',
      "manifests/db.yaml": statefulSet("db"),
      "manifests/old/db.yaml": statefulSet("old"),
    });
    const { status, stdout } = analyze(join(repository, "manifests"), []);
    assert.equal(status, 0, stdout);
    assert.ok(!/no-spread|StatefulSet default\/old|no-network-policy/.test(stdout.split("What to do first")[0]!));
    assert.match(stdout, /which has no digest/);
    assert.match(stdout, /1 exempt/);
    assert.equal(analyze(repository, ["--no-config", "manifests"]).status, 1);
  });

  const settings: readonly (readonly [string, RegExp])[] = [
    ["failon: high", /\.gke-stateful\.yaml:failon|failon/],
    ["skip: [nothing]", /skip\[0\].*must be the name of a rule/],
    ["rules: { no-spread: { a: 1 } }", /rules\.no-spread\.a of the policy configuration is no setting/],
    ["rules: { no-spread: { exemptions: 1 } }", /no-spread\.exemptions .* must be a list/],
    ["kubernetesVersion: 1.3", /kubernetesVersion is 1\.3/],
    ["a: [", /is not valid YAML/],
  ];
  for (const [text, expected] of settings) {
    it(`refuses the setting ${text}`, () => {
      const { status, stderr } = analyze(folderWith({ ".gke-stateful.yaml": text, "x.yaml": CLEAN }), ["x.yaml"]);
      assert.equal(status, 2);
      assert.match(stderr, expected);
    });
  }
});
