import { podRange, showPods } from "../graph/scaling";
import { isDefinedElsewhere, isExclusive, volumesOf, volumeTitle } from "../graph/volumes";
import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

/** A Deployment does not give each pod its own disk, and its rolling update starts the new pod before the old one lets go. */
export const statefulDeployment = defineRule({
  id: "stateful-deployment",
  severity: "high",
  title: "What writes to a disk is a StatefulSet, not a Deployment",
  why: "A rolling update starts the new pod while the old one still holds the disk: the new one waits for ever (Multi-Attach), or both write. Replicas share one claim instead of having their own.",
  remediation:
    "Move it to a StatefulSet with a volumeClaimTemplate, in this order: take a VolumeSnapshot of the claim; create the StatefulSet with replicas 0 and a claim named <template>-<set>-0 restored from it; scale the Deployment to 0; scale the set to 1; compare the data; delete the Deployment. Until then, one replica with `strategy: { type: Recreate }` is safe.",
  effort: { time: "hours", why: "The data moves once, with a short stop; the code is a few lines." },
  outcome: "Each pod has its own disk, and updates wait for the old pod to let go of it.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/",
  peers:
    "kube-score and KubeBuddy ask for a rolling update and more replicas on such a Deployment. Both would make two pods fight for one disk.",
  example: {
    wrong: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  replicas: 1
  template:
    spec:
      containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /var/lib/db }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }]`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 1
  template:
    spec:
      containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /var/lib/db }] }]
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }]`,
  },
  kinds: ["Deployment", "ReplicaSet", "ReplicationController"],
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    const range = podRange(object, graph);
    const recreates = object.at("spec.strategy.type").text === "Recreate";
    if (recreates && range.max <= 1) {
      return;
    }
    for (const volume of volumesOf(object).filter((one) => isExclusive(one, graph))) {
      const strategy =
        object.kind === "Deployment" ? ` and updates by ${recreates ? "Recreate" : "RollingUpdate"}` : "";
      const where = isDefinedElsewhere(volume, graph) ? " (defined elsewhere; right only if it is ReadWriteMany)" : "";
      const canRecreate = object.kind === "Deployment" && range.max <= 1;
      const patch = canRecreate ? setting(object.at("spec.strategy"), { type: "Recreate" }) : undefined;
      yield problem(volume.field, `writes to ${volumeTitle(volume)}${where} with ${showPods(range)}${strategy}`, patch);
    }
  },
});
