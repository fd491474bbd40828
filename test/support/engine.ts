import { isDeepStrictEqual } from "node:util";
import { program } from "../../index";
import { fakeProviders } from "../../commands/plan/engine/fake-providers";
import { startMonitor } from "../../commands/plan/engine/monitor";
import { HookCaller } from "./hook-calls";
import { runInline } from "./inline-program";
import { settingsWith } from "./stacks";
import type { RunningMonitor } from "../../commands/plan/engine/monitor";
import type { Registration } from "../../commands/plan/engine/registration";
import type { WireObject } from "../../commands/plan/engine/wire";
import type { Changes, StackName } from "./stacks";

/**
 * A small engine: it keeps a state, decides between create, same, update, replacement and delete as the real one was seen to
 * (../shared/research/engine-checked.md, and pkg/resource/deploy of pulumi/pulumi at 3.260), calls hooks over the real protocol, and
 * writes down what providers would be asked to delete. Providers are fakes. Not modelled: providers' own checks and awaits, refresh,
 * targets, parallel steps.
 */

/** What the state holds of a resource. */
export interface Stored extends Registration {
  readonly id: string;
  readonly outputs: WireObject;
}

/** What a run did. */
export interface Ran {
  /** Errors of steps and of the program, in the order in which they came. */
  readonly errors: readonly string[];
  /** Warnings of the program. */
  readonly warnings: readonly string[];
  /** `create StatefulSet db-set` and so on; those that change nothing are left out. */
  readonly steps: readonly string[];
  /** What a provider was asked to delete, as `StatefulSet ns/name`. */
  readonly deleted: readonly string[];
}

type Mode = "preview" | "update" | "destroy";

/** Inputs whose change replaces. Source: pulumi-kubernetes, provider/pkg/provider/diff.go; google_container_cluster, ForceNew */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:apps/v1:StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "kubernetes:core/v1:ConfigMap": ["data"],
  "kubernetes:core/v1:Secret": ["stringData"],
  "gcp:container/cluster:Cluster": ["name", "location", "network", "datapathProvider"],
  "pulumi:providers:kubernetes": ["clusterIdentifier"],
};

/** The small engine of one stack. */
export class SmallEngine {
  /** By URN, in the order of creation. */
  readonly state = new Map<string, Stored>();
  private readonly stack: StackName;
  private readonly env: NodeJS.ProcessEnv;
  private readonly provider: Provider | undefined;

  /** With a provider, what it makes is made. */
  constructor(stack: StackName, env: NodeJS.ProcessEnv = {}, provider?: Provider) {
    this.stack = stack;
    this.env = env;
    this.provider = provider;
  }

  /** What `pulumi preview` does. */
  preview(changes: Changes = {}): Promise<Ran> {
    return this.run("preview").go(changes);
  }

  /** What `pulumi up --skip-preview` does. */
  up(changes: Changes = {}): Promise<Ran> {
    return this.run("update").go(changes);
  }

  /** What `pulumi destroy --run-program` does. */
  destroy(changes: Changes = {}): Promise<Ran> {
    return this.run("destroy").go(changes);
  }

  private run(mode: Mode): Run {
    return new Run({ state: this.state, stack: this.stack, mode, env: this.env, provider: this.provider });
  }

  /** Whether `pulumi destroy` would do without `--run-program`. */
  get hasDeleteHooks(): boolean {
    return [...this.state.values()].some(
      ({ options: { hooks = {} } }) => "beforeDelete" in hooks || "afterDelete" in hooks,
    );
  }

  /** An engine with the same state, which then goes its own way. */
  copy(): SmallEngine {
    const copy = new SmallEngine(this.stack, this.env, this.provider);
    this.state.forEach((stored, urn) => copy.state.set(urn, structuredClone(stored)));
    return copy;
  }

  /** A resource of the state by its name. */
  named(name: string): Stored | undefined {
    return [...this.state.values()].find((one) => one.name === name);
  }
}

/** Makes and deletes objects for real; what it does not answer for, a fake does. */
export interface Provider {
  readonly make: (asked: Registration, old: Stored | undefined) => Promise<WireObject | undefined>;
  readonly remove: (old: Stored) => Promise<void>;
}

