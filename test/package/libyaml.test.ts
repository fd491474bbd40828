import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseText } from "../../commands/analyze/input/yaml";
import { ROOT } from "../support/stacks";

/** Other people's manifests, where they lie beside the checkout. */
const CORPUS = join(ROOT, "..", "shared", "corpus");
/** Whether Python has libyaml here (Debian: python3-yaml; PyPI: pyyaml). */
const hasLibyaml = spawnSync("python3", ["-c", "from yaml import CSafeLoader"]).status === 0;
/** A line with the mark between documents. */
const MARK = /^---(?:[ \t].*)?$/m;

interface Reading {
  readonly values?: readonly unknown[];
  readonly fault?: string;
}

function byLibyaml(texts: readonly string[]): readonly Reading[] {
  const { stdout } = spawnSync("python3", [join(ROOT, "test", "fixtures", "libyaml.py")], {
    encoding: "utf8",
    input: texts.map((text) => `${JSON.stringify(text)}\n`).join(""),
    maxBuffer: 2 ** 30,
  });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Reading);
}

/** Values as both write them: keys are texts, and a text that the end of the file cuts off has no line's end. */
function alike(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(alike);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, alike(inner)]));
  }
  return typeof value === "string" ? value.replace(/\n$/, "") : value;
}

const present = (values: readonly unknown[] = []): unknown =>
  alike(values.filter((value) => value !== null && value !== undefined));

describe("YAML by libyaml, which kubectl's parser comes from", function () {
  this.timeout(300_000);

  it("has the same documents and values in every file of the corpus", function () {
    if (!hasLibyaml || !existsSync(CORPUS)) {
      this.skip();
    }
    const documents = globSync("**/*.{yaml,yml}", { cwd: CORPUS })
      .toSorted()
      .flatMap((file) =>
        readFileSync(join(CORPUS, file), "utf8")
          .replace(/^\uFEFF/, "")
          .split(MARK)
          .map((text, index) => ({ title: `${file}, document ${String(index)}`, text, ours: parseText(text) })),
      )
      // Templates are left out before they are read.
      .filter(({ ours }) => !ours.isTemplate);
    const theirs = byLibyaml(documents.map(({ text }) => text));
    assert.equal(theirs.length, documents.length);
    assert.ok(documents.length > 500);
    const different = documents.filter(({ ours }, index) => {
      const reading = theirs[index]!;
      return (
        (ours.fault === undefined) !== (reading.fault === undefined) ||
        (ours.fault === undefined && JSON.stringify(present(ours.values)) !== JSON.stringify(present(reading.values)))
      );
    });
    assert.deepEqual(
      different.map(({ title }) => title),
      [],
    );
  });
});
