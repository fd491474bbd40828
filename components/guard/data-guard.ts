import * as pulumi from "@pulumi/pulumi";
import { clusterRefusals } from "./cluster-refusals";
import { plainInputs, settledInputs, UNKNOWN_INPUT } from "./differences";
import { fieldRefusals } from "./field-refusals";
import { askForGrowth, finishChange, notGrown } from "./finish-change";
import { LiveCluster } from "./live-cluster";
import { LiveJudge } from "./live-judge";
import { markedCluster, textAt } from "./marks";
import { namespaceFacts, namespaceRefusals } from "./namespace-refusals";
import { clearConfiguration, clearEarlier, configurationIn, makeRoom } from "./old-configuration";
import { setOf, workloadFacts } from "./workload-facts";
import { grownVolumes, replacingKeys, workloadNotes, workloadRefusals } from "./workload-refusals";
import type { ClusterSource } from "../../cluster/connection";
import type { ChangeTerms, ClusterTerms } from "./change-terms";
import type { Inputs } from "./marks";
import type { WorkloadFacts } from "./workload-facts";

/** The cluster that a {@link DataGuard} may ask. */
export interface GuardedCluster extends ClusterTerms {
  /** How it is reached, as the Kubernetes provider is told. */
  readonly source: pulumi.Input<ClusterSource>;
}

type HookArgs = pulumi.ResourceHookArgs;

/** Types that data hangs on, and how each is judged. */
const TYPES = {
  set: "kubernetes:apps/v1:StatefulSet",
  namespace: "kubernetes:core/v1:Namespace",
  storageClass: "kubernetes:storage.k8s.io/v1:StorageClass",
  cluster: "gcp:container/cluster:Cluster",
} as const;

/**
 * Stands between a change and the data. One for each program; its hooks run in every `pulumi preview` and `pulumi up`, also for a resource
 * that has left the program, and for one that is replaced. What was comes from Pulumi's state, what will be from the program.
 *
 * Before a change it refuses what would lose data or pods, and says what somebody else owns. It makes the claims of a set grow, waits for
 * what the update strategy leaves to it, and clears configuration that no pod uses any more.
 *
 * Because of the hooks at deletion, `pulumi destroy` needs `--run-program`: docs/destroy.md.
 * @see https://www.pulumi.com/docs/iac/concepts/options/hooks/
 */
export class DataGuard {
  private readonly willBe = new Map<string, Inputs>();
  private readonly ignored = new Map<string, readonly string[]>();
  private readonly terms = new Map<string, ChangeTerms>();
  /** Sets that this run replaces, and of those the ones with larger claims. */
  private readonly replaced = new Set<string>();
  private readonly growing = new Set<string>();
  private readonly live = new LiveCluster();
  private reached: ClusterTerms = {};
  private readonly judge = new LiveJudge(this.live);
  private readonly before: pulumi.ResourceHook;
  private readonly beforeSet: pulumi.ResourceHook;
  private readonly growth: pulumi.ResourceHook;
  private readonly after: pulumi.ResourceHook;
  private readonly beforeReturn: pulumi.ResourceHook;
  private readonly afterDelete: pulumi.ResourceHook;

