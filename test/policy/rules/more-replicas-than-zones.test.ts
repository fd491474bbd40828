import { moreReplicasThanZones } from "../../../policy/rules/more-replicas-than-zones";
import { ruleTest } from "../../support/rules";

const set = (replicas: number, rules: string, more = ""): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: ${String(replicas)}
  template:
    metadata: { labels: { app: db } }
    spec: { ${rules} }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
${more}`;
const SELECTOR = "labelSelector: { matchLabels: { app: db } }";
const ZONE = "topologyKey: topology.kubernetes.io/zone";
const apart = (selector = SELECTOR, key = ZONE, how = "requiredDuringSchedulingIgnoredDuringExecution"): string =>
  how.startsWith("required")
    ? `affinity: { podAntiAffinity: { ${how}: [{ ${key}, ${selector} }] } }`
    : `affinity: { podAntiAffinity: { ${how}: [{ weight: 1, podAffinityTerm: { ${key}, ${selector} } }] } }`;
const TWO = "allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [r1-a, r1-b] }] }]";

ruleTest(moreReplicasThanZones, {
  valid: {
    "as many as the largest region has": set(4, apart()),
    "by node": set(9, apart(SELECTOR, "topologyKey: kubernetes.io/hostname")),
    "apart from another app": set(9, apart("labelSelector: { matchLabels: { app: web } }")),
    "in another namespace": set(9, apart(`${SELECTOR}, namespaces: [other]`)),
    "by a label that each pod has for itself": set(
      9,
      apart(`${SELECTOR}, matchLabelKeys: [apps.kubernetes.io/pod-index]`),
    ),
    "a spread over more zones, with room in each": set(
      3,
      `topologySpreadConstraints: [{ maxSkew: 5, minDomains: 5, ${ZONE}, ${SELECTOR} }]`,
      TWO,
    ),
    "as a preference": set(9, apart(SELECTOR, ZONE, "preferredDuringSchedulingIgnoredDuringExecution")),
    "as many as the disks' zones": set(2, apart(), TWO),
  },
  invalid: {
    "more than the disks' zones": {
      yaml: set(3, apart(), TWO),
      says: [/each wants a zone of its own, and there are 2 zones/],
    },
    "more than any region": { yaml: set(5, apart()), says: [/there are at most 4 zones/] },
    "a spread over more zones than there are": {
      yaml: set(3, `topologySpreadConstraints: [{ maxSkew: 1, minDomains: 3, ${ZONE}, ${SELECTOR} }]`, TWO),
      says: [/wants pods in 3 zones \(minDomains\), and there are 2 zones/],
    },
  },
});
