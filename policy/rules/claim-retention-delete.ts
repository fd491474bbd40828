import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

const MOMENTS = ["whenDeleted", "whenScaled"] as const;

/** A set that deletes its claims loses data whenever somebody scales it down. */
export const claimRetentionDelete = defineRule({
  id: "claim-retention-delete",
  severity: "high",
  title: "A StatefulSet keeps the claims of pods that go",
  why: "whenScaled: Delete destroys the data of every replica that is scaled away, also by an autoscaler or by mistake. whenDeleted: Delete does so when the set is deleted or replaced.",
  remediation:
    "Set `spec.persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain, whenScaled: Retain }`, or leave it out.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Scaling down and up again finds the data where it was.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { persistentVolumeClaimRetentionPolicy: { whenScaled: Delete } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { persistentVolumeClaimRetentionPolicy: { whenScaled: Retain } }`,
  },
  kinds: ["StatefulSet"],
  scope: "object",
  *check(object) {
    for (const moment of MOMENTS) {
      const field = object.at("spec.persistentVolumeClaimRetentionPolicy").of(moment);
      if (field.text === "Delete") {
        yield problem(field, `has persistentVolumeClaimRetentionPolicy.${moment} Delete`, setting(field, "Retain"));
      }
    }
  },
});
