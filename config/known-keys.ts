import type { z } from "zod";

/** What zod tells of a schema's inside. Source: zod 4, core/schemas.ts */
interface Inside {
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
}

/** The keys that a schema has at a path; none where it takes any names, or no map at all. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const found = path.reduce<z.core.$ZodType | undefined>((at, key) => at && step(at, key), schema);
  return Object.keys((found && insideOf(found).shape) ?? {});
}

function step(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  const { element, shape, valueType } = insideOf(schema);
  return typeof key === "number" ? element : (shape?.[String(key)] ?? valueType);
}

/** Defaults and the like stand around a schema. */
function insideOf(schema: z.core.$ZodType): Inside {
  const inside = schema._zod.def as Inside;
  return inside.innerType === undefined ? inside : insideOf(inside.innerType);
}
