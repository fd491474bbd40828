import { formatBytes, quantity } from "../../../policy/facts/quantities";
import type { LiveReport } from "../report/report";

const WHOLE = 100;

/** What only the cluster knows, as lines of text. */
export function liveLines({ context, forbidden, volumes }: LiveReport): readonly string[] {
  return [
    `Cluster: context ${context}, read only.`,
    ...(forbidden.length === 0
      ? []
      : [
          `Not seen, because listing is not allowed: ${forbidden.join(", ")}. What rules say about them, or without them, may be wrong.`,
        ]),
    ...volumes.map(({ capacity, claim, phase, reclaimPolicy, requested, storageClass, usedBytes, zones }) => {
      const size = capacity ?? requested ?? "of unknown size";
      const total = quantity(capacity);
      const used =
        usedBytes === undefined || total === undefined
          ? ""
          : `, ${formatBytes(usedBytes)} used (${String(Math.round((WHOLE * usedBytes) / total))} %)`;
      const where = zones.length === 0 ? "" : ` in ${zones.join(" and ")}`;
      return `  claim ${claim}: ${phase}, ${size}${used}, class ${storageClass ?? "none"}${where}${reclaimPolicy === undefined ? "" : `, ${reclaimPolicy}`}`;
    }),
    "",
  ];
}
