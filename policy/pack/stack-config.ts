/** Keys under which a configuration may name a storage class. */
const CLASS_KEY = /class/i;

/**
 * The names that a stack's configuration gives to storage classes: every text under a key that speaks of a class. A claim
 * may use those without the program defining the class.
 *
 * @param json the stack's configuration as the engine hands it to a pack: key → text, which may be JSON; undefined for none
 */
export function configuredClasses(json: string | undefined): ReadonlySet<string> {
  const values = parsed(json ?? "{}");
  const names = new Set<string>();
  collect(values, false, names);
  return names;
}

function collect(value: unknown, isClass: boolean, names: Set<string>): void {
  if (typeof value === "string") {
    const inner = /^\s*[[{]/.test(value) ? parsed(value) : undefined;
    if (inner !== undefined) {
      collect(inner, isClass, names);
    } else if (isClass) {
      names.add(value);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      collect(inner, isClass || (!Array.isArray(value) && CLASS_KEY.test(key)), names);
    }
  }
}

/** A text as JSON, or undefined where it is something else. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
