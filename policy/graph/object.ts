import { isNamespaced } from "./kinds";
import { DEFAULT_NAMESPACE } from "./object-facts";
import { keysOf, pathOf } from "./paths";
import { isMap, UNKNOWN, valueAt } from "./value";
import type { Kind } from "./kinds";
import type { ObjectFacts } from "./object-facts";
import type { Value, ValueMap } from "./value";

/**
 * Thrown where a decision needs a value that is not known yet. Whoever asks for a decision catches it and says that there
 * is none: a rule never passes because it could not look.
 */
export class Undecidable extends Error {
  /** The field that is not known. */
  readonly field: Field;
  /** Why it cannot be told, where it is for another reason than a value that is not known yet. */
  readonly reason: string | undefined;

  constructor(field: Field, reason?: string) {
    super(`${field.path === "" ? "the whole object" : field.path} is not known yet`);
    this.field = field;
    this.reason = reason;
  }
}

/** A value that is known, though parts of it may not be. */
type KnownValue = null | boolean | number | string | readonly Value[] | ValueMap;

const NONE: readonly Field[] = [];
/** How a field is reached from another one: a key, an index, or several keys. */
type Step = string | number | readonly string[];

/** A value within an object, which knows where it is. Reading what is not there gives a field without a value. */
export class Field {
  /** Value; undefined where there is none. */
  readonly value: Value | undefined;
  /** Object that holds it. */
  readonly owner: GraphObject;
  private readonly parent: Field | undefined;
  private readonly step: Step;

  constructor(value: Value | undefined, owner: GraphObject, parent?: Field, step: Step = []) {
    this.value = value;
    this.owner = owner;
    this.parent = parent;
    this.step = step;
  }

  /** Path from the object, such as `spec.template.spec.containers[0].image`. */
  get path(): string {
    return pathOf(this.keys);
  }

  /** Keys and indexes from the object. */
  get keys(): readonly (string | number)[] {
    return this.parent === undefined ? [] : this.parent.keys.concat(this.step);
  }

  /** Field at a path of plain keys: `at("spec.replicas")`. Throws {@link Undecidable} where the way there is not known. */
  at(path: string): Field {
    const keys = keysOf(path);
    // One field for the whole way: a hundred rules look at thousands of objects.
    let value: Value | undefined = this.known;
    for (const key of keys) {
      if (value === UNKNOWN) {
        throw new Undecidable(this.firstUnknown(keys));
      }
      value = valueAt(value, key);
    }
    return new Field(value, this.owner, this, keys);
  }

  private firstUnknown([key = "", ...rest]: readonly string[]): Field {
    const field = this.of(key);
    return field.isUnknown ? field : field.firstUnknown(rest);
  }

  /** As {@link at}, but where the way there is not known, the field at which it ends: nothing is decided yet. */
  reach(path: string): Field {
    try {
      return this.at(path);
    } catch (error) {
      return asDoubt(error).field;
    }
  }

  /** Field under one key, which may hold any character, such as an annotation's. */
  of(key: string): Field {
    return new Field(valueAt(this.known, key), this.owner, this, key);
  }

  /** Value. Throws {@link Undecidable} if it is not known. */
  get known(): KnownValue | undefined {
    if (this.value === UNKNOWN) {
      throw new Undecidable(this);
    }
    return this.value as KnownValue | undefined;
  }

  /** Whether the value is not known yet. */
  get isUnknown(): boolean {
    return this.value === UNKNOWN;
  }

