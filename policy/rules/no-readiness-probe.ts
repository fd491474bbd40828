import { SERVICE_KINDS } from "../graph/kinds";
import { containersWithout } from "./engine/probes";
import { defineRule } from "./engine/rule";

/** Without a readiness probe, a pod counts as ready as soon as its process runs. */
export const noReadinessProbe = defineRule({
  id: "no-readiness-probe",
  severity: "medium",
  title: "A container says when it is ready",
  why: "Without a readiness probe a pod is ready as soon as its process runs. A rolling update and a budget then go on to the next replica while this one still recovers, until none is left.",
  remediation:
    "Add a probe that asks the service itself: `readinessProbe: { exec: { command: [pg_isready] }, periodSeconds: 5 }`, or httpGet of its health endpoint, and a startupProbe for slow starts.",
  effort: { time: "hours", why: "A few lines, and some thought about what ready means." },
  outcome: "Updates and drains wait until each replica really serves.",
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
spec: { template: { spec: { containers: [{ name: db, readinessProbe: { tcpSocket: { port: 5432 } } }] } } }`,
  },
  kinds: [...SERVICE_KINDS, "Pod"],
  scope: "object",
  skipsOwned: true,
  check: (object) => containersWithout(object, "readinessProbe"),
});
