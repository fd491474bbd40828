import { defineRule, problem } from "./engine/rule";

/** Without the driver no disk is made, attached or grown. */
export const clusterDiskDriver = defineRule({
  id: "cluster-disk-driver",
  severity: "high",
  title: "A cluster runs the Persistent Disk driver",
  why: "Claims on disks, snapshots and expansion all need the Compute Engine CSI driver. Switched off, claims wait for ever.",
  remediation: "Set `addonsConfig: { gcePersistentDiskCsiDriverConfig: { enabled: true } }`, which is the default.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Disks are made, attached and grown.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/gce-pd-csi-driver",
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { addonsConfig: { gcePersistentDiskCsiDriverConfig: { enabled: false } } }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { addonsConfig: { gcePersistentDiskCsiDriverConfig: { enabled: true } } }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("addonsConfig.gcePersistentDiskCsiDriverConfig.enabled");
    if (field.flag === false) {
      yield problem(
        field,
        "has the Persistent Disk driver switched off (addonsConfig.gcePersistentDiskCsiDriverConfig)",
      );
    }
  },
});
