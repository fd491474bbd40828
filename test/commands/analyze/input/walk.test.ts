import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { analyze } from "../../../../commands/analyze/analyze";
import { analyzed, lines, statefulSet } from "../../../support/analysis";
import { folderWith } from "../../../support/files";
import { TODAY } from "../../../support/rules";

const CLAIM = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n";
const filesOf = (cwd: string, paths = ["."]): number => analyze(paths, { cwd, today: TODAY }).counts.files;

describe("the files of a run", () => {
  it("are what .gitignore leaves, from all folders of the repository; whoever names a folder means it", () => {
    const cwd = folderWith({
      ".git/config": "",
      ".gitignore": "out/\n*.gen.yaml\n",
      "out/a.yaml": CLAIM,
      "in/.gitignore": "!kept.gen.yaml\nprivate.yaml\n",
      "in/kept.gen.yaml": CLAIM,
      "in/lost.gen.yaml": CLAIM,
      "in/private.yaml": CLAIM,
      "in/plain.yml": CLAIM,
      "in/notes.txt": CLAIM,
      "node_modules/x/a.yaml": CLAIM,
    });
    assert.equal(filesOf(cwd), 2);
    assert.equal(filesOf(join(cwd, "in")), 2);
    assert.equal(filesOf(cwd, ["out"]), 1);
    assert.equal(filesOf(cwd, ["in/private.yaml"]), 1);
    assert.equal(analyze(["."], { cwd, today: TODAY, ignore: ["in/plain.yml"] }).counts.files, 1);
  });

  it("are read once each, though links lead there, and round in circles", () => {
    const cwd = folderWith({ "a/x.yaml": CLAIM, "b/y.yaml": CLAIM });
    symlinkSync(join(cwd, "a"), join(cwd, "b", "back"));
    symlinkSync(cwd, join(cwd, "a", "loop"));
    symlinkSync(join(cwd, "self.yaml"), join(cwd, "self.yaml"));
    symlinkSync(join(cwd, "nowhere"), join(cwd, "dangling.yaml"));
    const report = analyze(["."], { cwd, today: TODAY });
    assert.equal(report.counts.files, 2);
    assert.deepEqual(lines(report), [
      "unreadable dangling.yaml:1:1 is a link that points nowhere, or round in a circle.",
      "unreadable self.yaml:1:1 is a link that points nowhere, or round in a circle.",
    ]);
  });

  it("may have a name that is no text, and take no other along; lines may end as on old Macs", () => {
    const cwd = folderWith({ "a.yaml": CLAIM, "old.yaml": "kind: ConfigMap\rapiVersion: v1\rmetadata: [\r" });
    writeFileSync(Buffer.concat([Buffer.from(`${cwd}/b`), Buffer.from([0xff]), Buffer.from(".yaml")]), CLAIM);
    const report = analyze(["."], { cwd, today: TODAY });
    assert.equal(report.counts.files, 2);
    const found = lines(report).filter((line) => line.startsWith("unreadable"));
    assert.match(found.join("\n"), /b\uFFFD\.yaml:1:1 has a name that is no UTF-8/);
    assert.match(found.join("\n"), /old\.yaml:[34]:/);
    assert.equal(found.length, 2);
  });

  it("may be pipes, binaries, of another's or too large: each is one finding, and the run goes on", () => {
    const cwd = folderWith({ "a.yaml": CLAIM, "binary.yaml": Buffer.from([0x61, 0, 0x62, 0xff]) });
    execFileSync("mkfifo", [join(cwd, "pipe.yaml")]);
    writeFileSync(join(cwd, "huge.yaml"), "");
    truncateSync(join(cwd, "huge.yaml"), 100 * 1024 * 1024);
    const report = analyze(["."], { cwd, today: TODAY });
    assert.deepEqual(
      report.findings.map(({ location, message }) => `${location.file} ${message.split(":")[0]!}`),
      [
        "binary.yaml is no text",
        "huge.yaml is too large",
        "pipe.yaml is no regular file but a pipe, a socket or a device. Give its content on standard input",
      ],
    );
    assert.equal(report.counts.objects, 1);
    assert.equal(report.complete, false);
  });

  it("may be forbidden", function () {
    if (process.getuid?.() === 0) {
      this.skip(); // Nothing is forbidden to root.
    }
    const cwd = folderWith({ "a.yaml": CLAIM, "closed/b.yaml": CLAIM });
    chmodSync(join(cwd, "a.yaml"), 0);
    chmodSync(join(cwd, "closed"), 0);
    assert.deepEqual(
      analyze(["."], { cwd, today: TODAY }).findings.map(({ message }) => message.split(".")[0]),
      ["cannot be read: permission denied", "cannot be read: permission denied"],
    );
    chmodSync(join(cwd, "closed"), 0o700);
  });

  it("may lie deeper than anybody looks", () => {
    const cwd = folderWith({});
    const deep = join(cwd, ...Array.from({ length: 60 }, () => "d"));
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, "x.yaml"), statefulSet("db"));
    assert.equal(filesOf(cwd), 1);
  });
});

