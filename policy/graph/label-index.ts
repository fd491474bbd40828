import { ifKnown } from "./doubts";
import { isMap } from "./value";
import type { GraphObject, Field } from "./object";

/**
 * Finds, among thousands of objects with a map of labels each, the few that can fit another map. Whether they really do is
 * for the caller to say: those whose map is not known, or has no text, always can.
 */
export class LabelIndex {
  private readonly byPair = new Map<string, GraphObject[]>();
  private readonly filed = new Map<string, GraphObject[]>();
  private readonly vague: GraphObject[] = [];
  private readonly all: readonly GraphObject[];

  constructor(objects: readonly GraphObject[], mapOf: (object: GraphObject) => Field) {
    this.all = objects;
    const pairsByObject = objects.map((object) => [object, fullPairsOf(() => mapOf(object))] as const);
    for (const [object, pairs] of pairsByObject) {
      pairs.forEach((pair) => {
        file(this.byPair, pair, object);
      });
    }
    for (const [object, pairs] of pairsByObject) {
      const rarest = this.rarest(pairs);
      if (rarest === undefined) {
        this.vague.push(object);
      } else {
        file(this.filed, rarest, object);
      }
    }
  }

  /** The pair that the fewest objects have. */
  private rarest(pairs: readonly string[]): string | undefined {
    let rarest: string | undefined;
    let fewest = Infinity;
    for (const pair of pairs) {
      const count = this.byPair.get(pair)?.length ?? 0;
      if (count < fewest) {
        rarest = pair;
        fewest = count;
      }
    }
    return rarest;
  }

  /** Taking the objects' maps as selectors: those that may select these labels. Each is filed under its rarest pair only. */
  selectorsFor(labels: Field): readonly GraphObject[] {
    const pairs = pairsOf(labels);
    return hasDoubt(labels, pairs) ? this.all : [...this.vague, ...pairs.flatMap((pair) => this.filed.get(pair) ?? [])];
  }

  /** Taking the objects' maps as labels: those that this selector may select, found by its rarest pair. */
  objectsFor(selector: Field): readonly GraphObject[] {
    const pairs = pairsOf(selector);
    const rarest = this.rarest(pairs);
    return rarest === undefined ? this.all : [...this.vague, ...(this.byPair.get(rarest) ?? [])];
  }
}

function file(map: Map<string, GraphObject[]>, pair: string, object: GraphObject): void {
  const list = map.get(pair);
  if (list === undefined) {
    map.set(pair, [object]);
  } else {
    list.push(object);
  }
}

function hasDoubt(labels: Field, pairs: readonly string[]): boolean {
  return labels.isUnknown || labels.names.length !== pairs.length;
}

/** `key=value` of each label whose value is a known text. */
function pairsOf(labels: Field): readonly string[] {
  const { value } = labels;
  if (!isMap(value)) {
    return [];
  }
  const pairs: string[] = [];
  for (const key of Object.keys(value)) {
    const text = value[key];
    if (typeof text === "string") {
      pairs.push(`${key}=${text}`);
    }
  }
  return pairs;
}

/** As {@link pairsOf}, but none where any label is not known: such an object may fit anything. */
function fullPairsOf(map: () => Field): readonly string[] {
  // Nor where the way to the labels is not known.
  return ifKnown(() => {
    const labels = map();
    const pairs = pairsOf(labels);
    return hasDoubt(labels, pairs) ? [] : pairs;
  }, []);
}
