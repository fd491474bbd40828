import { isNamespaced } from "./kinds";
import { DEFAULT_NAMESPACE } from "./object-facts";
import type { Kind } from "./kinds";
import type { GraphObject, Field } from "./object";

/** Stands between the parts of a key; no name holds it. */
export const SEPARATOR = "\u0000";

/** Where objects live: a cluster, and in it a namespace, which may be known by its name, by the resource that makes it, or not. */
export class Places {
  private readonly sourcesOf: (field: Field) => readonly GraphObject[];
  private readonly namespaces = new Map<GraphObject, string | undefined>();
  private readonly keys = new Map<GraphObject, string>();

  /** @param sourcesOf the resources that a field may come from */
  constructor(sourcesOf: (field: Field) => readonly GraphObject[]) {
    this.sourcesOf = sourcesOf;
  }

  /** Namespace of an object as a key, or undefined where it is not known. */
  namespaceOf(object: GraphObject): string | undefined {
    if (!this.namespaces.has(object)) {
      this.namespaces.set(object, this.resolve(object));
    }
    return this.namespaces.get(object);
  }

  private resolve(object: GraphObject): string | undefined {
    if (object.root.reach("metadata").isUnknown) {
      return undefined;
    }
    const field = object.namespaceField;
    const { defaultNamespace = DEFAULT_NAMESPACE } = object.facts;
    if (!field.isUnknown) {
      return field.text ?? (typeof defaultNamespace === "string" ? defaultNamespace : undefined);
    }
    const sources = this.sourcesOf(field).filter(({ kind }) => kind === "Namespace");
    return sources[0] !== undefined && sources.length === 1 ? namespaceKey(sources[0]) : undefined;
  }

  /** Whether an object lives in a namespace that is not known. */
  isUnplaced(object: GraphObject): boolean {
    return isNamespaced(object.kind) && this.namespaceOf(object) === undefined;
  }

  /** Key of the place where an object meets those of a kind; the same for all of them. */
  key(object: GraphObject, kind: Kind): string {
    if (!isNamespaced(kind)) {
      return placeKey(object, "") + SEPARATOR + kind;
    }
    const known = this.keys.get(object);
    if (known !== undefined) {
      return known + SEPARATOR + kind;
    }
    const key = placeKey(object, object.kind === "Namespace" ? namespaceKey(object) : this.namespaceOf(object));
    this.keys.set(object, key);
    return key + SEPARATOR + kind;
  }
}

/** Key of the namespace that a Namespace object makes. */
export function namespaceKey(namespace: GraphObject): string {
  return namespace.name ?? `urn ${namespace.urn ?? ""}`;
}

/** Key of a whole cluster, for a kind. */
export function clusterKey({ facts }: GraphObject, kind: Kind): string {
  return facts.cluster + SEPARATOR + kind;
}

/** Key of the objects of a kind whose namespace is not known. */
export function adriftKey(object: GraphObject, kind: Kind): string {
  return placeKey(object, undefined) + SEPARATOR + kind;
}

function placeKey({ facts }: GraphObject, namespace: string | undefined): string {
  return facts.cluster + SEPARATOR + (namespace === undefined ? "?" : `=${namespace}`);
}
