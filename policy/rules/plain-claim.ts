import { KEEPING_KINDS } from "../graph/claim-users";
import { podRange } from "../graph/scaling";
import { forEach } from "../graph/pods";
import { isExclusive, volumesOf } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";

/** A claim that pods name is one for all of them: with it, one replica is all that there can be. */
export const plainClaim = defineRule({
  id: "plain-claim",
  severity: "advisory",
  title: "Each replica has a claim of its own",
  why: "All pods of a workload mount the claim that its template names. One replica works; the second would share the disk, or wait for it. Nothing tells whoever scales it.",
  remediation:
    "Use a StatefulSet with `volumeClaimTemplates: [{ metadata: { name: data }, spec: … }]`. A claim that exists is taken over if it is called <template>-<set>-0.",
  effort: {
    time: "hours",
    why: "The claim's name cannot be changed; its data moves by snapshot, or the claim is made for the volume again.",
  },
  outcome: "Another replica brings its own disk.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /var/lib/db }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }]`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template: { spec: { containers: [{ name: db, volumeMounts: [{ name: data, mountPath: /var/lib/db }] }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]`,
  },
  kinds: KEEPING_KINDS.filter((kind) => kind !== "Pod" && kind !== "DaemonSet"),
  scope: "graph",
  skipsOwned: true,
  check(object, graph) {
    // With more replicas, or a rolling update, it is worse, and other rules say so.
    const isAlone = podRange(object, graph).max === 1;
    const isCareful = object.kind === "StatefulSet" || object.at("spec.strategy.type").text === "Recreate";
    const volumes = isAlone && isCareful ? volumesOf(object) : [];
    return forEach(volumes, function* (volume) {
      if (volume.source === "claim" && isExclusive(volume, graph)) {
        const name = volume.field.at("persistentVolumeClaim.claimName").shown;
        yield problem(volume.field, `keeps its data in claim ${name}, which a second replica would share`);
      }
    });
  },
});
