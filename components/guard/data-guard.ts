import * as pulumi from "@pulumi/pulumi";
import { clusterRefusals, UNKNOWN_INPUT } from "./cluster-refusals";
import { fieldRefusals } from "./field-refusals";
import { clearConfiguration, finishChange, makeRoom, notGrown, previewReplacement } from "./live-changes";
import { LiveCluster } from "./live-cluster";
import { markedCluster } from "./marks";
import { namespaceFacts, namespaceRefusals } from "./namespace-refusals";
import { workloadFacts } from "./workload-facts";
import { grownVolumes, replacingKeys, workloadNotes, workloadRefusals } from "./workload-refusals";
import type { ClusterSource } from "../../cluster/connection";
import type { ChangeTerms } from "./live-changes";
import type { Inputs } from "./marks";

/** The cluster that a {@link DataGuard} may ask. */
export interface GuardedCluster {
  /** How it is reached, as the Kubernetes provider is told. */
  readonly source: pulumi.Input<ClusterSource>;
  /** Price of a disk of a StorageClass for each GiB a month, for the preview of a growth. @default - not known */
  readonly diskMonth?: (className: string) => number | undefined;
  /** What tells it from other clusters, where the stack moves to it on purpose. @default - the stack stays where it is */
  readonly movesTo?: string | undefined;
}

type HookArgs = pulumi.ResourceHookArgs;

/** Types that hold data, and how each is judged. */
const TYPES = {
  set: "kubernetes:apps/v1:StatefulSet",
  namespace: "kubernetes:core/v1:Namespace",
  cluster: "gcp:container/cluster:Cluster",
} as const;

/**
 * Stands between a change and the data. One for each program; its hooks run in every `pulumi preview` and `pulumi up`, also for a resource
 * that has left the program, and for one that is replaced. What was comes from Pulumi's state, what will be from the program.
 *
 * Before a change it refuses what would lose data or pods, and says what somebody else owns. After one it grows the claims of a set,
 * waits for what a partition lets move, and clears configuration that no pod uses any more.
 *
 * Because of the hooks at deletion, `pulumi destroy` needs `--run-program`: docs/destroy.md.
 * @see https://www.pulumi.com/docs/iac/concepts/options/hooks/
 */
export class DataGuard {
  private readonly willBe = new Map<string, Inputs>();
  private readonly terms = new Map<string, ChangeTerms>();
  /** Sets that this run replaces with larger claims. */
  private readonly growing = new Set<string>();
  private readonly live = new LiveCluster();
  private reached: Omit<GuardedCluster, "source"> = {};
  private readonly before: pulumi.ResourceHook;
  private readonly after: pulumi.ResourceHook;
  private readonly beforeReturn: pulumi.ResourceHook;
  private readonly afterDelete: pulumi.ResourceHook;

  constructor(name: string) {
    this.before = new pulumi.ResourceHook(`${name}-keeps-data`, (args) => this.judge(args), { onDryRun: true });
    this.after = new pulumi.ResourceHook(`${name}-finishes-change`, (args) => this.finish(args));
    this.beforeReturn = new pulumi.ResourceHook(`${name}-takes-configuration-back`, (args) => this.takeBack(args));
    this.afterDelete = new pulumi.ResourceHook(`${name}-clears-configuration`, (args) => this.clear(args));
  }

  /** Lets the guard ask a cluster. Without one it decides by the state and the program alone, and what needs a cluster is left out. */
  reach({ source, ...rest }: GuardedCluster): void {
    this.live.reach(source);
    this.reached = rest;
  }

  /** Hooks of a StatefulSet, with what it will be and on which terms it changes. */
  set(name: string, inputs: Inputs, terms: ChangeTerms): pulumi.ResourceHookBinding {
    this.willBe.set(keyOf(TYPES.set, name), inputs);
    this.terms.set(name, terms);
    return {
      beforeUpdate: [this.before],
      beforeDelete: [this.before],
      afterCreate: [this.after],
      afterUpdate: [this.after],
    };
  }

  /** Hooks of a Namespace, with what it will be. */
  namespace(name: string, inputs: Inputs): pulumi.ResourceHookBinding {
    this.willBe.set(keyOf(TYPES.namespace, name), inputs);
    return { beforeUpdate: [this.before], beforeDelete: [this.before] };
  }

  /** Hooks of a GKE cluster, with what it will be, and the names of inputs whose changes are ignored. */
  cluster(name: string, inputs: Inputs, ignored: readonly string[]): pulumi.ResourceHookBinding {
    const unknown = Object.fromEntries(ignored.map((key) => [key, UNKNOWN_INPUT]));
    this.willBe.set(keyOf(TYPES.cluster, name), { ...(plain(inputs) as Inputs), ...unknown });
    return { beforeDelete: [this.before] };
  }

