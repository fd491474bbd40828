import { podSecurity } from "../../../policy/rules/pod-security";
import { ruleTest } from "../../support/rules";

ruleTest(podSecurity, {
  valid: {
    "settings of the container": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, runAsNonRoot: true, seccompProfile: { type: Localhost } } }] } } }`,
    "the allowed capability": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] }, runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } } }] } } }`,
  },
  invalid: {
    "one missing": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, runAsNonRoot: true } }] } } }`,
      says: [/lacks on container a: seccompProfile: \{ type: RuntimeDefault \}$/],
    },
    root: {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, runAsNonRoot: true, runAsUser: 0, seccompProfile: { type: RuntimeDefault } } }] } } }`,
      says: [/runAsUser other than 0$/],
    },
    "a container that overrides the pod": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, runAsNonRoot: false } }], securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } } } } }`,
      says: [/runAsNonRoot: true$/],
    },
    "an added capability": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL], add: [CHOWN] } } }], securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } } } } }`,
      says: [/no added capability \(CHOWN\)$/],
    },
  },
});
