import { WORKLOAD_KINDS } from "../graph/kinds";
import { baselineBreaches } from "../graph/pod-security";
import { defineRule, problem } from "./engine/rule";

/** What the baseline profile forbids are ways from a pod to its node, and from there to every other pod's data. */
export const privilegedPod = defineRule({
  id: "privileged-pod",
  severity: "high",
  title: "A pod has no way to its node",
  why: "A privileged container, a host namespace or a hostPath is a way to the node, and from there to the disks and tokens of every pod on it.",
  remediation:
    "Remove the setting. What an agent of the node needs it for belongs into a DaemonSet of its own namespace, with an exemption.",
  effort: {
    time: "hours",
    why: "The setting goes in a minute; finding another way to do what it was for may take longer.",
  },
  outcome: "A broken pod stays a broken pod.",
  url: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  frameworks: [{ name: "Pod Security Standards", control: "baseline" }],
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, securityContext: { privileged: true } }] } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, securityContext: { privileged: false } }] } } }`,
  },
  kinds: WORKLOAD_KINDS,
  scope: "object",
  skipsOwned: true,
  *check(object) {
    yield* baselineBreaches(object).map(({ field, says }) => problem(field, says));
  },
});
