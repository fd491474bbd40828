import { dataOf, EXTERNAL_BACKUP, isBackedUp } from "../graph/backups";
import { isUsed, KEEPING_KINDS } from "../graph/claim-users";
import { keepsNothing, serviceOf } from "../graph/data-folders";
import { isWorkload } from "../graph/pods";
import { claimOf, claimOfObject, isWritten, keptVolumes } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { Claim, Volume } from "../graph/volumes";

/** Two zones protect from a lost zone. Only a backup protects from a wrong delete. */
export const noBackup = defineRule({
  id: "no-backup",
  severity: "critical",
  title: "What is written to a disk is backed up",
  why: "A regional disk copies a mistake to both zones at once. Without a backup of the volumes, a deleted table, claim or namespace is gone.",
  remediation: `Add a gcp.gkebackup.BackupPlan with \`backupConfig: { includeVolumeData: true, selectedNamespaces: … }\`, a schedule and a retention; or a snapshot schedule for the claims. If something else backs it up, say so: annotation \`${EXTERNAL_BACKUP}: "pgBackRest to gs://…, hourly"\`.`,
  effort: { time: "hours", why: "The plan is a few lines; trying a restore takes the rest." },
  outcome: "What was deleted by mistake comes back, up to the last backup.",
  url: "https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/backup-for-gke",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /data }] }] } }
  volumeClaimTemplates: [{ metadata: { name: data, labels: { backup: daily } }, spec: {} }]
---
apiVersion: snapscheduler.backube/v1
kind: SnapshotSchedule
metadata: { name: daily }
spec: { schedule: "0 3 * * *", retention: { maxCount: 14 }, claimSelector: { matchLabels: { backup: daily } } }`,
  },
  kinds: [...KEEPING_KINDS, "PersistentVolumeClaim"],
  scope: "graph",
  *check(object, graph) {
    if (object.kind === "PersistentVolumeClaim") {
      const needsNone = isUsed(object, graph) || needsNoBackup(claimOfObject(object), graph);
      if (!needsNone && !isBackedUp(object, [claimOfObject(object)], graph)) {
        yield problem(object.at("spec"), "keeps data that no backup plan or snapshot schedule covers");
      }
      return;
    }
    const volumes = isWorkload(object)
      ? keptVolumes(object).filter(
          (volume) => isWritten(volume) && !isCopy(volume) && !needsNoBackup(claimOf(volume, graph), graph),
        )
      : [];
    if (volumes[0] !== undefined && !isBackedUp(object, dataOf(volumes, graph), graph)) {
      const names = volumes.map(({ name }) => name).join(", ");
      yield problem(volumes[0].field, `writes to ${names}, which no backup plan or snapshot schedule covers`);
    }
  },
});

/** Whether all that write to a volume keep nothing of their own there: a cache, or a copy of what a bucket has. */
function isCopy({ uses }: Volume): boolean {
  return uses.every(
    ({ container, readOnly }) => readOnly || (serviceOf(container) !== undefined && keepsNothing(container)),
  );
}

/** Driver that mounts a bucket of an object store, which keeps versions of its own. */
const BUCKET_DRIVER = "gcsfuse.csi.storage.gke.io";

/** Whether a claim is of a named volume that is a bucket, or that nobody can write to. */
function needsNoBackup(claim: Claim | undefined, graph: ObjectGraph): boolean {
  const name = claim?.spec.at("volumeName");
  const volume = name === undefined ? undefined : graph.target(name, "PersistentVolume");
  const driver = volume?.at("spec.csi");
  return driver !== undefined && (driver.at("driver").text === BUCKET_DRIVER || driver.at("readOnly").flag === true);
}
