import { expectOk, STATUS } from "./answer";
import { pathIn, selectorOf } from "./client";
import type { ApiObject } from "./api-object";
import type { SetName } from "./claims";
import type { ClusterClient } from "./client";

/** Labels of the record of a drill, by which it is found. */
const RECORD_LABELS = { kind: "gke-stateful/record", set: "gke-stateful/set" } as const;
/** Value of the first one. */
const RESTORE_DRILL = "restore-drill";

/** How a drill of a restore went. */
export interface DrillRecord {
  /** When it ended. */
  readonly time: string;
  readonly result: "passed" | "failed";
  /** Age of the oldest snapshot that it used, in seconds: what would have been lost, had everything been lost when it began. */
  readonly rpoSeconds: number;
  /** Seconds from its beginning until every copy had been looked at. */
  readonly rtoSeconds: number;
  readonly claims: number;
  readonly files: number;
  /** What is wrong; empty for nothing. */
  readonly says: string;
}

/** Name of the record of a set's last drill. */
export function recordName(set: string): string {
  return `gke-stateful-${RESTORE_DRILL}-${set}`;
}

/** Writes the record of a set's last drill over that of the one before. */
export async function writeRecord(
  client: ClusterClient,
  { name, namespace }: SetName,
  record: DrillRecord,
): Promise<void> {
  const object: ApiObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: recordName(name),
      namespace,
      labels: { [RECORD_LABELS.kind]: RESTORE_DRILL, [RECORD_LABELS.set]: name },
    },
    data: Object.fromEntries(Object.entries(record).map(([key, value]) => [key, String(value)])),
  };
  const made = await client.tryCreate(object);
  if (made.status !== STATUS.conflict) {
    expectOk(made, `ConfigMap ${recordName(name)}`);
  } else {
    const change = { metadata: object.metadata, data: object["data"] };
    expectOk(await client.tryMerge(object, change), `ConfigMap ${recordName(name)}`);
  }
}

/** The last drill of a set, as far as its record says it. */
export interface LastDrill extends SetName {
  readonly time: string;
  readonly hasPassed: boolean;
}

/** The last drills of all sets, or of those of a namespace. Errors: ClusterError; RefusedError where ConfigMaps may not be listed. */
export async function lastDrills(client: ClusterClient, namespace?: string): Promise<readonly LastDrill[]> {
  const labels = selectorOf({ [RECORD_LABELS.kind]: RESTORE_DRILL });
  const path = pathIn("v1", "configmaps", namespace);
  const { items } = await client.listWithVersion(
    path,
    { apiVersion: "v1", kind: "ConfigMap" },
    { labelSelector: labels },
  );
  return items.map(({ data, metadata }) => {
    const { result, time = "" } = (data ?? {}) as { result?: string; time?: string };
    const name = metadata.labels?.[RECORD_LABELS.set] ?? "";
    return { name, namespace: metadata.namespace ?? "", time, hasPassed: result === "passed" };
  });
}

/** Days for which a drill shows that a restore works. */
const DRILL_DAYS = 30;
const DAY = 86_400_000;

/** What is wrong with the last drill of a set; undefined for nothing. */
export function drillFault(drill: LastDrill | undefined, now: Date): string | undefined {
  if (drill === undefined) {
    return "has no restore drill on record, so that nobody knows whether its data comes back";
  }
  if (!drill.hasPassed) {
    return `failed its last restore drill, at ${drill.time}`;
  }
  const when = drill.time === "" ? "no time that is known" : drill.time;
  const days = Math.floor((now.getTime() - Date.parse(drill.time)) / DAY);
  // A time that cannot be read is no proof.
  return days >= 0 && days < DRILL_DAYS
    ? undefined
    : `had its last restore drill at ${when}: must be within ${String(DRILL_DAYS)} days`;
}
