import { entryOf } from "../../../policy/facts/entry";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A type in the notation of kubernetes.json. */
export type Type =
  | { readonly form: "text" | "integer" | "number" | "flag" | "quantity" | "integer or text" | "anything" }
  | { readonly form: "list" | "map"; readonly of: Type }
  | { readonly form: "object"; readonly definition: string };

/** A field of an object. */
export interface FieldSchema {
  readonly type: Type;
  readonly required: boolean;
  /** First minor version that has it. */
  readonly since: number;
  /** First minor version that has it no more. */
  readonly until: number;
}

/** Notation → form. */
const FORMS: Readonly<Record<string, Exclude<Type, { of: Type } | { definition: string }>["form"]>> = {
  s: "text",
  i: "integer",
  n: "number",
  b: "flag",
  q: "quantity",
  x: "integer or text",
  "*": "anything",
};

interface Data {
  readonly first: number;
  readonly last: number;
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Types of all objects of Kubernetes. Source: analyze/schemas/kubernetes.json, which names its own. */
export class KubernetesSchemas {
  private readonly data: Data;
  private readonly fieldsOf = new Map<string, ReadonlyMap<string, FieldSchema>>();
  private readonly groups: ReadonlySet<string>;

  constructor(text = readFileSync(join(__dirname, "kubernetes.json"), "utf8")) {
    this.data = JSON.parse(text) as Data;
    this.groups = new Set(Object.keys(this.data.kinds).map((key) => groupOfKey(key)));
  }

  /** Oldest minor version that is known. */
  get first(): number {
    return this.data.first;
  }

  /** Newest minor version that is known. */
  get last(): number {
    return this.data.last;
  }

  /** Type of a kind in a version; undefined where the version does not have it. */
  kind(apiVersion: string, kind: string, minor: number): Type | undefined {
    const key = `${apiVersion} ${kind}`;
    const found = entryOf(this.data.kinds, key);
    const { notation, since, until } = read(found ?? "", this.data);
    return found !== undefined && since <= minor && minor < until
      ? { form: "object", definition: notation }
      : undefined;
  }

  /** Versions of an API that have a kind, such as `apps/v1`. */
  versionsOf(kind: string): readonly string[] {
    return Object.keys(this.data.kinds).flatMap((key) =>
      key.endsWith(` ${kind}`) ? key.slice(0, key.indexOf(" ")) : [],
    );
  }

  /** Kinds of a version of an API. */
  kindsOf(apiVersion: string): readonly string[] {
    return Object.keys(this.data.kinds).flatMap((key) =>
      key.startsWith(`${apiVersion} `) ? key.slice(apiVersion.length + 1) : [],
    );
  }

  /** Whether an API group is one of Kubernetes itself. */
  hasGroup(group: string): boolean {
    return this.groups.has(group);
  }

  /** Fields of a definition. */
  fields(definition: string): ReadonlyMap<string, FieldSchema> {
    const known = this.fieldsOf.get(definition);
    if (known !== undefined) {
      return known;
    }
    const fields = new Map(
      Object.entries(this.data.definitions[definition] ?? {}).map(([name, text]) => [name, fieldOf(text, this.data)]),
    );
    this.fieldsOf.set(definition, fields);
    return fields;
  }
}

function groupOfKey(key: string): string {
  return key.includes("/") ? key.slice(0, key.indexOf("/")) : "";
}

const NOTATION = /^(.*?)(!?)(?:\+(\d+))?(?:-(\d+))?$/;

function read(
  text: string,
  { first, last }: Data,
): { notation: string; required: boolean; since: number; until: number } {
  const [, notation = "", mark, since, until] = NOTATION.exec(text) ?? [];
  return {
    notation,
    required: mark === "!",
    since: since === undefined ? first : Number(since),
    until: until === undefined ? last + 1 : Number(until),
  };
}

function fieldOf(text: string, data: Data): FieldSchema {
  const { notation, ...rest } = read(text, data);
  return { type: typeOf(notation), ...rest };
}

function typeOf(notation: string): Type {
  const [mark = "", rest] = [notation[0], notation.slice(1)];
  if (mark === "[" || mark === "{") {
    return { form: mark === "[" ? "list" : "map", of: typeOf(rest) };
  }
  return mark === "@" ? { form: "object", definition: rest } : { form: FORMS[notation] ?? "anything" };
}
