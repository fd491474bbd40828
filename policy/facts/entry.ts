/** What a table has by a name; undefined for nothing. Names are what people write: what every object inherits, such as `__proto__`, is no entry. */
export function entryOf<Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
