import { gib } from "../../policy/facts/quantities";
import type { GrowthPlan } from "../../cluster/growth-plan";
import type { ClusterTerms } from "./change-terms";

/** What a preview says of a growth, as a sentence each. */
export function growthNotes(
  { diskless, grows, larger, set }: GrowthPlan,
  diskMonth: ClusterTerms["diskMonth"],
): readonly string[] {
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
          `Claims of ${set.name} without a disk, which cannot grow before a pod has used them: ${diskless.join(", ")}. Run volumes grow then.`,
        ]),
  ];
}
