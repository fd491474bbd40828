import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gist } from "../commands/plan/gist";
import { planApart, ROOT } from "./support/stacks";
import type { PlanResource } from "../commands/plan/engine/plan";
import type { StackName } from "./support/stacks";

/**
 * What each stack builds, one line a resource: name, type, load-bearing settings, options that decide about its life.
 * When a line changes on purpose, change it in test/golden too: a reviewer reads it there.
 */
function line({ custom, name, options, type, ...resource }: PlanResource): string {
  const life = [
    options.ignoreChanges && `ignores ${options.ignoreChanges.join(" ")}`,
    options.deleteBeforeReplace && "deleted before replaced",
    options.retainOnDelete && "stays when it leaves",
    options.deletedWith && `goes with ${options.deletedWith.split("::").at(-1) ?? ""}`,
  ].filter((part) => part !== undefined && part !== false);
  const settings = gist({ custom, name, options, type, ...resource });
  return [`${name} (${type})`, settings, ...life].filter((part) => part !== "").join(" | ");
}

describe("golden plans", () => {
  for (const stack of ["dev", "prod", "local", "review"] satisfies StackName[]) {
    it(`${stack} builds what test/golden/${stack}.txt says`, async () => {
      const lines = (await planApart(stack)).resources
        .filter(({ custom }) => custom)
        .map(line)
        .toSorted();
      const expected = readFileSync(join(ROOT, "test", "golden", `${stack}.txt`), "utf8")
        .trimEnd()
        .split("\n");
      assert.deepEqual(lines, expected);
    });
  }
});