interface RunArgs {
  readonly state: Map<string, Stored>;
  readonly stack: StackName;
  readonly mode: Mode;
  readonly env: NodeJS.ProcessEnv;
  readonly provider: Provider | undefined;
}

class Run {
  private readonly steps: string[] = [];
  private readonly deleted: string[] = [];
  private readonly errors: string[] = [];
  private readonly seen = new Set<string>();
  private readonly replaced: Stored[] = [];
  private readonly replacedProviders = new Set<string>();
  private readonly answerOf: ReturnType<typeof fakeProviders>;
  private monitor: RunningMonitor | undefined;
  private hooks: HookCaller | undefined;

  private readonly state: Map<string, Stored>;
  private readonly stack: StackName;
  private readonly mode: Mode;
  private readonly env: NodeJS.ProcessEnv;
  private readonly provider: Provider | undefined;

  constructor({ env, mode, provider, stack, state }: RunArgs) {
    this.state = state;
    this.stack = stack;
    this.mode = mode;
    this.env = env;
    this.provider = mode === "preview" ? undefined : provider;
    // Before there is anything, outputs are unknown; later a preview has them from the state.
    this.answerOf = fakeProviders(mode === "preview" && state.size === 0 ? "preview" : "update");
  }

  private get isDry(): boolean {
    return this.mode === "preview";
  }

  async go(changes: Changes): Promise<Ran> {
    const settings = settingsWith(this.stack, changes);
    this.monitor = await startMonitor({
      ...settings,
      mode: this.isDry ? "preview" : "update",
      answer: (registration) => this.failing(() => this.register(registration)),
      onRegistered: () => this.failing(() => this.deleteRest()),
    });
    this.hooks = new HookCaller(this.monitor.recording.hooks, this.isDry);
    const failed = await runInline({
      program,
      settings,
      mode: this.isDry ? "preview" : "update",
      address: this.monitor.address,
      env: this.env,
    });
    this.hooks.close();
    this.monitor.stop();
    const { errors, warnings } = this.monitor.recording;
    const said = errors.length > 0 || failed === undefined ? errors : [failed];
    return {
      errors: this.errors.length > 0 ? this.errors : said,
      warnings,
      steps: this.steps,
      deleted: this.deleted,
    };
  }