  /** Options of a ConfigMap or Secret: what old pods still use outlives its time in the program, and is cleared when none does. */
  configuration(): pulumi.CustomResourceOptions {
    return this.live.isReached
      ? { retainOnDelete: true, hooks: { beforeCreate: [this.beforeReturn], afterDelete: [this.afterDelete] } }
      : {};
  }

  /** Hooks of any other object of the cluster, whose fields somebody else may own. */
  object(): pulumi.ResourceHookBinding {
    return { beforeUpdate: [this.before] };
  }

  private async judge(args: HookArgs): Promise<void> {
    refuse(this.refusals(args));
    if (args.type === TYPES.cluster) {
      return;
    }
    refuse(await this.conflicts(args));
    if (args.type === TYPES.set) {
      refuse(await this.refusalsOfCluster(args));
    }
  }

  private whatWillBe({ name, newInputs, type }: HookArgs): Inputs | undefined {
    return newInputs ?? this.willBe.get(keyOf(type, name));
  }

  /** What the state and the program say. */
  private refusals(args: HookArgs): readonly string[] {
    const { oldInputs = {}, type } = args;
    const willBe = this.whatWillBe(args);
    const moves = willBe !== undefined && markedCluster(willBe) === this.reached.movesTo;
    const left = moves ? { cluster: undefined } : {};
    switch (type) {
      case TYPES.set:
        return workloadRefusals({ ...workloadFacts(oldInputs), ...left }, willBe && workloadFacts(willBe));
      case TYPES.namespace:
        return namespaceRefusals({ ...namespaceFacts(oldInputs), ...left }, willBe && namespaceFacts(willBe));
      case TYPES.cluster:
        return clusterRefusals(oldInputs, willBe);
      default:
        return [];
    }
  }

  /** What other writers own. Only an update meets them: what is made anew is owned by nobody. */
  private async conflicts(args: HookArgs): Promise<readonly string[]> {
    const client = args.newInputs === undefined ? undefined : await this.live.client();
    return client === undefined ? [] : fieldRefusals(client, args);
  }

  /** What the cluster itself says against the replacement of a set, where it can be asked. */
  private async refusalsOfCluster(args: HookArgs): Promise<readonly string[]> {
    const { name, oldInputs } = args;
    const willBe = this.whatWillBe(args);
    const terms = this.terms.get(name);
    if (willBe === undefined || terms === undefined) {
      return [];
    }
    const [was, will] = [workloadFacts(oldInputs), workloadFacts(willBe)];
    workloadNotes(was, will).forEach((note) => void pulumi.log.warn(note));
    if (replacingKeys(was, will).length === 0) {
      return [];
    }
    if (Object.keys(grownVolumes(was, will)).length > 0) {
      this.growing.add(name);
    }
    const client = await this.live.client();
    return client === undefined ? [] : previewReplacement(client, was, will, { ...terms, ...this.reached });
  }

  private async finish({ name, newInputs, oldInputs }: HookArgs): Promise<void> {
    const terms = this.terms.get(name);
    const client = await this.live.client();
    const facts = workloadFacts(newInputs);
    const mustGrow = this.growing.has(name);
    if (client === undefined && mustGrow) {
      throw new Error(notGrown(facts, "The cluster cannot be reached from here, so no claim was made larger."));
    }
    if (client !== undefined && terms !== undefined) {
      await finishChange(client, facts, { ...terms, isNew: oldInputs === undefined, mustGrow });
    }
  }

  private async takeBack({ newInputs }: HookArgs): Promise<void> {
    const client = await this.live.client();
    if (client !== undefined && newInputs !== undefined) {
      await makeRoom(client, newInputs);
    }
  }

  private async clear({ oldInputs }: HookArgs): Promise<void> {
    const client = await this.live.client();
    if (client !== undefined && oldInputs !== undefined) {
      await clearConfiguration(client, oldInputs);
    }
  }
}

function keyOf(type: string, name: string): string {
  return `${type}::${name}`;
}

/** A hook refuses by throwing; the engine shows the message, and in a preview nothing has been touched. */
function refuse(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new Error(problems.join("\n"));
  }
}

/** Inputs without what other resources decide. */
function plain(value: unknown): unknown {
  if (pulumi.Output.isInstance(value)) {
    return UNKNOWN_INPUT;
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
    : value;
}
