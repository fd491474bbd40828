import { SERVICE_KINDS } from "../graph/kinds";
import { containersWithout } from "./engine/probes";
import { defineRule } from "./engine/rule";

/** A process that hangs is restarted only if somebody asks whether it still answers. */
export const noLivenessProbe = defineRule({
  id: "no-liveness-probe",
  severity: "low",
  title: "A container that hangs is restarted",
  why: "A process that hangs without ending stays as it is until somebody looks. For data services a wrong liveness probe is worse than none: it must ask for less than readiness does, and be patient.",
  remediation:
    "Add `livenessProbe: { tcpSocket: { port: 5432 }, periodSeconds: 20, failureThreshold: 3 }` with a startupProbe before it, so that recovery after a crash is not cut short.",
  effort: { time: "hours", why: "A few lines, and some thought about how long recovery may take." },
  outcome: "A hang ends by itself.",
  url: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db }] } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, livenessProbe: { tcpSocket: { port: 5432 } } }] } } }`,
  },
  kinds: [...SERVICE_KINDS, "Pod"],
  scope: "object",
  skipsOwned: true,
  check: (object) => containersWithout(object, "livenessProbe"),
});
