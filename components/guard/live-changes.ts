import * as pulumi from "@pulumi/pulumi";
import { gib } from "../../policy/facts/quantities";
import { clearUnused, labelledConfiguration } from "../../cluster/unused-configuration";
import { growClaims } from "../../cluster/growth";
import { planGrowth } from "../../cluster/growth-plan";
import { untilRolledOut } from "../../cluster/rollout";
import { configurationLabels, inputAt, MARKS, textAt } from "./marks";
import { grownVolumes } from "./workload-refusals";
import type { SetName } from "../../cluster/claims";
import type { ConfigurationName } from "../../cluster/unused-configuration";
import type { ClusterClient } from "../../cluster/client";
import type { GrowthPlan } from "../../cluster/growth-plan";
import type { Inputs } from "./marks";
import type { WorkloadFacts } from "./workload-facts";

/** What a change of a StatefulSet may take. */
export interface ChangeTerms {
  /** Minutes in which pods and disks must be there. */
  readonly timeoutMinutes: number;
  /** Quotas that the stack itself sets, and so raises before. */
  readonly ownQuotas: readonly string[];
  /** Names of the ConfigMaps and Secrets that the program makes for it now. They are never cleared. */
  readonly configuration: readonly string[];
}

/** Price of a disk of a StorageClass for each GiB a month. */
type DiskMonth = ((className: string) => number | undefined) | undefined;

/**
 * What the cluster says against a replacement of a set, as a sentence each. Where nothing is against it, a preview is told which claims
 * will grow, and what that costs.
 */
export async function previewReplacement(
  client: ClusterClient,
  was: WorkloadFacts,
  willBe: WorkloadFacts,
  { diskMonth, ownQuotas }: ChangeTerms & { readonly diskMonth?: DiskMonth },
): Promise<readonly string[]> {
  const set = setOf(willBe);
  const sizes = grownVolumes(was, willBe);
  try {
    const live = await client.get("apps/v1", "StatefulSet", set.name, set.namespace);
    const scaled = scaledElsewhere(inputAt(live, "spec", "replicas"), was, willBe);
    if (scaled.length > 0 || Object.keys(sizes).length === 0) {
      return scaled;
    }
    const isPreview = pulumi.runtime.isDryRun();
    const plan = await planGrowth(client, set, sizes, isPreview ? { ownQuotas } : {});
    if (isPreview && plan.blocked.length === 0) {
      growthNotes(plan, diskMonth).forEach((note) => void pulumi.log.info(note));
    }
    return plan.blocked.map((sentence) => `gke-stateful:workloads.${set.name}.volumes cannot grow: ${sentence}`);
  } catch (error) {
    void pulumi.log.warn(
      `The cluster could not be asked about the claims of ${set.name}, so how they grow is not shown: ${(error as Error).message}`,
    );
    return [];
  }
}

/** A replaced set starts with the program's number, and the pods above it would be stopped without a word. */
function scaledElsewhere(replicas: unknown, was: WorkloadFacts, willBe: WorkloadFacts): readonly string[] {
  return typeof replicas === "number" && replicas !== was.replicas && replicas > willBe.replicas
    ? [
        `gke-stateful:workloads.${willBe.name}.replicas is ${String(willBe.replicas)}: somebody scaled the set to ${String(replicas)}, and this change replaces it, so the pods above would be stopped. Set replicas to ${String(replicas)} first, or scale the set back.`,
      ]
    : [];
}

/** What a preview says of a growth, as a sentence each. */
export function growthNotes({ diskless, grows, larger, set }: GrowthPlan, diskMonth: DiskMonth): readonly string[] {
  const more = grows.map(({ claim, to }) => ({ claim, to, gib: gib(to) - gib(claim.requested) }));
  const costs = more.map((one) => ({ ...one, price: diskMonth?.(one.claim.className ?? "") }));
  const isPriced = costs.every(({ price }) => price !== undefined);
  const sum = costs.reduce((total, one) => total + one.gib * (one.price ?? 0), 0);
  const cost = isPriced ? `$${sum.toFixed(2)} more a month` : "what that costs is not known";
  const list = more.map(({ claim, to }) => `${claim.name} from ${claim.requested} to ${to}`);
  return [
    ...(list.length === 0 ? [] : [`Claims of ${set.name} that will grow: ${list.join(", ")}; ${cost}.`]),
    ...(larger.length === 0
      ? []
      : [`Claims of ${set.name} that are larger already, and stay so: ${larger.join(", ")}.`]),
    ...(diskless.length === 0
      ? []
      : [
          `Claims of ${set.name} without a disk, which keep their size until they are made anew: ${diskless.join(", ")}.`,
        ]),
  ];
}

/** What happened to a set. */
interface Changed {
  /** It was made, or replaced: not updated. */
  readonly isNew: boolean;
  /** The change is about larger claims, so it has failed where they do not grow. */
  readonly mustGrow: boolean;
}

/**
 * What is left to do when a set has been made or changed: its claims grow, what its partition lets move has moved, and configuration that
 * no pod uses any more goes. Errors: one Error with all that went wrong, and with the command that finishes a growth.
 */
