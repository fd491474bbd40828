import { makesVolumes } from "../facts/storage-classes";
import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

/** Drivers whose volumes are folders of a node: they cannot grow. */
const FIXED_SIZE_DRIVERS: readonly string[] = [
  "kubernetes.io/no-provisioner",
  "rancher.io/local-path",
  "docker.io/hostpath",
  "k8s.io/minikube-hostpath",
];

/** A volume that cannot grow ends in a move of its data on the worst day. */
export const noVolumeExpansion = defineRule({
  id: "no-volume-expansion",
  severity: "medium",
  title: "A storage class lets its volumes grow",
  why: "A full disk stops a database. Whoever wants to grow it then finds out that the class forbids it, and that only an administrator of the cluster can change that; where nobody may, everything has to be copied to a larger disk.",
  remediation:
    "Set `allowVolumeExpansion: true` on the StorageClass. It may be changed at any time and touches no volume.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "A full disk is grown by one patch, without a stop.",
  url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims",
  example: {
    wrong: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io`,
    right: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
allowVolumeExpansion: true`,
  },
  kinds: ["StorageClass"],
  scope: "object",
  remedy: () => ({ allowVolumeExpansion: true }),
  *check(object) {
    const field = object.at("allowVolumeExpansion");
    const driver = object.at("provisioner").text ?? "";
    if (field.flag !== true && makesVolumes(driver) && !FIXED_SIZE_DRIVERS.includes(driver)) {
      const says = `has allowVolumeExpansion ${field.isSet ? "false" : "not set, which is false"}`;
      yield problem(field, says, setting(field, true));
    }
  },
});
