import { podSpec } from "../graph/pods";
import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

/** What Kubernetes gives where nobody says. */
const DEFAULT_SECONDS = 30;

/** A StatefulSet's pod that is killed at once may still be writing when its successor starts. */
export const noGracePeriod = defineRule({
  id: "no-grace-period",
  severity: "high",
  title: "A pod gets time to stop",
  why: "terminationGracePeriodSeconds 0 removes the pod from the API before its process has ended. The successor of a StatefulSet's pod may then start while the old one still writes; Kubernetes calls it unsafe.",
  remediation:
    "Set `terminationGracePeriodSeconds: 30`, or as long as the service needs to flush and say goodbye to its peers.",
  effort: { time: "minutes", why: "One number." },
  outcome: "A pod ends before its successor starts.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { terminationGracePeriodSeconds: 0 } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { terminationGracePeriodSeconds: 30 } } }`,
  },
  kinds: ["StatefulSet"],
  scope: "object",
  *check(object) {
    const field = podSpec(object).at("terminationGracePeriodSeconds");
    if (field.number === 0) {
      yield problem(
        field,
        "has terminationGracePeriodSeconds 0, so a successor may start while the old pod still writes",
        setting(field, DEFAULT_SECONDS),
      );
    }
  },
});
