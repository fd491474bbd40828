import { defineRule, problem } from "./engine/rule";

/** By default a restore makes empty claims. */
export const restoreWithoutVolumes = defineRule({
  id: "restore-without-volumes",
  severity: "high",
  title: "A restore plan restores the data of volumes",
  why: "By default Backup for GKE restores the objects and leaves the volumes empty: the service comes up, without its data.",
  remediation: "Set `restoreConfig: { volumeDataRestorePolicy: RESTORE_VOLUME_DATA_FROM_BACKUP }`.",
  effort: { time: "minutes", why: "One field." },
  outcome: "A restore brings the data back.",
  url: "https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/restore-plan",
  example: {
    wrong: `
type: gcp:gkebackup/restorePlan:RestorePlan
properties: { restoreConfig: { allNamespaces: true } }`,
    right: `
type: gcp:gkebackup/restorePlan:RestorePlan
properties: { restoreConfig: { allNamespaces: true, volumeDataRestorePolicy: RESTORE_VOLUME_DATA_FROM_BACKUP } }`,
  },
  kinds: ["RestorePlan"],
  scope: "object",
  *check(object) {
    const config = object.at("restoreConfig");
    const field = config.at("volumeDataRestorePolicy");
    const restores = ["RESTORE_VOLUME_DATA_FROM_BACKUP", "REUSE_VOLUME_HANDLE_FROM_BACKUP"].includes(field.text ?? "");
    if (!restores && config.at("volumeDataRestorePolicyBindings").items.length === 0) {
      const value = field.text ?? "not set, which restores none";
      yield problem(field, `has restoreConfig.volumeDataRestorePolicy ${value}`);
    }
  },
});
