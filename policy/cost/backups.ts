import { Big } from "big.js";
import { planSaves } from "../graph/backups";
import { ifKnown } from "../graph/doubts";
import { isWorkload } from "../graph/pods";
import { band, sumOf, times } from "./band";
import { LASTING_KINDS, podBand } from "./demand";
import { item } from "./item";
import { claimSizes } from "./storage";
import type { GraphObject } from "../graph/object";
import type { Band } from "./band";
import type { CostContext } from "./compute";
import type { CostItem } from "./item";

/** Share of the data that is taken to change in a day, where a usage file does not say what is stored. A guess, and said with the figure. */
const CHANGED_A_DAY = 0.05;
const MINUTES_A_DAY = 24 * 60;
/** Backups come once an hour at most. Source: @pulumi/gcp gkebackup.BackupPlan, cronSchedule */
const SHORTEST_INTERVAL = 60;

/**
 * What Backup for GKE counts: the pods that a plan protects, and what is stored. Its prices are not in the table, so that only the
 * quantities are shown. Least: one copy of the claims. Expected: and what changes of them while backups are kept. Most: a whole copy in
 * each backup.
 * Source: https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/about-pricing
 */
export function backupItems(plan: GraphObject, context: CostContext): readonly CostItem[] {
  const { graph, usage } = context;
  const saved = LASTING_KINDS.flatMap((kind) => graph.all(kind)).filter((one) =>
    ifKnown(() => isWorkload(one) && planSaves(plan, one, graph), false),
  );
  const pods = saved.map((one) => ifKnown(() => podBand(one, graph, usage), band(0)));
  const sizes = saved.flatMap((one) => ifKnown(() => claimSizes(one, context), []));
  const stored = usage.backupGiB === undefined ? storedGiB(plan, sumOf(sizes)) : band(usage.backupGiB);
  return [
    item({ title: "management, for each pod", unit: "pods", byUsage: true, quantity: sumOf(pods), price: undefined }),
    item({
      title: `backups in ${plan.at("location").shown}`,
      unit: "GiB",
      byUsage: true,
      quantity: stored,
      price: undefined,
      ...(usage.backupGiB === undefined && stored !== undefined && { note: NOTE }),
    }),
  ];
}

const NOTE = `if ${String(CHANGED_A_DAY * 100)} % of the data changes in a day`;

function storedGiB(plan: GraphObject, size: Band): Band | undefined {
  const days = plan.at("retentionPolicy.backupRetainDays").number;
  if (days === undefined || size.max.eq(0)) {
    return undefined;
  }
  const interval = plan.at("backupSchedule.rpoConfig.targetRpoMinutes").number ?? SHORTEST_INTERVAL;
  const backups = Math.max(1, Math.floor((days * MINUTES_A_DAY) / interval));
  return {
    min: size.min,
    expected: size.expected.times(new Big(1).plus(new Big(CHANGED_A_DAY).times(days))),
    max: times(size, backups).max,
  };
}