  constructor(name: string) {
    const judging = { onDryRun: true };
    this.before = new pulumi.ResourceHook(`${name}-keeps-data`, (args) => this.refuse(readable(args)), judging);
    this.beforeSet = new pulumi.ResourceHook(`${name}-keeps-pods`, (args) => this.adopt(readable(args)), judging);
    this.growth = new pulumi.ResourceHook(`${name}-grows-claims`, (args) => this.grow(readable(args)));
    this.after = new pulumi.ResourceHook(`${name}-finishes-change`, (args) => this.finish(readable(args)));
    this.beforeReturn = new pulumi.ResourceHook(
      `${name}-takes-configuration-back`,
      (args) => this.takeBack(readable(args)),
      judging,
    );
    this.afterDelete = new pulumi.ResourceHook(`${name}-clears-configuration`, (args) => this.clear(readable(args)));
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
      beforeCreate: [this.beforeSet, this.growth],
      beforeUpdate: [this.before, this.growth],
      beforeDelete: [this.before],
      afterCreate: [this.after],
      afterUpdate: [this.after],
      afterDelete: [this.afterDelete],
    };
  }

  /** Hooks of a Namespace, with what it will be. */
  namespace(name: string, inputs: Inputs): pulumi.ResourceHookBinding {
    this.willBe.set(keyOf(TYPES.namespace, name), inputs);
    return { beforeUpdate: [this.before], beforeDelete: [this.before] };
  }

  /** Hooks of a StorageClass, with what it will be. */
  storageClass(name: string, inputs: Inputs): pulumi.ResourceHookBinding {
    this.willBe.set(keyOf(TYPES.storageClass, name), inputs);
    return { beforeDelete: [this.before] };
  }

  /** Hooks of a GKE cluster, with what it will be, and the names of inputs whose changes are ignored. */
  cluster(name: string, inputs: Inputs, ignored: readonly string[]): pulumi.ResourceHookBinding {
    this.willBe.set(keyOf(TYPES.cluster, name), inputs);
    this.ignored.set(keyOf(TYPES.cluster, name), ignored);
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

  private async whatWillBe({ name, newInputs, type }: HookArgs): Promise<Inputs | undefined> {
    const inputs = this.willBe.get(keyOf(type, name));
    if (newInputs !== undefined || inputs === undefined) {
      return newInputs;
    }
    const ignored = this.ignored.get(keyOf(type, name)) ?? [];
    return { ...(await settledInputs(inputs)), ...Object.fromEntries(ignored.map((key) => [key, UNKNOWN_INPUT])) };
  }

  /** Judges an update or a deletion, first by what costs no question. */
  private async refuse(args: HookArgs): Promise<void> {
    switch (args.type) {
      case TYPES.set:
        await this.refuseSet(args);
        break;
      case TYPES.namespace:
        stopFor(await this.namespaceRefusals(args));
        stopFor(await this.moveRefusals(args));
        break;
      case TYPES.storageClass:
        stopFor(await this.classRefusals(args));
        break;
      case TYPES.cluster:
        stopFor(clusterRefusals(args.oldInputs ?? {}, await this.whatWillBe(args)));
        break;
      default:
    }
    stopFor(await this.conflicts(args));
  }

  private async refuseSet(args: HookArgs): Promise<void> {
    const willBe = await this.whatWillBe(args);
    const will = willBe && workloadFacts(willBe);
    const was = await this.judge.withDisks(workloadFacts(args.oldInputs), will);
    stopFor(workloadRefusals({ ...was, ...this.leftCluster(args) }, will));
    stopFor(await this.moveRefusals(args));
    stopFor(await this.refusalsOfCluster(args, was, will));
  }

  private async namespaceRefusals(args: HookArgs): Promise<readonly string[]> {
    const willBe = await this.whatWillBe(args);
    const was = { ...namespaceFacts(args.oldInputs), ...this.leftCluster(args) };
    return namespaceRefusals(was, willBe && namespaceFacts(willBe));
  }

  /** An update to the cluster that the stack moves to on purpose leaves the one that it was on. A deletion never does. */
  private isMove({ newInputs, oldInputs }: HookArgs): boolean {
    const [from, to] = [markedCluster(oldInputs), markedCluster(newInputs)];
    return from !== undefined && to !== undefined && to === this.reached.movesTo && from !== to;
  }

  private leftCluster(args: HookArgs): { cluster?: undefined } {
    return this.isMove(args) ? { cluster: undefined } : {};
  }

  private async moveRefusals(args: HookArgs): Promise<readonly string[]> {
    const { newInputs, oldInputs } = args;
    const type = { apiVersion: textAt(newInputs, "apiVersion") ?? "", kind: textAt(newInputs, "kind") ?? "" };
    return this.isMove(args) && oldInputs !== undefined ? this.judge.move(type, oldInputs) : [];
  }

  private async classRefusals(args: HookArgs): Promise<readonly string[]> {
    const [was, willBe] = [args.oldInputs, await this.whatWillBe(args)].map((inputs) =>
      textAt(inputs, "metadata", "name"),
    );
    return was === undefined || was === willBe ? [] : this.judge.storageClass(was, args.urn);
  }

  /** What other writers own. Only an update meets them: what is made anew is owned by nobody. */
  private async conflicts(args: HookArgs): Promise<readonly string[]> {
    const client = args.newInputs === undefined ? undefined : await this.live.client();
    return client === undefined ? [] : fieldRefusals(client, args);
  }

  /** What the cluster itself says against the replacement or the deletion of a set. */
  private async refusalsOfCluster(
    { name, newInputs }: HookArgs,
    was: WorkloadFacts,
    will: WorkloadFacts | undefined,
  ): Promise<readonly string[]> {
    const terms = this.terms.get(name);
    if (will === undefined || terms === undefined) {
      return this.judge.orphans(was);
    }
    workloadNotes(was, will).forEach((note) => void pulumi.log.warn(note));
    if (replacingKeys(was, will).length === 0) {
      const isDeleted = newInputs === undefined;
      return isDeleted && terms.namespaceStays ? this.judge.orphans(was) : [];
    }
    this.replaced.add(name);
    if (Object.keys(grownVolumes(was, will)).length > 0) {
      this.growing.add(name);
    }
    return this.judge.replacement(was, will, { ...terms, ...this.reached });
  }

  /** A set is made. One that replaces another has been judged when that one went. */
  private async adopt({ name, newInputs }: HookArgs): Promise<void> {
    if (!this.replaced.has(name)) {
      stopFor(await this.judge.adoption(workloadFacts(newInputs)));
    }
  }

  private async grow({ newInputs }: HookArgs): Promise<void> {
    const client = await this.live.client();
    if (client !== undefined) {
      await askForGrowth(client, workloadFacts(newInputs), this.reached);
    }
  }

  private async finish({ name, newInputs }: HookArgs): Promise<void> {
    const terms = this.terms.get(name);
    const client = await this.live.client();
    const facts = workloadFacts(newInputs);
    const mustGrow = this.growing.has(name);
    if (client === undefined && mustGrow) {
      const why = "The cluster cannot be reached from here, so no claim was made larger.";
      throw new Error(notGrown(facts, why, this.reached.flags));
    }
    if (client !== undefined && terms !== undefined) {
      const { configuration, timeoutMinutes } = terms;
      try {
        await finishChange(client, facts, { timeoutMinutes, flags: this.reached.flags, mustGrow });
      } finally {
        await clearEarlier(client, setOf(facts), { configuration, workloadStays: true });
      }
    }
  }

  private async takeBack({ newInputs }: HookArgs): Promise<void> {
    const client = await this.live.client();
    if (client !== undefined && newInputs !== undefined) {
      await makeRoom(client, newInputs);
    }
  }

  /** After a set, a ConfigMap or a Secret has gone. What the program makes under the same name is there again, or comes back. */
  private async clear({ name, oldInputs = {}, type }: HookArgs): Promise<void> {
    const client = await this.live.client();
    if (type !== TYPES.set) {
      const gone = configurationIn(oldInputs);
      const terms = this.terms.get(`${gone?.workload ?? ""}-set`);
      if (gone !== undefined && terms?.configuration.includes(gone.name) !== true) {
        await clearConfiguration(client, gone, terms !== undefined);
      }
    } else if (client !== undefined && !this.terms.has(name)) {
      await clearEarlier(client, setOf(workloadFacts(oldInputs)), { configuration: [], workloadStays: false });
    }
  }
}

/** What a hook is told, as far as it can be read. */
function readable({ newInputs, oldInputs, ...rest }: HookArgs): HookArgs {
  return {
    ...rest,
    ...(newInputs !== undefined && { newInputs: plainInputs(newInputs) as Inputs }),
    ...(oldInputs !== undefined && { oldInputs: plainInputs(oldInputs) as Inputs }),
  };
}

function keyOf(type: string, name: string): string {
  return `${type}::${name}`;
}

/** A hook refuses by throwing; the engine shows the message, and in a preview nothing has been touched. */
function stopFor(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new Error(problems.join("\n"));
  }
}
