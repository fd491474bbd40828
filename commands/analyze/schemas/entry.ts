/** What a table says of a kind; undefined for nothing. Kinds are what people write: what every object inherits, such as `__proto__`, is no entry. */
export function entryOf<Entry>(table: Readonly<Record<string, Entry>>, kind: string): Entry | undefined {
  return Object.hasOwn(table, kind) ? table[kind] : undefined;
}
