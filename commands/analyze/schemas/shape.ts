import { quantity } from "../../../policy/facts/quantities";
import { pathOf } from "../../../policy/graph/paths";
import { isMap } from "../../../policy/graph/value";
import { closestTo } from "../../../config/closest";
import { placeholder } from "./placeholder";
import type { ValueMap } from "../../../policy/graph/value";
import type { FieldSchema, KubernetesSchemas, Type } from "./kubernetes";

/** A field that is not as the API has it. */
export interface ShapeProblem {
  /** Keys from the object. */
  readonly keys: readonly (string | number)[];
  /** What is wrong, as the rest of a sentence about the object. */
  readonly says: string;
}

/** Problems of one object that are told; the rest is more of the same. */
const MAX_PROBLEMS = 50;

const WANTED: Readonly<Record<Type["form"], string>> = {
  text: "a text",
  integer: "a whole number",
  number: "a number",
  flag: "true or false",
  quantity: "a quantity such as 500m or 20Gi",
  "integer or text": "a whole number or a text",
  anything: "anything",
  list: "a list",
  map: "a map",
  object: "a map",
};

const HOLDS: Readonly<Record<Exclude<Type["form"], "list" | "map" | "object">, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === "number",
  flag: (value) => typeof value === "boolean",
  quantity: (value) => quantity(value) !== undefined,
  "integer or text": (value) => typeof value === "string" || Number.isInteger(value),
  anything: () => true,
};

type Keys = readonly (string | number)[];

/** Compares values with the types of a version of Kubernetes. */
export class ShapeCheck {
  private readonly schemas: KubernetesSchemas;
  private readonly minor: number;
  private problems: ShapeProblem[] = [];

  /** @param minor 36 for Kubernetes 1.36 */
  constructor(schemas: KubernetesSchemas, minor: number) {
    this.schemas = schemas;
    this.minor = minor;
  }

  /** What is wrong with a value. */
  check(value: unknown, type: Type): readonly ShapeProblem[] {
    this.problems = [];
    this.visit(value, type, []);
    return this.problems;
  }

  private visit(value: unknown, type: Type, keys: Keys): void {
    if (value === null || value === undefined || this.problems.length >= MAX_PROBLEMS) {
      return; // The API takes null for nothing.
    }
    switch (type.form) {
      case "list":
        this.visitList(value, type.of, keys);
        break;
      case "map":
        this.visitMap(value, type.of, keys);
        break;
      case "object":
        this.visitObject(value, type.definition, keys);
        break;
      default:
        if (!HOLDS[type.form](value) && placeholder(value) === undefined) {
          this.report(keys, value, type.form);
        }
    }
  }

  private visitList(value: unknown, type: Type, keys: Keys): void {
    if (!Array.isArray(value)) {
      this.report(keys, value, "list");
      return;
    }
    value.forEach((item, index) => {
      this.visit(item, type, [...keys, index]);
    });
  }

  private visitMap(value: unknown, type: Type, keys: Keys): void {
    if (!isMap(value)) {
      this.report(keys, value, "map");
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      this.visit(item, type, [...keys, key]);
    }
  }

  private visitObject(value: unknown, definition: string, keys: Keys): void {
    if (!isMap(value)) {
      this.report(keys, value, "object");
      return;
    }
    const fields = this.schemas.fields(definition);
    for (const [key, inner] of Object.entries(value)) {
      const field = fields.get(key);
      if (field === undefined || !this.isThere(field)) {
        this.problems.push({ keys: [...keys, key], says: this.unknownField([...keys, key], definition) });
      } else {
        this.visit(inner, field.type, [...keys, key]);
      }
    }
    this.findMissing(value, fields, keys);
  }

  private findMissing(value: ValueMap, fields: ReadonlyMap<string, FieldSchema>, keys: Keys): void {
    for (const [name, field] of fields) {
      if (field.required && (value[name] ?? undefined) === undefined && this.isThere(field)) {
        this.problems.push({ keys: [...keys, name], says: `lacks ${pathOf([...keys, name])}, which it must have` });
      }
    }
  }

  private isThere({ since, until }: FieldSchema): boolean {
    return this.minor >= since && this.minor < until;
  }

  private unknownField(keys: Keys, definition: string): string {
    const key = String(keys.at(-1));
    const fields = this.schemas.fields(definition);
    const field = fields.get(key);
    if (field !== undefined) {
      const when = this.minor < field.since ? `from 1.${String(field.since)} on` : `until 1.${String(field.until - 1)}`;
      return `has ${pathOf(keys)}, which Kubernetes 1.${String(this.minor)} does not know; it is there ${when}`;
    }
    const closest = closestTo(key, fields.keys());
    const hint = closest === undefined ? "" : `; ${closest} is meant, perhaps`;
    return `has ${pathOf(keys)}, which Kubernetes does not know${hint}`;
  }

  private report(keys: Keys, value: unknown, form: Type["form"]): void {
    const quotes = form === "text" && !isMap(value) && !Array.isArray(value) ? "; write it in quotes" : "";
    this.problems.push({
      keys,
      says: `has ${pathOf(keys)} = ${shown(value)}, and it must be ${WANTED[form]}${quotes}`,
    });
  }
}

const MAX_SHOWN = 40;

function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return "a list";
  }
  if (isMap(value)) {
    return "a map";
  }
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
