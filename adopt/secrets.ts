import type { GraphObject } from "../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";

/** Longest name of a secret within a workload. Source: config/workload.ts. */
const MAX_SECRET_NAME = 40;

/** One Secret that the pods use. */
interface UsedSecret {
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
  private readonly adopted: AdoptedSet;

  constructor(adopted: AdoptedSet) {
    this.adopted = adopted;
  }

  /** A variable that holds a key of a Secret. */
  variable(name: string, secret: string, key: string): void {
    const use = this.use(secret);
    use.keys.add(key);
    use.env[name] = key;
  }

  /** Takes a variable back, because another one of the same name holds. */
  forget(name: string): void {
    for (const { env } of this.used.values()) {
      Reflect.deleteProperty(env, name);
    }
  }

  /** All keys of a Secret as variables. False where the Secret is not among the manifests, so that its keys are not known. */
  allVariables(secret: string, prefix: string): boolean {
    const keys = this.keysOf(secret);
    keys?.forEach((key) => {
      this.variable(`${prefix}${key}`, secret, key);
    });
    return keys !== undefined;
  }

  /** A Secret as files. Keys that are not named are those of the Secret; false where nobody knows them. */
  mount(secret: string, mountPath: string, named: readonly string[]): boolean {
    const keys = named.length > 0 ? named : this.keysOf(secret);
    if (keys === undefined) {
      return false;
    }
    const use = this.use(secret);
    keys.forEach((key) => use.keys.add(key));
    use.mountPath = mountPath;
    return true;
  }

  /** What the entry says, and the values that have to be set. */
  get result(): { readonly entries: SecretEntries; readonly values: readonly SecretValue[] } {
    const all = [...this.used].map(([from, use]) => ({ from, secret: this.aliasOf(from), use }));
    return {
      entries: Object.fromEntries(
        all.map(({ secret, use: { env, keys, mountPath } }) => [
          secret,
          {
            fromConfig: [...keys],
            ...(Object.keys(env).length > 0 && { env }),
            ...(mountPath !== undefined && { mountPath }),
          },
        ]),
      ),
      values: all.flatMap(({ from, secret, use }) => [...use.keys].map((key) => ({ from, secret, key }))),
    };
  }

  private use(secret: string): UsedSecret {
    const known = this.used.get(secret) ?? { keys: new Set(), env: {}, mountPath: undefined };
    this.used.set(secret, known);
    return known;
  }

  private keysOf(secret: string): readonly string[] | undefined {
    const object = this.adopted.named("Secret", secret);
    return object === undefined ? undefined : secretKeys(object);
  }

  /** A name that fits into the entry. The new Secret's name has the workload's in front of it anyway. */
  private aliasOf(secret: string): string {
    const own = `${this.adopted.name}-`;
    const short = secret.startsWith(own) ? secret.slice(own.length) : secret;
    return short.replaceAll(".", "-").slice(0, MAX_SECRET_NAME).replace(/-+$/, "");
  }
}

function secretKeys(object: GraphObject): readonly string[] {
  return [...new Set([...object.at("data").names, ...object.at("stringData").names])];
}
