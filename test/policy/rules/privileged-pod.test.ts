import { privilegedPod } from "../../../policy/rules/privileged-pod";
import { ruleTest } from "../../support/rules";

ruleTest(privilegedPod, {
  valid: {
    "an allowed capability": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, securityContext: { capabilities: { add: [CHOWN] } } }] } } }`,
  },
  invalid: {
    "a profile that is switched off": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { securityContext: { seccompProfile: { type: Unconfined } }, containers: [{ name: a }] } } }`,
      says: [/switches seccompProfile off for the pod/],
    },
    "an unsafe sysctl": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { securityContext: { sysctls: [{ name: kernel.msgmax, value: a }] }, containers: [{ name: a }] } } }`,
      says: [/sets sysctl kernel.msgmax/],
    },
    "the network of the node": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], hostNetwork: true } } }`,
      says: [/sets hostNetwork/],
    },
    "a folder of the node": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], volumes: [{ name: v, hostPath: { path: /etc } }] } } }`,
      says: [/mounts hostPath \/etc/],
    },
    "a port of the node": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, ports: [{ containerPort: 1, hostPort: 80 }] }] } } }`,
      says: [/opens hostPort 80 in container a/],
    },
    "a capability": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, securityContext: { capabilities: { add: [SYS_ADMIN] } } }] } } }`,
      says: [/adds capability SYS_ADMIN/],
    },
    "another proc": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a, securityContext: { procMount: Unmasked } }] } } }`,
      says: [/procMount Unmasked/],
    },
    "a privileged init container": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], initContainers: [{ name: i, securityContext: { privileged: true } }] } } }`,
      says: [/runs container i privileged/],
    },
  },
});
