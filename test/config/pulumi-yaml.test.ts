import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { projectSchema } from "../../config/schema/stack";
import { ROOT } from "../support/stacks";

interface Declaration {
  readonly type: string;
  readonly items?: { readonly type: string };
  readonly description: string;
  readonly default: unknown;
}

const file = parse(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8")) as { config: Record<string, Declaration> };

/** JSON type of a schema as Pulumi.yaml names it. */
function typeOf(schema: z.ZodType): string {
  const { type } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return typeof type === "string" ? type : "object";
}

describe("Pulumi.yaml", () => {
  it("declares every key of the schema, and no other", () => {
    assert.deepEqual(Object.keys(file.config).toSorted(), Object.keys(projectSchema.shape).toSorted());
  });

  for (const [key, schema] of Object.entries(projectSchema.shape)) {
    it(`${key}: type, description and default fit the schema`, () => {
      const declaration = file.config[key]!;
      assert.equal(declaration.type, typeOf(schema));
      assert.equal(declaration.description, schema.description);
      assert.notEqual(declaration.default, undefined, "the CLI refuses a stack that lacks a key without a default");
      assert.equal(declaration.type === "array", declaration.items !== undefined);
      assert.ok(schema.safeParse(declaration.default).success, "the default is valid");
    });
  }
});
