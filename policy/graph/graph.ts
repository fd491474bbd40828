import { Undecidable } from "./object";
import { isNamespaced } from "./kinds";
import { LabelIndex } from "./label-index";
import { adriftKey, clusterKey, namespaceKey, Places, SEPARATOR } from "./places";
import { meets, nearest, sieve } from "./search";
import type { Kind } from "./kinds";
import type { GraphObject, Field } from "./object";
import type { Found } from "./search";

/** What is known besides the objects. */
export interface GraphContext {
  /** Names of storage classes that the configuration of the program sets. @default none */
  readonly configuredClasses?: ReadonlySet<string>;
  /** The configuration could not be seen. @default false */
  readonly configurationHidden?: boolean;
}

/**
 * All objects of a run, with the questions that rules ask about them. Objects of one name are never merged: in files, those
 * of the same file come first, then those of the same folder.
 */
export class ObjectGraph {
  private readonly byKind: ReadonlyMap<Kind, readonly GraphObject[]>;
  private readonly byUrn: ReadonlyMap<string, GraphObject>;
  private readonly byCluster: ReadonlyMap<string, readonly GraphObject[]>;
  private readonly byPlace: ReadonlyMap<string, readonly GraphObject[]>;
  private readonly byName: ReadonlyMap<string, readonly GraphObject[]>;
  /** Objects whose names are not known, by place: they may be anybody. */
  private readonly unnamed: ReadonlyMap<string, readonly GraphObject[]>;
  private readonly places = new Places((field) => this.sourcesOf(field));
  private readonly selectors = new Map<string, LabelIndex>();
  private readonly labels = new Map<string, LabelIndex>();
  private readonly derived = new Map<unknown, unknown>();
  private readonly answers = new Map<unknown, Map<object, unknown>>();

  /** All objects. */
  readonly objects: readonly GraphObject[];
  /** What is known besides. */
  readonly context: GraphContext;

  constructor(objects: readonly GraphObject[], context: GraphContext = {}) {
    this.objects = objects;
    this.context = context;
    this.byKind = Map.groupBy(objects, ({ kind }) => kind);
    this.byUrn = new Map(objects.flatMap((object) => (object.urn === undefined ? [] : [[object.urn, object]])));
    this.byCluster = Map.groupBy(objects, (object) => clusterKey(object, object.kind));
    this.byPlace = Map.groupBy(objects, (object) => this.places.key(object, object.kind));
    this.byName = Map.groupBy(
      objects,
      (object) => this.places.key(object, object.kind) + SEPARATOR + (object.name ?? ""),
    );
    this.unnamed = Map.groupBy(
      objects.filter(({ nameField }) => nameField.isUnknown),
      (object) => this.places.key(object, object.kind),
    );
  }

  /** All objects of a kind. */
  all(kind: Kind): readonly GraphObject[] {
    return this.byKind.get(kind) ?? [];
  }

  /** The object of a URN. */
  withUrn(urn: string): GraphObject | undefined {
    return this.byUrn.get(urn);
  }

  /** Something that is worked out once for an object, or a part of one. What could not be told is tried again. */
  onceFor<Key extends object, T>(key: Key, work: (key: Key, graph: ObjectGraph) => T): T {
    const answers = cachedIn(this.answers, work, () => new Map()) as Map<Key, T>;
    if (!answers.has(key)) {
      answers.set(key, work(key, this));
    }
    return answers.get(key) as T;
  }

  /** Something that is worked out once for the whole graph. */
  once<T>(work: (graph: ObjectGraph) => T): T {
    if (!this.derived.has(work)) {
      this.derived.set(work, work(this));
    }
    return this.derived.get(work) as T;
  }

  /**
   * Objects of a kind where an object can meet them: in its namespace, or in its cluster if the kind has no namespace or the
   * object's is not known.
   */
  near(object: GraphObject, kind: Kind): readonly GraphObject[] {
    if (isNamespaced(kind) && this.places.isUnplaced(object)) {
      return this.byCluster.get(clusterKey(object, kind)) ?? [];
    }
    return this.byPlace.get(this.places.key(object, kind)) ?? [];
  }

  /** Objects of a kind in the cluster of an object whose namespace is not known. */
  private adrift(object: GraphObject, kind: Kind): readonly GraphObject[] {
    return this.byPlace.get(adriftKey(object, kind)) ?? [];
  }

  /** Whether any object of a kind that an object can meet holds. A yes outweighs a doubt, and a doubt a no. */
  some(object: GraphObject, kind: Kind, holds: (other: GraphObject) => boolean): boolean {
    const { doubt, found } = this.sift(object, this.near(object, kind), this.adrift(object, kind), holds);
    if (found.length === 0 && doubt !== undefined) {
      throw doubt;
    }
    return found.length > 0;
  }

  private sift(
    object: GraphObject,
    near: readonly GraphObject[],
    adrift: readonly GraphObject[],
    holds: (other: GraphObject) => boolean,
  ): Found {
    // What is met for certain only if the namespaces are the same, which nobody knows.
    const unplaced = this.places.isUnplaced(object);
    const certain = sieve(unplaced ? [] : near, (other) => holds(other) && meets(object, other));
    const uncertain = sieve(unplaced ? near : adrift, holds);
    const [maybe] = uncertain.found;
    const doubt = maybe === undefined ? undefined : new Undecidable((unplaced ? object : maybe).namespaceField);
    return { found: certain.found, doubt: certain.doubt ?? doubt ?? uncertain.doubt };
  }

