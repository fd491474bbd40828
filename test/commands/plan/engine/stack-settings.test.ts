import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENCRYPTED, readStackSettings, stacksOf } from "../../../../commands/plan/engine/stack-settings";
import { UserError } from "../../../../commands/shared/user-error";
import { ROOT } from "../../../support/stacks";

const PROJECT = "name: p\nruntime: nodejs\n";

describe("readStackSettings", () => {
  const folder = mkdtempSync(join(tmpdir(), "gke-stateful-test-"));
  const read = (project: string, stack: string) => {
    writeFileSync(join(folder, "Pulumi.yaml"), project);
    writeFileSync(join(folder, "Pulumi.dev.yaml"), stack);
    return readStackSettings(folder, "dev");
  };
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("refuses a program of another runtime, which would look as if it made nothing", () => {
    assert.throws(
      () => read("name: p\nruntime: yaml\n", "config: {}\n"),
      (error: unknown) =>
        error instanceof UserError &&
        error.message.includes("runtime is yaml; a plan runs programs of runtime nodejs. Use"),
    );
    assert.throws(() => read("name: p\nruntime: { name: python }\n", "config: {}\n"), /runtime is python/);
    assert.equal(read("name: p\nruntime: { name: nodejs, options: {} }\n", "config: {}\n").project, "p");
  });

  it("lays the stack's values over the project's defaults, key by key", () => {
    const project = `${PROJECT}config:\n  a: {type: string, default: x}\n  b: {type: array, items: {type: string}, default: [1]}\n  c: {type: string, default: z}\n  gcp:zone: {value: q}\n`;
    const {
      project: name,
      secretKeys,
      values,
    } = read(project, "config:\n  p:a: y\n  b: [2]\n  gcp:region: r\n  p:on: true\n  p:n: 3\n");
    assert.equal(name, "p");
    assert.deepEqual(values, {
      "gcp:region": "r",
      "gcp:zone": "q",
      "p:a": "y",
      "p:b": "[2]",
      "p:c": "z",
      "p:n": "3",
      "p:on": "true",
    });
    assert.deepEqual(secretKeys, []);
  });

  it("knows encrypted values, at the top and within, and does not open them", () => {
    const { secretKeys, values } = read(
      PROJECT,
      "config:\n  p:a: {secure: v1:x}\n  p:b: {c: [{secure: v1:y}], d: 1}\n  p:e: {secure: v1:z, f: 1}\n",
    );
    assert.deepEqual(secretKeys, ["p:a", "p:b"]);
    assert.deepEqual(values, {
      "p:a": ENCRYPTED,
      "p:b": JSON.stringify({ c: [ENCRYPTED], d: 1 }),
      "p:e": '{"secure":"v1:z","f":1}',
    });
  });

  it("takes an empty stack", () => {
    assert.deepEqual(read(PROJECT, "config:\n").values, {});
    assert.deepEqual(read(PROJECT, "encryptionsalt: v1:abc\n").values, {});
  });

  for (const [name, project, stack, says] of [
    ["no map", PROJECT, "- a\n", /Pulumi\.dev\.yaml must hold a map of keys to values/],
    ["nothing at all", PROJECT, "", /Pulumi\.dev\.yaml must hold a map.*nothing/],
    ["broken YAML", PROJECT, "config:\n  a: [1\n", /Pulumi\.dev\.yaml is not valid YAML: .*line/],
    ["a key twice", PROJECT, "config:\n  a: 1\n  a: 2\n", /not valid YAML: Map keys must be unique.*line 3/s],
    ["a tab", PROJECT, "config:\n\ta: 1\n", /not valid YAML/],
    [
      "a bomb of aliases",
      PROJECT,
      `a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c]\nconfig: {e: [*d,*d,*d,*d]}\n`,
      /not valid YAML: Excessive alias count/,
    ],
    ["an unknown alias", PROJECT, "config: {a: *b}\n", /not valid YAML/],
    ["a project without a name", "runtime: nodejs\n", "config:\n", /Pulumi\.yaml: name is missing/],
    ["binary data", PROJECT, "\u0000\u0001\u0002", /Pulumi\.dev\.yaml/],
  ] as const) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => read(project, stack),
        (error: unknown) => error instanceof UserError && says.test(error.message),
      );
    });
  }

  for (const stack of ["nope", "../dev", "", "dev\0", "a/b", "."]) {
    it(`names the stacks there are when asked for ${JSON.stringify(stack)}`, () => {
      assert.throws(
        () => readStackSettings(ROOT, stack),
        (error: unknown) =>
          error instanceof UserError &&
          /has no file Pulumi\.<stack>\.yaml in .*The stacks here are .*dev.*prod/.test(error.message),
      );
    });
  }

  it("says so where there is no project, or no stack", () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    assert.throws(
      () => readStackSettings(empty, "dev"),
      /Pulumi\.yaml in .* cannot be read: ENOENT\. Run this in the folder of a Pulumi project/,
    );
    writeFileSync(join(empty, "Pulumi.yaml"), PROJECT);
    assert.throws(() => readStackSettings(empty, "dev"), /There is no stack here/);
  });

  it("says so when a file is a folder", () => {
    const odd = join(folder, "odd");
    mkdirSync(join(odd, "Pulumi.yaml"), { recursive: true });
    chmodSync(odd, 0o755);
    assert.throws(() => readStackSettings(odd, "dev"), /Pulumi\.yaml in .* cannot be read: EISDIR/);
  });

  it("lists the stacks of this project", () => {
    assert.deepEqual(stacksOf(ROOT).toSorted(), ["dev", "local", "prod", "review"]);
  });
});