export async function finishChange(
  client: ClusterClient,
  facts: WorkloadFacts,
  terms: ChangeTerms & Changed,
): Promise<void> {
  const problems = [
    // Only a set that is made anew can have other sizes: the API server takes no change in its templates.
    ...(terms.isNew ? await grow(client, facts, terms) : []),
    ...(facts.partition > 0 ? await rollOut(client, facts, terms) : []),
  ];
  await clearOld(client, facts, terms);
  if (problems.length > 0) {
    throw new Error(problems.join("\n"));
  }
}

async function grow(
  client: ClusterClient,
  facts: WorkloadFacts,
  terms: ChangeTerms & Changed,
): Promise<readonly string[]> {
  const set = setOf(facts);
  const sizes = Object.fromEntries(Object.entries(facts.volumes).map(([name, { size }]) => [name, size]));
  try {
    const { diskless, waitingForPod } = await growClaims(client, set, sizes, { timeout: terms.timeoutMinutes * 60 });
    [
      ...waitingForPod.map((name) => `${name}: its disk has grown; its file system grows when a pod mounts it.`),
      ...diskless.map((name) => `${name} has no disk yet, and keeps its size until it is deleted and made anew.`),
    ].forEach((sentence) => void pulumi.log.info(sentence));
    return [];
  } catch (error) {
    const problem = notGrown(facts, (error as Error).message);
    if (terms.mustGrow) {
      return [problem];
    }
    // A set that is made for the first time may find claims from before. Its pods run on them as they are.
    void pulumi.log.warn(problem);
    return [];
  }
}

/** Why claims have not grown, and the command that finishes it: an update that is repeated does not. */
export function notGrown(facts: WorkloadFacts, why: string): string {
  const { name, namespace } = setOf(facts);
  const command = `npx gke-stateful volumes grow ${name} --namespace ${namespace} --apply`;
  return `${why}\nNothing is lost, and nothing more grows by itself. To finish it, run: ${command}`;
}

async function rollOut(client: ClusterClient, facts: WorkloadFacts, terms: ChangeTerms): Promise<readonly string[]> {
  try {
    await untilRolledOut(client, setOf(facts), terms.timeoutMinutes * 60);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** What is left behind costs nothing and breaks nothing, so it is only said. */
async function clearOld(client: ClusterClient, facts: WorkloadFacts, { configuration }: ChangeTerms): Promise<void> {
  const set = setOf(facts);
  try {
    const all = await labelledConfiguration(client, set.namespace, configurationLabels(set.name));
    await clearUnused(
      client,
      set,
      all.filter(({ name }) => !configuration.includes(name)),
    );
  } catch (error) {
    void pulumi.log.warn(`Configuration that no pod of ${set.name} uses was left behind: ${(error as Error).message}`);
  }
}

function setOf({ name, namespace = "" }: WorkloadFacts): SetName {
  return { name, namespace };
}

/** A ConfigMap or Secret by its inputs; undefined where it is none that the program leaves behind. */
function configurationIn(inputs: Inputs): (ConfigurationName & SetName & { readonly workload: string }) | undefined {
  const [kind, name] = [textAt(inputs, "kind"), textAt(inputs, "metadata", "name")];
  const namespace = textAt(inputs, "metadata", "namespace");
  const workload = textAt(inputs, "metadata", "labels", MARKS.configurationOf);
  return kind === undefined || name === undefined || namespace === undefined || workload === undefined
    ? undefined
    : { kind, name, namespace, workload };
}

/**
 * Takes away a ConfigMap that was left behind, because the program is about to make it again: what was changed and is changed back has its
 * old name, which says what is in it. The provider creates only what is not there. Pods that run do not notice.
 */
export async function makeRoom(client: ClusterClient, inputs: Inputs): Promise<void> {
  const wanted = configurationIn(inputs);
  // The name of a Secret says nothing of its generated values, so one that is there may hold their only copy. The provider then reports
  // that it exists, which is for a person to decide.
  if (wanted === undefined || wanted.kind === "Secret") {
    return;
  }
  const { kind, name, namespace, workload } = wanted;
  try {
    const left = await client.get("v1", kind, name, namespace);
    if (left?.metadata.labels?.[MARKS.configurationOf] !== workload) {
      return;
    }
    await client.delete(left, { preconditions: { uid: left.metadata.uid } });
  } catch (error) {
    // Where something is in the way, the provider reports it.
    void pulumi.log.debug(`${kind} ${namespace}/${name} could not be looked at: ${String(error)}`);
  }
}

/** Deletes a ConfigMap or Secret that has left the program, unless a pod still uses it. */
export async function clearConfiguration(client: ClusterClient, inputs: Inputs): Promise<void> {
  const gone = configurationIn(inputs);
  if (gone === undefined) {
    return;
  }
  const { kind, name, namespace, workload } = gone;
  try {
    const left = await clearUnused(client, { namespace, name: workload }, [{ kind, name }]);
    if (left.length > 0) {
      void pulumi.log.info(
        `${kind} ${namespace}/${name} stays, because pods of ${workload} still use it. The next change clears it.`,
      );
    }
  } catch (error) {
    void pulumi.log.warn(`${kind} ${namespace}/${name} was left behind: ${(error as Error).message}`);
  }
}
