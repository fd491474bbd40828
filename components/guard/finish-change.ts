import * as pulumi from "@pulumi/pulumi";
import { growClaims, raiseClaims } from "../../cluster/growth";
import { untilRolledOut } from "../../cluster/rollout";
import { setOf } from "./workload-facts";
import type { ClusterClient } from "../../cluster/client";
import type { Sizes } from "../../cluster/growth-plan";
import type { ChangeTerms, ClusterTerms } from "./change-terms";
import type { WorkloadFacts } from "./workload-facts";

/** On which terms a change is finished. */
type Terms = Pick<ChangeTerms, "timeoutMinutes"> &
  Pick<ClusterTerms, "flags"> & {
    /** The change is about larger claims, so it has failed where they do not grow. */
    readonly mustGrow: boolean;
  };

/**
 * Asks for larger disks before the pods are waited for: pods that have run out of disk do not become ready before it has grown. What goes
 * wrong is only said, because between the old set and the new one is no place to stop; {@link finishChange} fails on it.
 */
export async function askForGrowth(
  client: ClusterClient,
  facts: WorkloadFacts,
  { flags }: Pick<ClusterTerms, "flags">,
): Promise<void> {
  try {
    await raiseClaims(client, setOf(facts), sizesOf(facts));
  } catch (error) {
    warnOnce(notGrown(facts, (error as Error).message, flags));
  }
}

/**
 * What is left to do when a set has been made or changed: its claims have grown, and what its update strategy leaves to us has moved.
 * Errors: one Error with all that went wrong, and with the command that finishes a growth.
 */
export async function finishChange(client: ClusterClient, facts: WorkloadFacts, terms: Terms): Promise<void> {
  const problems = [
    ...(await grow(client, facts, terms)),
    ...(facts.partition > 0 || facts.updatesByHand ? await rollOut(client, facts, terms) : []),
  ];
  if (problems.length > 0) {
    throw new Error(problems.join("\n"));
  }
}

async function grow(client: ClusterClient, facts: WorkloadFacts, terms: Terms): Promise<readonly string[]> {
  try {
    const timeout = terms.timeoutMinutes * 60;
    const { diskless, waitingForPod } = await growClaims(client, setOf(facts), sizesOf(facts), { timeout });
    [
      ...waitingForPod.map((name) => `${name}: its disk has grown; its file system grows when a pod mounts it.`),
      ...diskless.map((name) => `${name} has no disk yet, and cannot grow before it has. Run volumes grow then.`),
    ].forEach((sentence) => void pulumi.log.info(sentence));
    return [];
  } catch (error) {
    const problem = notGrown(facts, (error as Error).message, terms.flags);
    if (terms.mustGrow) {
      return [problem];
    }
    // A set may find smaller claims from before, and its pods run on them as they are.
    warnOnce(problem);
    return [];
  }
}

function sizesOf({ volumes }: WorkloadFacts): Sizes {
  return Object.fromEntries(Object.entries(volumes).map(([name, { size }]) => [name, size]));
}

/** Why claims have not grown, and the command that finishes it: an update without a change does nothing. */
export function notGrown(facts: WorkloadFacts, why: string, flags = ""): string {
  const { name, namespace } = setOf(facts);
  const command = ["npx gke-stateful volumes grow", name, "--namespace", namespace, flags, "--apply"];
  return `${why}\nNothing is lost. To finish the growth, run: ${command.filter((part) => part !== "").join(" ")}`;
}

async function rollOut(client: ClusterClient, facts: WorkloadFacts, terms: Terms): Promise<readonly string[]> {
  try {
    await untilRolledOut(client, setOf(facts), terms.timeoutMinutes * 60);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

const said = new Set<string>();

function warnOnce(sentence: string): void {
  if (!said.has(sentence)) {
    said.add(sentence);
    void pulumi.log.warn(sentence);
  }
}