  /** The first error ends a run: nothing is done after it. */
  private async failing<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.errors.length > 0) {
      throw new Error("canceled");
    }
    try {
      return await work();
    } catch (error) {
      this.errors.push((error as Error).message);
      throw error;
    }
  }

  private async register(asked: Registration): Promise<Stored> {
    this.seen.add(asked.urn);
    const old = this.state.get(asked.urn);
    if (this.mode === "destroy") {
      return this.registerToDestroy(asked, old);
    }
    if (old === undefined) {
      return this.create(asked);
    }
    const kept = withIgnored(asked, old);
    if (this.replacing(kept, old)) {
      return this.replace(kept, old);
    }
    return isDeepStrictEqual(kept.inputs, old.inputs) ? this.keep(kept, old) : this.update(kept, old);
  }

  /** In a destroy a resource keeps its inputs, takes its new options, and goes afterwards. */
  private registerToDestroy(asked: Registration, old: Stored | undefined): Stored {
    const stored = old === undefined ? this.answered(asked) : { ...old, options: asked.options };
    if (old !== undefined) {
      this.state.set(asked.urn, stored);
    }
    return stored;
  }

  private answered(asked: Registration): Stored {
    const { id, inputs, outputs } = this.answerOf(asked);
    return { ...asked, id: id ?? "", inputs, outputs };
  }

  private async made(planned: Stored, old: Stored | undefined): Promise<Stored> {
    const outputs = await this.provider?.make(planned, old);
    return outputs === undefined ? planned : { ...planned, outputs };
  }

  private async create(asked: Registration): Promise<Stored> {
    this.say("create", asked);
    const planned = this.answered(asked);
    await this.hooks!.call("beforeCreate", planned, { newInputs: planned.inputs });
    const fresh = await this.made(planned, undefined);
    this.save(fresh);
    await this.hooks!.call("afterCreate", fresh, { newInputs: fresh.inputs, newOutputs: fresh.outputs });
    return fresh;
  }

  private keep(asked: Registration, old: Stored): Stored {
    const same = { ...old, options: asked.options, provider: asked.provider };
    this.save(same);
    return same;
  }

  private async update(asked: Registration, old: Stored): Promise<Stored> {
    this.say("update", asked);
    const planned = { ...this.answered(asked), id: old.id };
    const before = { newInputs: planned.inputs, oldInputs: old.inputs, oldOutputs: old.outputs };
    await this.hooks!.call("beforeUpdate", planned, before);
    const fresh = await this.made(planned, old);
    this.save(fresh);
    await this.hooks!.call("afterUpdate", fresh, { ...before, newOutputs: fresh.outputs });
    return fresh;
  }

  private async replace(asked: Registration, old: Stored): Promise<Stored> {
    if (old.options.protect === true) {
      throw new Error(`unable to replace resource ${asked.urn} as part of this replacement, because it is protected`);
    }
    if (asked.type.startsWith("pulumi:providers:")) {
      this.replacedProviders.add(asked.urn);
    }
    if (asked.options.deleteBeforeReplace === true || titleOf(asked) === titleOf(old)) {
      await this.delete(old, []);
      return this.create(asked);
    }
    this.replaced.push(old);
    return this.create(asked);
  }

  private replacing(asked: Registration, old: Stored): boolean {
    const { options, type } = asked;
    const always = type.startsWith("kubernetes:") ? ["metadata.name", "metadata.namespace"] : [];
    const paths = [...always, ...(REPLACING[type] ?? []), ...(options.replaceOnChanges ?? [])];
    return (
      this.replacedProviders.has(asked.provider) ||
      paths.some((path) => !isDeepStrictEqual(at(asked.inputs, path), at(old.inputs, path)))
    );
  }

  /** What was replaced, and what has left the program, what depends on others first. */
  private async deleteRest(): Promise<void> {
    const gone = [...this.state.values()].filter(({ urn }) => this.mode === "destroy" || !this.seen.has(urn));
    const all = [...this.replaced, ...gone].toReversed();
    for (const one of all) {
      if (one.custom) {
        await this.delete(one, all);
      }
      if (!this.isDry && this.state.get(one.urn) === one) {
        this.state.delete(one.urn);
      }
    }
  }

  private async delete(old: Stored, others: readonly Stored[]): Promise<void> {
    this.say("delete", old);
    const before = { oldInputs: old.inputs, oldOutputs: old.outputs };
    await this.hooks!.call("beforeDelete", old, before);
    if (old.options.protect === true) {
      throw new Error(`resource ${old.urn} cannot be deleted because it is protected`);
    }
    const goesWith = others.some(({ urn }) => urn === old.options.deletedWith);
    if (!this.isDry && old.options.retainOnDelete !== true && !goesWith) {
      this.deleted.push(titleOf(old));
      await this.provider?.remove(old);
    }
    await this.hooks!.call("afterDelete", old, before);
  }

  private say(what: string, { name, type }: Registration): void {
    this.steps.push(`${what} ${kindOf(type)} ${name}`);
  }

  private save(stored: Stored): void {
    if (!this.isDry) {
      this.state.set(stored.urn, stored);
    }
  }
}

function kindOf(type: string): string {
  return type.split(":").at(-1) ?? "";
}

/** Kind, namespace and name of what a provider made. */
function titleOf({ inputs, type }: Registration): string {
  const { name = inputs["name"], namespace } = (inputs["metadata"] ?? {}) as { name?: unknown; namespace?: unknown };
  return `${kindOf(type)} ${[namespace, name].filter((part) => part !== undefined).join("/")}`;
}

function at(inputs: WireObject, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], inputs);
}

/** Inputs whose changes are ignored stay as the state has them. */
function withIgnored(asked: Registration, old: Stored): Registration {
  const inputs = structuredClone(asked.inputs) as Record<string, unknown>;
  for (const path of asked.options.ignoreChanges ?? []) {
    const keys = path.split(".");
    const last = keys.pop()!;
    const place = keys.reduce<Record<string, unknown>>((value, key) => value[key] as Record<string, unknown>, inputs);
    const before = at(old.inputs, path);
    if (before === undefined) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the path comes from the program
      delete place[last];
    } else {
      place[last] = before;
    }
  }
  return { ...asked, inputs };
}
