import assert from "node:assert/strict";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { StackFile } from "../../../../commands/plan/engine/stack-file";
import { folderWith } from "../../../support/files";

const TEXT = `# what dev is for
config:
  gke-stateful:zones: [a] # one is enough
  plain: 1
`;

describe("StackFile", () => {
  const fileOf = (text: string): { file: StackFile; path: string } => {
    const folder = folderWith({ "Pulumi.dev.yaml": text });
    return { file: new StackFile(folder, "gke-stateful", "dev"), path: join(folder, "Pulumi.dev.yaml") };
  };

  it("changes what it is told, and keeps everything else, comments too", () => {
    const { file, path } = fileOf(TEXT);
    file.set("workloads", [], { a: { mode: "Off" } });
    file.set("workloads", ["b"], { count: 1 });
    file.write();
    assert.equal(
      readFileSync(path, "utf8"),
      `${TEXT}  gke-stateful:workloads:
    a:
      mode: "Off"
    b:
      count: 1
`,
    );
  });

  it("knows keys with the project's name and without", () => {
    const { file } = fileOf(TEXT);
    assert.deepEqual(file.value("plain"), 1);
    assert.equal(file.value("nothing"), undefined);
    file.set("plain", [], { a: 1 });
    assert.deepEqual(file.value("plain"), { a: 1 });
  });

  for (const [name, text] of Object.entries({
    "a map in braces": "config: { gke-stateful:workloads: { a: { n: 1 } } }\n",
    "a block text at its end": "config:\n  gke-stateful:workloads:\n    a: |\n      text\n\n  other: 1\n",
    "a comment at its end": "config:\n    gke-stateful:workloads:\n        a: 1 # last\n    # of other\n    other: 1",
    "an empty map": "config:\n  gke-stateful:workloads: {}\n",
    "nothing in it": "config:\n  gke-stateful:workloads:\n",
    "Windows line ends": "config:\r\n  gke-stateful:workloads:\r\n    a: 1\r\n",
  })) {
    it(`adds to ${name}`, () => {
      const { file, path } = fileOf(text);
      const before = file.value("workloads") as object | null;
      file.set("workloads", ["b"], { deep: ["x"] });
      file.write();
      assert.deepEqual(file.value("workloads"), { ...before, b: { deep: ["x"] } });
      for (const comment of text.match(/#.*/g) ?? []) {
        assert.ok(readFileSync(path, "utf8").includes(comment));
      }
    });
  }

  it("begins a configuration where there is none", () => {
    const { file, path } = fileOf("encryptionsalt: v1\n");
    file.set("labels", [], { a: "b" });
    file.write();
    assert.match(readFileSync(path, "utf8"), /^encryptionsalt: v1\nconfig:\n {2}gke-stateful:labels:\n {4}a: b\n$/);
  });

  it("refuses what is no YAML, and says so where it cannot write", function () {
    assert.throws(() => fileOf("a: ["), /^UserError: Pulumi\.dev\.yaml is not valid YAML|is not valid YAML/);
    if (process.getuid?.() === 0) {
      this.skip(); // root may write anywhere
    }
    const { file, path } = fileOf(TEXT);
    chmodSync(join(path, ".."), 0o555);
    assert.throws(() => {
      file.write();
    }, /cannot be written: EACCES/);
  });
});