  /** Whether there is a value, known or not. Null is none, as for the API server. */
  get isSet(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** The text, or undefined where there is none. */
  get text(): string | undefined {
    const value = this.known;
    return typeof value === "string" ? value : undefined;
  }

  /** The number, or undefined where there is none. */
  get number(): number | undefined {
    const value = this.known;
    return typeof value === "number" ? value : undefined;
  }

  /** The truth value, or undefined where there is none. Some providers write it as text. */
  get flag(): boolean | undefined {
    const value = this.known;
    if (typeof value === "string" && /^(true|false)$/i.test(value)) {
      return value.toLowerCase() === "true";
    }
    return typeof value === "boolean" ? value : undefined;
  }

  /** The value for a message: a text or number as it is, `not set` where there is none. */
  get shown(): string {
    const { value } = this;
    if (value === UNKNOWN) {
      return "(not known yet)";
    }
    return value === undefined || value === null || typeof value === "object" ? "not set" : String(value);
  }

  /** The entries of a list; none where there is no list. */
  get items(): readonly Field[] {
    const value = this.known;
    if (!Array.isArray(value)) {
      return NONE;
    }
    return (value as readonly Value[]).map((item, index) => new Field(item, this.owner, this, index));
  }

  /** Keys of a map; none where there is no map. */
  get names(): readonly string[] {
    const value = this.known;
    return isMap(value) ? Object.keys(value) : [];
  }

  /** The entries of a map, by key; none where there is no map. */
  get entries(): readonly (readonly [string, Field])[] {
    return this.names.map((key) => [key, this.of(key)] as const);
  }

  /** The text under one key, as `of(key).text`, without a field in between. */
  textOf(key: string): string | undefined {
    const inner = valueAt(this.known, key);
    if (inner === UNKNOWN) {
      throw new Undecidable(this.of(key));
    }
    return typeof inner === "string" ? inner : undefined;
  }

  /** The texts of a list. */
  get texts(): readonly string[] {
    return this.items.flatMap((item) => item.text ?? []);
  }
}

/** The error itself if it is a doubt. Other errors are thrown on. */
export function asDoubt(error: unknown): Undecidable {
  if (error instanceof Undecidable) {
    return error;
  }
  throw error;
}

/** An object of the graph. Nothing changes it. */
export class GraphObject {
  /** Content. */
  readonly root: Field;

  /** What its source told. */
  readonly facts: ObjectFacts;
  private derived: Map<unknown, unknown> | undefined;

  constructor(facts: ObjectFacts) {
    this.facts = facts;
    this.root = new Field(facts.value, this);
  }

  /** Something that is worked out once for this object. */
  once<T>(work: (object: GraphObject) => T): T {
    this.derived ??= new Map();
    if (!this.derived.has(work)) {
      this.derived.set(work, work(this));
    }
    return this.derived.get(work) as T;
  }

  /** Lets go of what was worked out, once nobody asks any more: of thousands of objects that is a lot. */
  forget(): void {
    this.derived = undefined;
  }

  /** Kind that rules ask for. */
  get kind(): Kind {
    return this.facts.kind;
  }

  /** Field at a path; see {@link Field.at}. */
  at(path: string): Field {
    return this.root.at(path);
  }

  /** Whether it is a Kubernetes object. */
  get isKubernetes(): boolean {
    return this.facts.apiVersion !== "";
  }

  /** Field that holds its name, or the one before it that is not known. */
  get nameField(): Field {
    return this.root.reach(this.isKubernetes ? "metadata.name" : "name");
  }

  /** Its name, or undefined where it is not known or made up when it is created. */
  get name(): string | undefined {
    const { value } = this.nameField;
    return typeof value === "string" ? value : undefined;
  }

  /** Field that holds its namespace, or the one before it that is not known. */
  get namespaceField(): Field {
    return this.root.reach("metadata.namespace");
  }

  /** Its annotation, or undefined where it has none. */
  annotation(key: string): string | undefined {
    return this.at("metadata.annotations").of(key).text;
  }

  /** URN, or undefined for an object of a file. */
  get urn(): string | undefined {
    return "urn" in this.facts.origin ? this.facts.origin.urn : undefined;
  }

  /** How messages and exemptions name it: `StatefulSet stateful/db`, `StorageClass fast-ssd`, `NodePool stateful`. */
  get title(): string {
    const { kind, kindName, programName } = this.facts;
    const name = this.name ?? programName ?? "(no name yet)";
    const namespace = isNamespaced(kind) ? this.namespace : undefined;
    return `${kindName} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
  }

  /** The namespace that it lives in, or undefined where that is not known. */
  get namespace(): string | undefined {
    const { value } = this.namespaceField;
    if (typeof value === "string") {
      return value;
    }
    const { defaultNamespace = DEFAULT_NAMESPACE } = this.facts;
    const isLeftOut = value === undefined || value === null;
    return isLeftOut && typeof defaultNamespace === "string" ? defaultNamespace : undefined;
  }
}
