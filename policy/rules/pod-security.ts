import { WORKLOAD_KINDS } from "../graph/kinds";
import { restrictedGaps } from "../graph/pod-security";
import { allContainers, containerName, forEach, podSpec } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";

/** The restricted profile costs nothing for a service that only listens and writes to its own disk. */
export const podSecurity = defineRule({
  id: "pod-security",
  severity: "medium",
  title: "A pod fits the restricted profile",
  why: "What runs as root, with all capabilities, is one kernel bug away from the node and the disks of its neighbours.",
  remediation:
    "Pod: `securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: RuntimeDefault } }`; each container: `securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }`.",
  effort: {
    time: "hours",
    why: "A few lines, and a try: some images want to own their files, which fsGroup gives them.",
  },
  outcome: "The namespace can enforce the restricted Pod Security Standard.",
  url: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  frameworks: [{ name: "Pod Security Standards", control: "restricted" }],
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
spec:
  template:
    spec:
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers: [{ name: db, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }]`,
  },
  kinds: WORKLOAD_KINDS,
  scope: "object",
  skipsOwned: true,
  *check(object) {
    const spec = podSpec(object);
    yield* forEach(allContainers(object), function* (container) {
      const gaps = restrictedGaps(container, spec);
      if (gaps.length > 0) {
        yield problem(container.at("securityContext"), `lacks on ${containerName(container)}: ${gaps.join("; ")}`);
      }
    });
  },
});
