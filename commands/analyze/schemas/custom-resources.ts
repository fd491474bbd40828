import Ajv from "ajv";
import { pathOf } from "../../../policy/graph/paths";
import { isMap } from "../../../policy/graph/value";
import type { ErrorObject, ValidateFunction } from "ajv";
import type { ShapeProblem } from "./shape";

type Json = Readonly<Record<string, unknown>>;

/** Checks custom resources by the definitions (CRDs) of the same run. */
export class CustomResources {
  private readonly schemas = new Map<string, Json[]>();
  private readonly compiled = new Map<Json, ValidateFunction | undefined>();
  private ajv: Ajv | undefined;

  /** @param definitions objects of kind CustomResourceDefinition */
  constructor(definitions: readonly unknown[]) {
    for (const { key, schema } of definitions.flatMap(schemasOf)) {
      this.schemas.set(key, [...(this.schemas.get(key) ?? []), schema]);
    }
  }

  /** What is wrong with an object; undefined where the run has no definition of its kind. Of several definitions, one has to accept it. */
  check(apiVersion: string, kind: string, value: unknown): readonly ShapeProblem[] | undefined {
    const schemas = this.schemas.get(`${apiVersion} ${kind}`);
    if (schemas === undefined) {
      return undefined;
    }
    const answers = schemas.map((schema) => this.problems(schema, value));
    return answers.toSorted((one, other) => one.length - other.length)[0];
  }

  private problems(schema: Json, value: unknown): readonly ShapeProblem[] {
    if (!this.compiled.has(schema)) {
      this.compiled.set(schema, this.compile(schema));
    }
    const validate = this.compiled.get(schema);
    // Of a choice that fails, only the choice is told.
    return validate === undefined || validate(value)
      ? []
      : (validate.errors ?? []).map((error) => problemOf(error, value));
  }

  private compile(schema: Json): ValidateFunction | undefined {
    this.ajv ??= new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
    try {
      return this.ajv.compile(asJsonSchema(schema, true));
    } catch {
      return undefined; // A definition that is broken itself is not a fault of the resource.
    }
  }
}

function schemasOf(definition: unknown): readonly { key: string; schema: Json }[] {
  const spec = isMap(definition) ? definition["spec"] : undefined;
  const names = isMap(spec) ? spec["names"] : undefined;
  if (!isMap(spec) || !isMap(names)) {
    return [];
  }
  const versions = Array.isArray(spec["versions"]) ? (spec["versions"] as unknown[]) : [{ name: spec["version"] }];
  return versions.filter(isMap).flatMap((version) => {
    const validation = version["schema"] ?? spec["validation"];
    const schema = isMap(validation) ? validation["openAPIV3Schema"] : undefined;
    const key = `${text(spec["group"])}/${text(version["name"])} ${text(names["kind"])}`;
    return isMap(schema) ? [{ key, schema }] : [];
  });
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Keywords whose value is a schema, and those whose values are schemas by name. */
const INNER = ["items", "additionalProperties", "not"];
const INNER_LISTS = ["allOf", "anyOf", "oneOf"];
/** Keywords that CRDs have and JSON schemas read otherwise, or not at all. */
const DROPPED = ["nullable", "example", "externalDocs", "default", "format", "description", "title"];
/** What every object has, whatever its definition says. */
const EVERY_OBJECT = { apiVersion: {}, kind: {}, metadata: {} };

/** A structural schema of a CRD as a JSON schema that refuses unknown fields. @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema */
function asJsonSchema(schema: Json, isObject = false): Json {
  if (schema["x-kubernetes-int-or-string"] === true) {
    return { type: ["integer", "string", "null"] };
  }
  const kept = Object.entries(schema).filter(([key]) => !DROPPED.includes(key) && !key.startsWith("x-kubernetes-"));
  const result = Object.fromEntries(kept.map(([key, value]) => [key, translated(key, value)]));
  return { ...result, ...withNull(result), ...withFields(schema, result, isObject) };
}

/** Null stands for nothing. */
function withNull({ enum: values, type }: Json): Json {
  return {
    ...(typeof type === "string" && { type: [type, "null"] }),
    ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }),
  };
}

/** Fields that are there, and whether others may be. */
function withFields(schema: Json, { additionalProperties, properties }: Json, isObject: boolean): Json {
  if (!isMap(properties)) {
    return {};
  }
  const hasMetadata = isObject || schema["x-kubernetes-embedded-resource"] === true;
  return {
    properties: hasMetadata ? { ...properties, ...EVERY_OBJECT } : properties,
    additionalProperties: additionalProperties ?? schema["x-kubernetes-preserve-unknown-fields"] === true,
  };
}

function translated(key: string, value: unknown): unknown {
  if (INNER.includes(key) && isMap(value)) {
    return asJsonSchema(value);
  }
  if (INNER_LISTS.includes(key) && Array.isArray(value)) {
    return value.map((inner: unknown) => (isMap(inner) ? asChoice(inner) : inner));
  }
  if (key === "properties" && isMap(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, isMap(inner) ? asJsonSchema(inner) : inner]),
    );
  }
  return value;
}

/** A choice adds conditions, and does not say which fields there are. */
function asChoice(schema: Json): Json {
  const choice = asJsonSchema(schema);
  return "properties" in choice ? { ...choice, additionalProperties: true } : choice;
}

function problemOf({ instancePath, keyword, message, params }: ErrorObject, value: unknown): ShapeProblem {
  const keys = keysOf(instancePath, value);
  const given = params as Record<string, unknown>;
  if (keyword === "required") {
    const missing = [...keys, String(given["missingProperty"])];
    return { keys: missing, says: `lacks ${pathOf(missing)}, which its definition asks for` };
  }
  if (keyword === "additionalProperties") {
    const unknown = [...keys, String(given["additionalProperty"])];
    return { keys: unknown, says: `has ${pathOf(unknown)}, which its definition does not know` };
  }
  return { keys, says: `has ${pathOf(keys)} that ${message ?? "does not fit"}${allowedBy(given)}, by its definition` };
}

function allowedBy({ allowedValues }: Record<string, unknown>): string {
  return Array.isArray(allowedValues) ? ` (${allowedValues.filter((one) => one !== null).join(", ")})` : "";
}

/** `/spec/members/0` as keys; whether a number is an index depends on what it is in. */
function keysOf(pointer: string, value: unknown): readonly (string | number)[] {
  let inner: unknown = value;
  return pointer
    .split("/")
    .slice(1)
    .map((part) => {
      const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
      const key = Array.isArray(inner) ? Number(name) : name;
      inner = (inner as Record<string | number, unknown> | undefined)?.[key];
      return key;
    });
}
