import type { Kind } from "./kinds";
import type { UNKNOWN, Value } from "./value";

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