  /**
   * The objects of a kind whose label selector, at a path, selects given labels: `holds` decides, and is asked only about those
   * that share a label. Of files, the nearest ones.
   */
  selecting(object: GraphObject, query: SelectorQuery, holds: (other: GraphObject) => boolean): readonly GraphObject[] {
    const { doubt, found } = this.siftSelectors(object, query, holds);
    if (doubt !== undefined) {
      throw doubt;
    }
    return nearest(object, found);
  }

  /** Whether any object is {@link selecting}. A yes outweighs a doubt, and a doubt a no. */
  someSelecting(object: GraphObject, query: SelectorQuery, holds: (other: GraphObject) => boolean): boolean {
    const { doubt, found } = this.siftSelectors(object, query, holds);
    if (found.length === 0 && doubt !== undefined) {
      throw doubt;
    }
    return found.length > 0;
  }

  private siftSelectors(object: GraphObject, query: SelectorQuery, holds: (other: GraphObject) => boolean): Found {
    const { kind, labels, path } = query;
    const key = [this.places.key(object, kind), path].join(SEPARATOR);
    const index = cachedIn(
      this.selectors,
      key,
      () => new LabelIndex(this.near(object, kind), (other) => other.at(path)),
    );
    return this.sift(object, index.selectorsFor(labels), this.adrift(object, kind), holds);
  }

  /** The objects of a kind, with labels at a path, that a selector selects: the other way round. */
  selectedBy(object: GraphObject, query: LabelQuery, holds: (other: GraphObject) => boolean): readonly GraphObject[] {
    const { kind, labelsOf, selector } = query;
    const index = cachedIn(
      this.labels,
      this.places.key(object, kind),
      () => new LabelIndex(this.near(object, kind), labelsOf),
    );
    const { doubt, found } = this.sift(object, index.objectsFor(selector), this.adrift(object, kind), holds);
    if (doubt !== undefined) {
      throw doubt;
    }
    return nearest(object, found);
  }

  /** The object of a kind and name that an object means: of files, the nearest one. */
  named(object: GraphObject, kind: Kind, name: string): GraphObject | undefined {
    if (name === "") {
      return undefined;
    }
    if (isNamespaced(kind) && this.places.isUnplaced(object)) {
      const maybe = this.near(object, kind).some((other) => other.name === name || other.nameField.isUnknown);
      if (maybe) {
        throw new Undecidable(object.namespaceField);
      }
      return undefined;
    }
    const ofName = this.byName.get(this.places.key(object, kind) + SEPARATOR + name) ?? [];
    const found = ofName.filter((other) => meets(object, other));
    if (found.length > 0) {
      return nearest(object, found)[0];
    }
    this.refuseUnknown(object, kind, name);
    return undefined;
  }

  /** What is not known may be what is looked for. */
  private refuseUnknown(object: GraphObject, kind: Kind, name: string): void {
    const adrift = this.adrift(object, kind).find((other) => other.name === name || other.nameField.isUnknown);
    const unknown = adrift ?? this.unnamed.get(this.places.key(object, kind))?.[0];
    if (unknown !== undefined) {
      throw new Undecidable(adrift === undefined ? unknown.nameField : unknown.namespaceField);
    }
  }

  /**
   * The object of a kind that a field names. Where the name is not known yet, the program's own dependencies tell which
   * resource it comes from. Undefined where the graph does not hold it.
   */
  target(field: Field, kind: Kind): GraphObject | undefined {
    if (!field.isUnknown) {
      return field.text === undefined ? undefined : this.named(field.owner, kind, field.text);
    }
    const references = this.referencesOf(field);
    const sources = references.filter((source) => source?.kind === kind);
    // Anything but an object of Kubernetes may give a name: another stack, a random one, the configuration.
    const mayBeOther = references.some((source) => source?.isKubernetes !== true);
    if (sources.length !== 1 || mayBeOther) {
      throw new Undecidable(field);
    }
    return sources[0];
  }

  /** The resources that a field may come from, as far as the program says: those of its top-level input. */
  sourcesOf(field: Field): readonly GraphObject[] {
    return this.referencesOf(field).flatMap((source) => source ?? []);
  }

  /** As {@link sourcesOf}, with undefined for those that the graph does not hold. */
  private referencesOf(field: Field): readonly (GraphObject | undefined)[] {
    const [input = ""] = field.keys;
    return (field.owner.facts.references?.[String(input)] ?? []).map((urn) => this.byUrn.get(urn));
  }

  /** Namespace of an object as a key, or undefined where it is not known. */
  namespaceOf(object: GraphObject): string | undefined {
    return this.places.namespaceOf(object);
  }

  /** Whether a Namespace is the one that an object lives in. */
  makesNamespaceOf(namespace: GraphObject, object: GraphObject): boolean {
    return this.places.namespaceOf(object) === namespaceKey(namespace);
  }
}

/** Selectors to look for. */
export interface SelectorQuery {
  readonly kind: Kind;
  /** Labels that they should select. */
  readonly labels: Field;
  /** Where objects of the kind have their map of wanted labels. */
  readonly path: string;
}

/** Labelled objects to look for. */
export interface LabelQuery {
  readonly kind: Kind;
  /** Map of wanted labels. */
  readonly selector: Field;
  /** Labels of an object. */
  readonly labelsOf: (object: GraphObject) => Field;
}

function cachedIn<Key, T>(cache: Map<Key, T>, key: Key, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  cache.set(key, made);
  return made;
}
