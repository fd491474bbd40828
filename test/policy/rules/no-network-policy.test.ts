import { noNetworkPolicy } from "../../../policy/rules/no-network-policy";
import { ruleTest } from "../../support/rules";

ruleTest(noNetworkPolicy, {
  valid: {
    "everybody, to one port": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: one-port }
spec: { podSelector: {}, ingress: [{ ports: [{ port: 5432 }] }] }`,
    "a policy for everything in the folder beside": {
      files: ["shop/db/set.yaml", "shop/policies/deny.yaml"],
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny }
spec: { podSelector: {}, policyTypes: [Ingress] }`,
    },
    "Cilium for the whole cluster": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: cilium.io/v2
kind: CiliumClusterwideNetworkPolicy
metadata: { name: all }
specs: [{ endpointSelector: {}, ingress: [] }]`,
    "a policy for the namespace": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db }
spec: { podSelector: {} }`,
    Cilium: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: db }
spec: { endpointSelector: { matchLabels: { app: db } }, ingress: [] }`,
    "the network of the node": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } }, spec: { hostNetwork: true } } }`,
  },
  invalid: {
    "one that denies, and one that admits everybody": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny }
spec: { podSelector: {} }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open }
spec: { podSelector: { matchLabels: { app: db } }, ingress: [{}] }`,
      says: [/is open to everybody by NetworkPolicy default\/open, whatever other policies say/],
    },
    "everybody in other words": {
      yaml: [
        "{ from: [{ namespaceSelector: { matchLabels: {} } }] }",
        "{ from: [{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: Exists }] } }] }",
        "{ from: [{ ipBlock: { cidr: 0.0.0.0/1 } }, { ipBlock: { cidr: 128.0.0.0/1 } }] }",
        "{ ports: [{ protocol: TCP }] }",
        "{ ports: [{ port: 1, endPort: 65535 }] }",
      ]
        .map(
          (rule, index) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db-${String(index)} }
spec: { template: { metadata: { labels: { app: db-${String(index)} } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open-${String(index)} }
spec: { podSelector: { matchLabels: { app: db-${String(index)} } }, ingress: [${rule}] }`,
        )
        .join("\n---"),
      says: [/open-0/, /open-1/, /open-2/, /open-3/, /open-4/],
    },
    "a policy that admits the whole cluster": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open }
spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] }`,
      says: [/is open to everybody by NetworkPolicy default\/open/],
    },
    "policies that admit everybody": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open }
spec: { podSelector: {}, ingress: [{}] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: every-address }
spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }] }`,
      says: [/is open to everybody by /],
    },
    "a policy for everything of somebody else's folder, which names no namespace": {
      files: ["shop/db/set.yaml", "games/policies/deny.yaml"],
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny }
spec: { podSelector: {}, policyTypes: [Ingress] }`,
      says: [/is selected by no NetworkPolicy/],
    },
    "a policy for egress only": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: e }
spec: { podSelector: {}, policyTypes: [Egress] }`,
      says: [/closes its ingress/],
    },
    "a policy of another namespace": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: other }
spec: { podSelector: {} }`,
      says: [/is selected by no NetworkPolicy/],
    },
    "a policy for other pods": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db }
spec: { podSelector: { matchLabels: { app: x } } }`,
      says: [/is selected by no/],
    },
  },
  unknown: {
    "the selector of the only policy": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db }
spec: { podSelector: <unknown> }`,
      field: "spec.podSelector",
    },
  },
});
