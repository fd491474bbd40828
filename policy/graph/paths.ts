const paths = new Map<string, readonly string[]>();

/** `spec.replicas` as a list of keys. The same few paths are asked for at every object, so they are split once. */
export function keysOf(path: string): readonly string[] {
  const known = paths.get(path);
  if (known !== undefined) {
    return known;
  }
  const keys = path.split(".");
  paths.set(path, keys);
  return keys;
}

/** Keys and indexes as a path: `spec.template.spec.containers[0].image`. */
export function pathOf(keys: readonly (string | number)[]): string {
  return keys
    .map((key) => {
      if (typeof key === "number") {
        return `[${String(key)}]`;
      }
      return /^[\w-]+$/.test(key) ? `.${key}` : `["${key}"]`;
    })
    .join("")
    .replace(/^\./, "");
}
