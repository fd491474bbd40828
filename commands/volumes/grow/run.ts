import { ClusterError } from "../../../cluster/cluster-error";
import { growClaims } from "../../../cluster/growth";
import { planGrowth } from "../../../cluster/growth-plan";
import { plural } from "../../../policy/rules/engine/plural";
import { EXIT } from "../../shared/exit";
import { NOTHING_CHANGED, secondsIn, withCluster } from "../cluster-flags";
import { setOf, sizesIn } from "../set-claims";
import type { SetName } from "../../../cluster/claims";
import type { ClusterFlags } from "../cluster-flags";
import type { ClusterClient } from "../../../cluster/client";
import type { GrowthPlan, Sizes } from "../../../cluster/growth-plan";

/** Options of `volumes grow`, as they are typed. */
export interface GrowFlags extends ClusterFlags {
  readonly namespace: string;
  readonly apply?: boolean;
  readonly timeout: string;
}

/** Shows what a set's claims need, and with `--apply` does it. */
export async function runGrow(name: string, flags: GrowFlags): Promise<void> {
  const timeout = secondsIn(flags.timeout);
  const set = { name, namespace: flags.namespace };
  await withCluster(flags, async (client) => {
    const sizes = sizesIn(await setOf(client, set), set);
    const plan = await planGrowth(client, set, sizes);
    process.stdout.write(`${planLines(plan, client.connection.context).join("\n")}\n`);
    const isOpen = plan.grows.length + plan.unfinished.length > 0;
    if (plan.blocked.length > 0) {
      process.exitCode = EXIT.findings;
    } else if (isOpen && flags.apply === true) {
      await grow(client, set, sizes, timeout);
    } else if (isOpen) {
      process.stdout.write(NOTHING_CHANGED);
    }
  });
}

function planLines(
  { blocked, diskless, grows, larger, set, unfinished }: GrowthPlan,
  context: string,
): readonly string[] {
  const lines = [
    ...grows.map(({ claim, to }) => `  ${claim.name}: grows from ${claim.requested} to ${to}`),
    ...unfinished.map(({ claim, to }) => `  ${claim.name}: asked for ${to}, has ${claim.capacity ?? "no disk"} so far`),
    ...larger.map((name) => `  ${name}: larger already, stays`),
    ...diskless.map((name) => `  ${name}: has no disk yet, and cannot grow before a pod has used it`),
    ...blocked.map((sentence) => `  Nothing can grow: ${sentence}`),
  ];
  const title = `StatefulSet ${set.namespace}/${set.name} in context ${context}`;
  return lines.length === 0 ? [`${title}: every claim is as large as its template says.`] : [`${title}:`, ...lines];
}

async function grow(client: ClusterClient, set: SetName, sizes: Sizes, timeout: number): Promise<void> {
  try {
    const onProgress = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
    const { grown, waitingForPod } = await growClaims(client, set, sizes, { timeout, onProgress });
    process.stdout.write(
      [
        `${plural(grown.length, "claim")} as large as the template says.`,
        ...waitingForPod.map((name) => `${name}: its disk has grown; its file system grows when a pod mounts it.`),
        "",
      ].join("\n"),
    );
  } catch (error) {
    if (!(error instanceof ClusterError)) {
      throw error;
    }
    process.stderr.write(`${error.message}\nRun the same command again to go on.\n`);
    process.exitCode = EXIT.findings;
  }
}
