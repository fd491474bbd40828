import assert from "node:assert/strict";
import {
  claim,
  container,
  deployment,
  object,
  pod,
  refused,
  refusedIn,
  refusedTable,
  service,
  set,
  workload,
} from "../../../support/refused";
import type { RefusedCases } from "../../../support/refused";

const policy = (peer: string): string =>
  object("networking.k8s.io/v1", "NetworkPolicy", `spec: { podSelector: {}, ingress: [{ from: [{ ${peer} }] }] }`);
const cron = (schedule: string): string =>
  object(
    "batch/v1",
    "CronJob",
    `spec: { schedule: ${JSON.stringify(schedule)}, jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: "a:1" }] } } } } }`,
  );
const SIZE = "resources: { requests: { storage: 1Gi } }";
const spread = (fields: string): string =>
  pod(`topologySpreadConstraints: [{ topologyKey: zone, labelSelector: {}, ${fields} }]`);

/** Each with something that the API server takes, which is as close as can be. */
const CASES: RefusedCases = {
  "an update strategy of another kind": [
    set("updateStrategy: { type: Recreate }"),
    /may have RollingUpdate, OnDelete/,
    set("updateStrategy: { type: OnDelete }"),
  ],
  "a pod order that there is not": [
    set("podManagementPolicy: Ordered"),
    /may have OrderedReady, Parallel/,
    set("podManagementPolicy: ${ORDER}"),
  ],
  "a partition with OnDelete": [
    set("updateStrategy: { type: OnDelete, rollingUpdate: { partition: 1 } }"),
    /rollingUpdate may not stand/,
    set("updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 1 } }"),
  ],
  "a negative partition": [
    set("updateStrategy: { rollingUpdate: { partition: -1 } }"),
    /partition -1, and may have 0 or more/,
    set("updateStrategy: { rollingUpdate: { partition: 0 } }"),
  ],
  "a claim template without access modes": [
    set(`volumeClaimTemplates: [{ metadata: { name: d }, spec: { ${SIZE} } }]`),
    /lacks accessModes/,
    set(`volumeClaimTemplates: [{ metadata: { name: d }, spec: { accessModes: [ReadWriteOnce], ${SIZE} } }]`),
  ],
  "a rolling update beside Recreate": [
    deployment("strategy: { type: Recreate, rollingUpdate: { maxSurge: 1 } }"),
    /has strategy Recreate/,
    deployment("strategy: { type: Recreate }"),
  ],
  "an update that can move no pod": [
    deployment('strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: "0%" } }'),
    /no pod can be updated/,
    deployment("strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }"),
  ],
  "two sources of a volume": [
    pod("volumes: [{ name: a, emptyDir: {}, hostPath: { path: /a } }]"),
    /emptyDir and hostPath for one volume/,
    pod("volumes: [{ name: a, emptyDir: {}, hostPath: null }]"),
  ],
  "a toleration by Exists of a value": [
    pod("tolerations: [{ key: a, operator: Exists, value: b }]"),
    /only Equal compares/,
    pod("tolerations: [{ key: a, value: b }]"),
  ],
  "a toleration that is empty": [pod("tolerations: [{}]"), /without a key/, pod("tolerations: []")],
  "a toleration of nothing": [
    pod("tolerations: [{ effect: NoSchedule }]"),
    /without a key/,
    pod("tolerations: [{ effect: NoSchedule, operator: Exists }]"),
  ],
  "an effect in Google's spelling": [
    pod("tolerations: [{ operator: Exists, effect: NO_SCHEDULE }]"),
    /may have NoSchedule/,
    pod("tolerations: [{ operator: Exists, effect: NoExecute }]"),
  ],
  "a skew of nothing": [
    spread("maxSkew: 0, whenUnsatisfiable: DoNotSchedule"),
    /maxSkew 0, and may have 1 or more/,
    spread("maxSkew: 1, whenUnsatisfiable: DoNotSchedule"),
  ],
  "domains that a preference counts": [
    spread("maxSkew: 1, minDomains: 2, whenUnsatisfiable: ScheduleAnyway"),
    /with DoNotSchedule only/,
    spread("maxSkew: 1, minDomains: 2, whenUnsatisfiable: DoNotSchedule"),
  ],
  "a weight beyond 100": [
    pod(
      "affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, podAffinityTerm: { topologyKey: z } }] } }",
    ),
    /weight 101, and may have 1 to 100/,
    pod(
      "affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey: z } }] } }",
    ),
  ],
  "values that Exists compares": [
    pod(
      "affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: a, operator: Exists, values: [b] }] }] } } }",
    ),
    /names values, which it may not have/,
    pod(
      "affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: a, operator: Exists }] }] } } }",
    ),
  ],
  "no values that In compares": [
    pod(
      "affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: z, labelSelector: { matchExpressions: [{ key: a, operator: In }] } }] } }",
    ),
    /names no values/,
    pod(
      "affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: z, labelSelector: { matchExpressions: [{ key: a, operator: In, values: [b] }] } }] } }",
    ),
  ],
  "a port that there is not": [
    container("ports: [{ containerPort: 65536 }]"),
    /may have 1 to 65535/,
    container("ports: [{ containerPort: 65535 }]"),
  ],
  "a variable of two sources": [
    container("env: [{ name: A, value: b, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]"),
    /both value and valueFrom/,
    container('env: [{ name: A, value: "", valueFrom: { fieldRef: { fieldPath: metadata.name } } }]'),
  ],
  "a field that pods do not have": [
    container("env: [{ name: A, valueFrom: { fieldRef: { fieldPath: metadata.nam } } }]"),
    /no field of a pod/,
    container(
      "env: [{ name: A, valueFrom: { fieldRef: { fieldPath: \"metadata.labels['apps.kubernetes.io/pod-index']\" } } }]",
    ),
  ],
  "a probe that asks in two ways": [
    container("readinessProbe: { tcpSocket: { port: 1 }, exec: { command: [a] } }"),
    /by exec and tcpSocket/,
    container("readinessProbe: { exec: { command: [a] } }"),
  ],
  "a probe that does not ask": [
    container("livenessProbe: { periodSeconds: 5 }"),
    /does not say how its livenessProbe asks/,
    container("livenessProbe: null"),
  ],
  "a liveness probe with several successes": [
    container("livenessProbe: { tcpSocket: { port: 1 }, successThreshold: 2 }"),
    /must be 1/,
    container("readinessProbe: { tcpSocket: { port: 1 }, successThreshold: 2 }"),
  ],
  "ports without names": [
    service("ports: [{ name: a, port: 1 }, { port: 2 }]"),
    /each must have one/,
    service("ports: [{ port: 1 }]"),
  ],
  "a load balancer without an address in the cluster": [
    service("type: LoadBalancer, clusterIP: None, ports: [{ port: 1 }]"),
    /may not have/,
    service("clusterIP: None, selector: { a: b }"),
  ],
  "no ports": [service("selector: { a: b }"), /lacks ports/, service("clusterIP: None")],
  "a type that there is not": [
    service("type: Internal, ports: [{ port: 1 }]"),
    /may have ClusterIP/,
    service("type: NodePort, ports: [{ port: 1 }]"),
  ],
  "a claim of nothing": [
    claim('accessModes: [ReadWriteOnce], resources: { requests: { storage: "0" } }'),
    /more than nothing/,
    claim(`accessModes: [ReadWriteOnce], ${SIZE}`),
  ],
  "a claim for one pod and for more": [
    claim(`accessModes: [ReadWriteOncePod, ReadWriteOnce], ${SIZE}`),
    /must have it alone/,
    claim(`accessModes: [ReadWriteOncePod], ${SIZE}`),
  ],
  "an access mode that there is not": [
    claim(`accessModes: [ReadWrite], ${SIZE}`),
    /may have ReadWriteOnce/,
    claim(`accessModes: [ReadOnlyMany, ReadWriteOnce], ${SIZE}`),
  ],
  "more than all pods": [
    object("policy/v1", "PodDisruptionBudget", 'spec: { minAvailable: "101%", selector: {} }'),
    /0% to 100%/,
    object("policy/v1", "PodDisruptionBudget", 'spec: { minAvailable: "100%", selector: {} }'),
  ],
  "a range that is none": [
    policy("ipBlock: { cidr: 10.0.0.0/33 }"),
    /no range of addresses/,
    policy('ipBlock: { cidr: "2001:db8::/48" }'),
  ],
  "a range and a selector": [
    policy("ipBlock: { cidr: 10.0.0.0/8 }, podSelector: {}"),
    /together with a selector/,
    policy("namespaceSelector: {}, podSelector: {}"),
  ],
  "a class that binds later": [
    object("storage.k8s.io/v1", "StorageClass", "provisioner: a, volumeBindingMode: Later"),
    /may have Immediate/,
    object("storage.k8s.io/v1", "StorageClass", "provisioner: a, volumeBindingMode: WaitForFirstConsumer"),
  ],
  "a priority of the cluster's own": [
    object("scheduling.k8s.io/v1", "PriorityClass", "value: 1000000001"),
    /1000000000 at most/,
    object("scheduling.k8s.io/v1", "PriorityClass", "value: 1000000000"),
  ],
  "a Sunday by another number": [cron("0 3 * * 7"), /which is none/, cron("0 3 1 1 1/2")],
  "a time that is none": [cron("@every foo"), /which is none/, cron("@every 90s")],
  "a step of nothing": [cron("*/0 * * * *"), /which is none/, cron("*/90 5/15 * * *")],
  "a range the wrong way round": [cron("0 5-3 * * *"), /which is none/, cron("0 3-5 * JAN-MAR sun,MON")],
  "an hour that there is not": [cron("0 25 * * *"), /which is none/, cron("0 23 * * MON-FRI")],
  "six fields of a schedule": [cron("0 0 3 * * *"), /which is none/, cron("*/5 3 1,15 * ?")],
  "a day that only other schedulers know": [cron("0 3 L * *"), /which is none/, cron("@daily")],
  "a zone in the schedule": [cron("TZ=UTC 0 3 * * *"), /must name its zone in timeZone/, cron("@every 1h30m")],
};

refusedTable("what the API server refuses beyond types", CASES);

describe("what the API server refuses beyond types", () => {
  it("takes what only a StatefulSet may not have, and what is only warned of", () => {
    const daemons = workload(
      "DaemonSet",
      "updateStrategy: { type: OnDelete, rollingUpdate: { maxUnavailable: 1 } }",
      "",
      "",
    );
    assert.deepEqual(refused(daemons), []);
    assert.deepEqual(refused(pod("terminationGracePeriodSeconds: -1")), []);
  });

  it("finds an object that stands in a file twice, and not its copy in another", () => {
    const one = service("ports: [{ port: 1 }]");
    assert.match(refused(`${one}\n---\n${one}`).join(), /Service default\/db for the second time in this file/);
    assert.deepEqual(refusedIn({ "a.yaml": one, "b.yaml": one }), []);
    assert.deepEqual(refused(`${one}\n---\n${one.replace("name: db", "name: web")}`), []);
  });
});