describe("templates and patches", () => {
  it("are named with the command that renders them, and not judged", () => {
    const report = analyzed({
      "chart/Chart.yaml": "name: x\n",
      "chart/values.yaml": "replicas: 3\n",
      "chart/templates/set.yaml": statefulSet("{{ .Release.Name }}"),
      "chart/templates/plain.yaml": statefulSet("static"),
      "loose/templates/set.yaml": "{{- if .Values.on }}\napiVersion: v1\nkind: Pod\n{{- end }}\n",
      "lucky.yaml": 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata: { a: "{{ .Values.a }}" }\n',
      "alert.yaml":
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata:\n  a: "{{ $labels.pod }}"\n  b: "{{ range .items }}"\n  c: |\n    {{ .Values.a }}\n  d: pod {{ $labels.pod }} fails\n',
    });
    assert.deepEqual(
      report.skipped.map(({ command, file }) => `${file}: ${command}`),
      [
        "chart/templates/plain.yaml: helm template chart | gke-stateful analyze -",
        "chart/templates/set.yaml: helm template chart | gke-stateful analyze -",
        "loose/templates/set.yaml: helm template loose | gke-stateful analyze -",
        "lucky.yaml: render it first, and analyze what comes out",
      ],
    );
    assert.deepEqual(lines(report), []);
    assert.equal(report.counts.objects, 1);
    assert.equal(report.readiness, undefined);
  });

  it("are no patches beside whole objects, unless their file says so", () => {
    const part = "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: x }\nspec:\n";
    const report = analyzed({ "all.yaml": `${statefulSet("db")}${part}`, "patch.yaml": `${statefulSet("db")}${part}` });
    assert.deepEqual(
      report.skipped.map(({ file }) => file),
      ["patch.yaml"],
    );
    assert.ok(
      report.findings.some(({ location, rule }) => rule.id === "invalid-object" && location.file === "all.yaml"),
    );
  });

  it("are known by their kustomization, by a directive, or by what they lack", () => {
    const report = analyzed({
      "base/kustomization.yaml":
        "resources: [db.yaml]\npatches: [{ path: more.yaml }, { patch: 'a: b' }]\npatchesStrategicMerge: [budget.yaml]\n",
      "base/more.yaml": statefulSet("db"),
      "base/budget.yaml": "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: db }\n",
      "base/db.yaml": statefulSet("db"),
      "directive.yaml": `${statefulSet("db")}---\napiVersion: v1\nkind: Pod\nmetadata: { name: x }\n$patch: delete\n`,
      "fragment.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\nspec: { replicas: 5 }\n",
      "json6902.yaml": "- { op: replace, path: /spec/replicas, value: 3 }\n",
    });
    assert.deepEqual(
      report.skipped.map(({ file, kind }) => `${kind} ${file}`),
      [
        "patch base/budget.yaml",
        "kustomization base/kustomization.yaml",
        "patch base/more.yaml",
        "patch directive.yaml",
        "patch fragment.yaml",
      ],
    );
    assert.equal(report.skipped[0]!.command, "kubectl kustomize base | gke-stateful analyze -");
    assert.deepEqual(
      new Set(report.findings.map(({ location }) => location.file)),
      new Set(["base/db.yaml", "directive.yaml"]),
    );
  });
});
