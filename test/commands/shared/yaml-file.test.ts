import assert from "node:assert/strict";
import { parseYaml } from "../../../commands/shared/yaml-file";

describe("yaml-file", () => {
  it("refuses duplicate keys and what expands without end", () => {
    assert.deepEqual(parseYaml("a: [1, x]", "f"), { a: [1, "x"] });
    assert.throws(() => parseYaml("a: 1\na: 2", "f"), /f is not valid YAML: Map keys must be unique/);
    const bomb = [
      "a: &a [x, x]",
      ...["b", "c", "d", "e", "f", "g", "h", "i"].map(
        (key, index) => `${key}: &${key} [${`*${"abcdefgh"[index]!}, `.repeat(9)}]`,
      ),
    ].join("\n");
    assert.throws(() => parseYaml(bomb, "f"), /f is not valid YAML: .*alias/i);
  });
});
