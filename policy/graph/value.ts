/** Stands for a value that nobody knows before the resource it comes from exists. */
class UnknownValue {
  /** Tells it from any other object. */
  readonly isUnknown = true;

  /** What a message shows in its place. */
  toString(): string {
    return "(not known yet)";
  }
}

/** The only unknown value. */
export const UNKNOWN: UnknownValue = Object.freeze(new UnknownValue());

/** JSON in which {@link UNKNOWN} stands for values that are not known yet. */
export type Value =
  null | boolean | number | string | UnknownValue | readonly Value[] | { readonly [key: string]: Value | undefined };

/** A map of values. */
export type ValueMap = Readonly<Record<string, Value | undefined>>;

/** The value under a key of a map; undefined where there is none, or no map. */
export function valueAt(value: unknown, key: string): Value | undefined {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The text under a key of a map; an empty one where there is none. */
export function textAt(value: unknown, key: string): string {
  const inner = valueAt(value, key);
  return typeof inner === "string" ? inner : "";
}

/** The number under a key of a map; undefined where there is none. */
export function numberAt(value: unknown, key: string): number | undefined {
  const inner = valueAt(value, key);
  return typeof inner === "number" ? inner : undefined;
}

/** The maps of the list under a key of a map; none where there is no list. */
export function mapsAt(value: unknown, key: string): readonly ValueMap[] {
  const inner = valueAt(value, key);
  return Array.isArray(inner) ? (inner as readonly Value[]).filter(isMap) : [];
}

/** The map under a key of a map; an empty one where there is none. */
export function mapAt(value: unknown, key: string): ValueMap {
  const inner = valueAt(value, key);
  return isMap(inner) ? inner : {};
}

/** Whether a value is a map, and neither a list nor unknown. */
export function isMap(value: unknown): value is ValueMap {
  return typeof value === "object" && value !== null && value !== UNKNOWN && !Array.isArray(value);
}
