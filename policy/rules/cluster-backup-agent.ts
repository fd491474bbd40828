import { defineRule, problem } from "./engine/rule";

/** Without the agent no BackupPlan can back anything up. */
export const clusterBackupAgent = defineRule({
  id: "cluster-backup-agent",
  severity: "high",
  title: "A cluster runs the backup agent",
  why: "Backup for GKE needs its agent in the cluster. Without it a BackupPlan exists and makes no backup.",
  remediation: "Set `addonsConfig: { gkeBackupAgentConfig: { enabled: true } }`.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Backup plans work.",
  url: "https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/install",
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { addonsConfig: {} }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { addonsConfig: { gkeBackupAgentConfig: { enabled: true } } }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("addonsConfig.gkeBackupAgentConfig.enabled");
    if (field.flag !== true) {
      yield problem(field, "does not run the backup agent (addonsConfig.gkeBackupAgentConfig)");
    }
  },
});
