import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes commands/analyze/schemas/kubernetes.json: what every object of Kubernetes may hold, by version. Its source is the Python package
 * kubernetes-validate, which has the OpenAPI definitions of each minor release:
 *
 *   pip download --no-deps kubernetes-validate==1.37.0 && unzip -d wheel kubernetes_validate-*.whl
 *   node --import tsx tools/build/kubernetes-schemas.ts wheel/kubernetes_validate 1.37.0
 */
const OUT = join(__dirname, "..", "..", "commands", "analyze", "schemas", "kubernetes.json");
const REFERENCE = "#/$defs/";
const OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly "x-kubernetes-group-version-kind"?: readonly { group: string; version: string; kind: string }[];
}
type Definitions = Readonly<Record<string, Schema>>;

/** Definitions that are values, in the notation of kubernetes.json. */
const VALUES: Readonly<Record<string, string>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": "q",
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "x",
};
const SIMPLE: Readonly<Record<string, string>> = { string: "s", integer: "i", number: "n", boolean: "b" };

/** A thing that is there from a version on, until before another one. */
interface Span {
  since: number;
  until: number;
}

interface Field {
  readonly type: string;
  readonly required: boolean;
}

class Union {
  readonly kinds = new Map<string, Span & { definition: string }>();
  readonly fields = new Map<string, Map<string, Span & Field>>();
  private readonly last: number;

  constructor(last: number) {
    this.last = last;
  }

  /** Later versions win where a type changed. */
  add(version: number, definitions: Definitions): void {
    for (const [name, schema] of Object.entries(definitions)) {
      this.addKinds(version, name, schema);
      this.addFields(version, name, schema, definitions);
    }
  }

  private addKinds(version: number, name: string, schema: Schema): void {
    if (schema.properties?.["metadata"]?.$ref !== REFERENCE + OBJECT_META) {
      return; // Options of calls, and events of watches.
    }
    for (const { group, kind, version: api } of schema["x-kubernetes-group-version-kind"] ?? []) {
      extend(this.kinds, `${group === "" ? "" : `${group}/`}${api} ${kind}`, version, { definition: short(name) });
    }
  }

  private addFields(version: number, name: string, { properties, required }: Schema, definitions: Definitions): void {
    if (properties === undefined) {
      return;
    }
    const fields = this.fields.get(short(name)) ?? new Map<string, Span & Field>();
    this.fields.set(short(name), fields);
    for (const [field, inner] of Object.entries(properties)) {
      extend(fields, field, version, {
        type: typeOf(inner, definitions),
        required: required?.includes(field) ?? false,
      });
    }
  }

  /** Kinds and definitions, each by its name. */
  notation(): { readonly kinds: object; readonly definitions: object } {
    const kinds = [...this.kinds].map(([key, { definition, ...span }]) => [key, definition + this.spanOf(span)]);
    const definitions = [...this.fields].map(([name, fields]) => [
      name,
      Object.fromEntries(
        [...fields].map(([field, { required, type, ...span }]) => [
          field,
          `${type}${required ? "!" : ""}${this.spanOf(span)}`,
        ]),
      ),
    ]);
    return {
      kinds: Object.fromEntries(kinds.toSorted(byKey)) as object,
      definitions: Object.fromEntries(definitions.toSorted(byKey)) as object,
    };
  }

  private spanOf({ since, until }: Span): string {
    return (since > first ? `+${String(since)}` : "") + (until <= this.last ? `-${String(until)}` : "");
  }
}

function byKey([one = ""]: readonly unknown[], [other = ""]: readonly unknown[]): number {
  return String(one) < String(other) ? -1 : 1;
}

function extend<T>(map: Map<string, T & Span>, key: string, version: number, value: T): void {
  map.set(key, { ...value, since: map.get(key)?.since ?? version, until: version + 1 });
}

/** `apps.v1.StatefulSet` of `io.k8s.api.apps.v1.StatefulSet`. */
function short(name: string): string {
  return name.replace(
    /^io\.k8s\.(?:api|apimachinery\.pkg\.apis|apiextensions-apiserver\.pkg\.apis|kube-aggregator\.pkg\.apis)\./,
    "",
  );
}

function typeOf(schema: Schema, definitions: Definitions): string {
  if (schema.$ref !== undefined) {
    return referred(schema.$ref.slice(REFERENCE.length), definitions);
  }
  const types = [schema.type ?? []].flat().filter((type) => type !== "null");
  const [type = ""] = types;
  if (type === "array") {
    return `[${typeOf(schema.items ?? {}, definitions)}`;
  }
  if (type === "object" && typeof schema.additionalProperties === "object") {
    return `{${typeOf(schema.additionalProperties, definitions)}`;
  }
  return types.length > 1 ? "*" : (SIMPLE[type] ?? "*");
}

function referred(name: string, definitions: Definitions): string {
  const target = definitions[name];
  const value = VALUES[name] ?? (target?.properties === undefined ? typeOf(target ?? {}, definitions) : undefined);
  return value ?? `@${short(name)}`;
}

const [folder = "", release = ""] = process.argv.slice(2);
const schemas = join(folder, "kubernetes-json-schema");
const minors = readdirSync(schemas)
  .flatMap((name) => /^v1\.(\d+)\.0-local$/.exec(name)?.[1] ?? [])
  .map(Number)
  .toSorted((one, other) => one - other);
const [first = 0] = minors;
const union = new Union(minors.at(-1) ?? 0);
for (const minor of minors) {
  const text = readFileSync(join(schemas, `v1.${String(minor)}.0-local`, "_definitions.json"), "utf8");
  union.add(minor, (JSON.parse(text) as { $defs: Definitions }).$defs);
}
const { definitions, kinds } = union.notation();
writeFileSync(
  OUT,
  `${JSON.stringify({
    source: `OpenAPI definitions of Kubernetes 1.${String(first)} to 1.${String(minors.at(-1))}, from the Python package kubernetes-validate ${release} (Apache-2.0); made by build/kubernetes-schemas.ts`,
    first,
    last: minors.at(-1),
  }).slice(0, -1)},\n"kinds":${rows(kinds)},\n"definitions":${rows(definitions)}}\n`,
);

/** An entry a line, so that a change can be read. */
function rows(map: object): string {
  return `{\n${Object.entries(map)
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    .join(",\n")}}`;
}
