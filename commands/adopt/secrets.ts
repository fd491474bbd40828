import type { Variables } from "./environment";

/** Longest name of a secret within a workload. Source: config/workload.ts. */
const MAX_SECRET_NAME = 40;

/** One Secret that the pods use. */
interface UsedSecret {
  readonly alias: string;
  readonly keys: Set<string>;
  readonly env: Record<string, string>;
  mountPath: string | undefined;
}

/** The secrets of an entry, by their names within the workload. */
export type SecretEntries = Readonly<
  Record<string, { fromConfig: string[]; env?: Record<string, string>; mountPath?: string }>
>;

/** A value that a person has to set before the stack can run. */
export interface SecretValue {
  /** Name within the workload. */
  readonly secret: string;
  /** Secret that holds the value today. */
  readonly from: string;
  /** Key in it. */
  readonly key: string;
}

/** Collects the Secrets that containers name. Their values are never read. */
export class Secrets {
  private readonly used = new Map<string, UsedSecret>();
  private readonly workload: string;

  constructor(workload: string) {
    this.workload = workload;
  }

  /** Takes the variables that hold keys of Secrets. */
  addVariables(variables: Variables): void {
    for (const [name, from] of variables) {
      if ("secret" in from) {
        const use = this.use(from.secret);
        use.keys.add(from.key);
        use.env[name] = from.key;
      }
    }
  }

  /** A Secret as files, one for each key. False where it is mounted elsewhere already: an entry has one place for it. */
  mount(secret: string, mountPath: string, keys: readonly string[]): boolean {
    const use = this.use(secret);
    if (use.mountPath !== undefined) {
      return false;
    }
    keys.forEach((key) => use.keys.add(key));
    use.mountPath = mountPath;
    return true;
  }

  /** What the entry says. */
  get entries(): SecretEntries {
    return Object.fromEntries(
      [...this.used.values()].map(({ alias, env, keys, mountPath }) => [
        alias,
        {
          fromConfig: [...keys],
          ...(Object.keys(env).length > 0 && { env }),
          ...(mountPath !== undefined && { mountPath }),
        },
      ]),
    );
  }

  /** The values that have to be set. */
  get values(): readonly SecretValue[] {
    return [...this.used].flatMap(([from, { alias, keys }]) => [...keys].map((key) => ({ from, secret: alias, key })));
  }

  private use(secret: string): UsedSecret {
    const known = this.used.get(secret);
    if (known !== undefined) {
      return known;
    }
    const made = { alias: this.aliasFor(secret), keys: new Set<string>(), env: {}, mountPath: undefined };
    this.used.set(secret, made);
    return made;
  }

  /** A name that fits into the entry, and that no other Secret has. The new Secret's name has the workload's in front of it anyway. */
  private aliasFor(secret: string): string {
    const own = `${this.workload}-`;
    const short = secret.startsWith(own) ? secret.slice(own.length) : secret;
    const base = fitting(short, MAX_SECRET_NAME);
    const taken = new Set([...this.used.values()].map(({ alias }) => alias));
    let alias = base;
    for (let number = 2; taken.has(alias); number++) {
      const suffix = `-${String(number)}`;
      alias = fitting(base, MAX_SECRET_NAME - suffix.length) + suffix;
    }
    return alias;
  }
}

function fitting(name: string, length: number): string {
  return name.replaceAll(".", "-").slice(0, length).replace(/-+$/, "");
}
