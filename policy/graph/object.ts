import { Field } from "./field";
import { isNamespaced } from "./kinds";
import type { Kind } from "./kinds";
import type { UNKNOWN } from "./value";
import type { Value } from "./value";

/** Where an object was found. */
type Origin =
  | {
      /** URN of the resource. */
      readonly urn: string;
    }
  | {
      /** File that holds the object. */
      readonly file: string;
      /** Number of its document, by which whoever read the file finds it again. */
      readonly document: number;
      /** Keys from the document to the object, where it is an item of a list. @default the document is the object */
      readonly keys?: readonly (string | number)[];
    };

/** What a source tells about an object. */
export interface ObjectFacts {
  /** Kind that rules ask for. */
  readonly kind: Kind;
  /** Kind as it is written, for messages. */
  readonly kindName: string;
  /** API version, such as `apps/v1`; an empty text for cloud resources. */
  readonly apiVersion: string;
  /** Content. */
  readonly value: Value;
  /** Where it was found. */
  readonly origin: Origin;
  /** Cluster that it goes to; objects of different clusters never meet. */
  readonly cluster: string;
  /** URN of the provider that makes it. */
  readonly provider?: string;
  /** Namespace where it names none; it may not be known. @default "default" */
  readonly defaultNamespace?: string | typeof UNKNOWN;
  /** Name in the program, where there is one. */
  readonly programName?: string;
  /** Refuses deletion. Undefined where the source cannot say. */
  readonly isProtected?: boolean;
  /** Input paths whose changes are ignored. */
  readonly ignoreChanges?: readonly string[];
  /** URNs that an input comes from, by top-level input. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
  /** URNs that must exist before. */
  readonly dependencies?: readonly string[];
  /** Texts in it that must not be shown. */
  readonly secrets?: readonly string[];
}

/** The namespace that objects without one live in. */
export const DEFAULT_NAMESPACE = "default";

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
