import { claim, deployment, object, pod, refusedTable, service, set, workload } from "../../../support/refused";

const hpa = (metrics: string, more = ""): string =>
  object(
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    `spec: { scaleTargetRef: { kind: StatefulSet, name: db }, maxReplicas: 3, metrics: [${metrics}]${more} }`,
  );
const job = (spec: string): string =>
  object(
    "batch/v1",
    "Job",
    `spec: { ${spec}, template: { spec: { restartPolicy: Never, containers: [{ name: a, image: "a:1" }] } } }`,
  );
const cron = (spec: string, jobSpec = "backoffLimit: 1", name = "db"): string =>
  `{ apiVersion: batch/v1, kind: CronJob, metadata: { name: ${name} }, spec: { schedule: "@daily", ${spec}, jobTemplate: { spec: { ${jobSpec}, template: { spec: { restartPolicy: Never, containers: [{ name: a, image: "a:1" }] } } } } } }`;
const policy = (rule: string): string =>
  object("networking.k8s.io/v1", "NetworkPolicy", `spec: { podSelector: {}, ingress: [${rule}] }`);
const budget = (spec: string): string =>
  object("policy/v1", "PodDisruptionBudget", `spec: { selector: { matchLabels: { a: b } }, ${spec} }`);
const selecting = (expression: string): string =>
  object(
    "policy/v1",
    "PodDisruptionBudget",
    `spec: { maxUnavailable: 1, selector: { matchExpressions: [${expression}] } }`,
  );
const labelled = (label: string): string =>
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: db, labels: { ${label} } } }`;
const named = (kind: string, apiVersion: string, name: string): string =>
  `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: ${name} } }`;
const volume = (spec: string): string =>
  object("v1", "PersistentVolume", `spec: { accessModes: [ReadWriteOnce], ${spec} }`);
const SIZE = "capacity: { storage: 1Gi }";
const CLAIM = "accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } }";
const ingress = (path: string): string =>
  object("networking.k8s.io/v1", "Ingress", `spec: { rules: [{ http: { paths: [{ pathType: Prefix, ${path} }] } }] }`);
const BACKEND = "backend: { service: { name: a, port: { number: 1 } } }";

refusedTable("names, labels and other texts that the API server refuses", {
  "a name with two dots": [named("ConfigMap", "v1", "a..b"), /has the name a\.\.b/, named("ConfigMap", "v1", "a.b")],
  "a name of a set with a dot": [
    set("serviceName: db").replace("metadata: { name: db }", "metadata: { name: db.v1 }"),
    /metadata\.name "db\.v1"/,
    set("serviceName: db").replace("metadata: { name: db }", "metadata: { name: db-v1 }"),
  ],
  "a long name of a CronJob": [
    cron("suspend: true", undefined, "x".repeat(53)),
    /53 letters, and its Jobs leave room for 52/,
    cron("suspend: true", undefined, "x".repeat(52)),
  ],
  "a namespace in upper case": [
    "{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: Shop } }",
    /metadata\.namespace "Shop"/,
    "{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: shop } }",
  ],
  "a label with a space": [labelled('team: "a b"'), /label team "a b"/, labelled('team: ""')],
  "a label that is too long": [labelled(`v: ${"x".repeat(64)}`), /63 at most/, labelled(`v: ${"x".repeat(63)}`)],
  "a key of a label with two prefixes": [labelled("a/b/c: d"), /has the label a\/b\/c/, labelled("example.com/c: d")],
  "a class in upper case": [
    claim(`storageClassName: Fast, ${CLAIM}`),
    /storageClassName "Fast"/,
    claim(`storageClassName: "", ${CLAIM}`),
  ],
  "a key of a ConfigMap with a slash": [
    object("v1", "ConfigMap", "data: { conf/redis.conf: a }"),
    /has the key conf\/redis\.conf/,
    object("v1", "ConfigMap", "data: { redis.conf: a }"),
  ],
  "a value of a Secret that is no base64": [
    object("v1", "Secret", "data: { password: hunter2! }"),
    /data\.password, which is no base64/,
    object("v1", "Secret", "data: { password: aHVudGVyMg== }"),
  ],
  "a time zone that is none": [cron("timeZone: Local"), /timeZone "Local"/, cron("timeZone: Europe/Berlin")],
  "a path without a slash": [ingress(`path: api, ${BACKEND}`), /path "api"/, ingress(`path: /api, ${BACKEND}`)],
});

refusedTable("fields of an object that contradict each other", {
  "an empty selector": [
    set("serviceName: db").replace("selector: { matchLabels: { app: db } }", "selector: {}"),
    /empty selector/,
    set("serviceName: db"),
  ],
  "a number of a budget as a text": [budget('minAvailable: "2"'), /"2" as a text/, budget("minAvailable: 50%")],
  "an expression without values": [
    selecting("{ key: a, operator: In }"),
    /names no values/,
    selecting("{ key: a, operator: Exists }"),
  ],
  "an operator that there is not": [
    selecting("{ key: a, operator: Equals, values: [b] }"),
    /compares by Equals/,
    selecting("{ key: a, operator: NotIn, values: [b] }"),
  ],
  "more than all pods at once": [
    deployment("strategy: { rollingUpdate: { maxUnavailable: 150% } }"),
    /100% at most/,
    deployment("strategy: { rollingUpdate: { maxUnavailable: 100% } }"),
  ],
  "a deadline before a pod is ready": [
    deployment("minReadySeconds: 600\n  progressDeadlineSeconds: 600"),
    /must be more than minReadySeconds 600/,
    deployment("minReadySeconds: 10\n  progressDeadlineSeconds: 600"),
  ],
  "a DaemonSet that updates nothing": [
    workload("DaemonSet", "updateStrategy: { rollingUpdate: { maxUnavailable: 0 } }", "", ""),
    /no pod can be updated/,
    workload("DaemonSet", "updateStrategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }", "", ""),
  ],
  "a target that says nothing of its metric": [
    hpa("{ type: Resource, resource: { name: cpu, target: { type: Utilization, value: 1 } } }"),
    /needs averageUtilization or averageValue/,
    hpa("{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageValue: 1 } } }"),
  ],
  "a target of pods without an average": [
    hpa("{ type: Pods, pods: { metric: { name: x }, target: { type: Value, value: 1 } } }"),
    /needs averageValue/,
    hpa("{ type: Pods, pods: { metric: { name: x }, target: { type: Value, averageValue: 1 } } }"),
  ],
  "two targets in one": [
    hpa("{ type: External, external: { metric: { name: x }, target: { type: Value, value: 1, averageValue: 1 } } }"),
    /and not both/,
    hpa(
      "{ type: Object, object: { metric: { name: x }, describedObject: { kind: Service, name: a }, target: { type: Value, value: 1, averageValue: 1 } } }",
    ),
  ],
  "a metric of another type": [
    hpa("{ type: Resource, pods: { metric: { name: x }, target: { type: AverageValue, averageValue: 1 } } }"),
    /of type Resource, which needs resource/,
    hpa("{ type: Pods, pods: { metric: { name: x }, target: { type: AverageValue, averageValue: 1 } } }"),
  ],
  "no use at all": [
    hpa("{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 0 } } }"),
    /must have more than 0/,
    hpa("{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 1 } } }"),
  ],
  "a window of more than an hour": [
    hpa("", ", behavior: { scaleDown: { stabilizationWindowSeconds: 7200 } }"),
    /may have 0 to 3600/,
    hpa("", ", behavior: { scaleDown: { stabilizationWindowSeconds: 3600 } }"),
  ],
  "an indexed Job without a number": [
    job("completionMode: Indexed"),
    /needs completions/,
    job("completionMode: Indexed, completions: 2"),
  ],
  "a selector of a Job": [job("selector: { matchLabels: { a: b } }"), /makes for itself/, job("selector: {}")],
  "a number within a CronJob": [cron("suspend: true", "backoffLimit: -1"), /backoffLimit -1/, cron("suspend: true")],
  "a peer that says nothing": [policy("{ from: [{}] }"), /says nothing/, policy("{ from: [{ podSelector: {} }] }")],
  "an exception elsewhere": [
    policy("{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [192.168.0.0/16] } }] }"),
    /must lie in 10\.0\.0\.0\/8/,
    policy("{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] } }] }"),
  ],
  "a range of ports the wrong way round": [
    policy("{ ports: [{ port: 9000, endPort: 8000 }] }"),
    /endPort 8000/,
    policy("{ ports: [{ port: 8000, endPort: 9000 }] }"),
  ],
  "a volume of nowhere": [volume(SIZE), /where its data is/, volume(`${SIZE}, nfs: { server: a, path: / }`)],
  "a volume without a size": [
    volume("nfs: { server: a, path: / }"),
    /lacks capacity\.storage/,
    volume(`${SIZE}, csi: { driver: d, volumeHandle: h }`),
  ],
  "a local volume of every node": [
    volume(`${SIZE}, local: { path: /d }`),
    /lacks nodeAffinity/,
    volume(
      `${SIZE}, local: { path: /d }, nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: a, operator: Exists }] }] } }`,
    ),
  ],
  "a snapshot without its group": [
    claim(`dataSource: { kind: VolumeSnapshot, name: s }, ${CLAIM}`),
    /without apiGroup/,
    claim(`dataSource: { kind: VolumeSnapshot, name: s, apiGroup: snapshot.storage.k8s.io }, ${CLAIM}`),
  ],
  "a negative size": [
    claim("accessModes: [ReadWriteOnce], resources: { requests: { storage: -1Gi } }"),
    /more than nothing/,
    claim(CLAIM),
  ],
  "a certificate without its key": [
    object("v1", "Secret", "type: kubernetes.io/tls, data: { tls.crt: YQ== }"),
    /lacks tls\.key/,
    object("v1", "Secret", "type: kubernetes.io/tls, data: { tls.crt: YQ==, tls.key: YQ== }"),
  ],
  "ranges of a load balancer that is none": [
    service("ports: [{ port: 1 }], loadBalancerSourceRanges: [10.0.0.0/8]"),
    /Service of type ClusterIP may not have/,
    service("ports: [{ port: 1, targetPort: 0 }], loadBalancerSourceRanges: []"),
  ],
  "a range that is none": [
    service("type: LoadBalancer, ports: [{ port: 1 }], loadBalancerSourceRanges: [10.0.0.1]"),
    /a range of addresses/,
    service('type: LoadBalancer, ports: [{ port: 1 }], loadBalancerSourceRanges: ["10.0.0.1/32"]'),
  ],
  "an external policy without the outside": [
    service("ports: [{ port: 1 }], externalTrafficPolicy: Local"),
    /externalTrafficPolicy, which a Service of type ClusterIP/,
    service("type: NodePort, ports: [{ port: 1 }], externalTrafficPolicy: Local"),
  ],
  "a port of nodes that is none of theirs": [
    service("type: NodePort, ports: [{ port: 1, nodePort: 5432 }]"),
    /may have 30000 to 32767/,
    service("type: NodePort, ports: [{ port: 1, nodePort: 30432 }]"),
  ],
  "a name elsewhere with an address here": [
    service("type: ExternalName, externalName: a.b, clusterIP: 10.0.0.1"),
    /clusterIP, which a Service of type ExternalName/,
    service("type: ExternalName, externalName: a.b"),
  ],
  "one name for two ports": [
    service("ports: [{ name: a, port: 1 }, { name: a, port: 2 }]"),
    /gives the name a to two ports/,
    service("ports: [{ name: a, port: 1 }, { name: b, port: 1, protocol: UDP }]"),
  ],
  "a zone twice": [
    object(
      "storage.k8s.io/v1",
      "StorageClass",
      "provisioner: p, allowedTopologies: [{ matchLabelExpressions: [{ key: z, values: [a, a] }] }]",
    ),
    /names a twice/,
    object(
      "storage.k8s.io/v1",
      "StorageClass",
      "provisioner: p, allowedTopologies: [{ matchLabelExpressions: [{ key: z, values: [a, b] }] }]",
    ),
  ],
  "two names of a backend's port": [
    ingress("path: /, backend: { service: { name: a, port: { number: 1, name: b } } }"),
    /name and number of one port/,
    ingress(`path: /, ${BACKEND}`),
  ],
  "a least above the most": [
    object("v1", "LimitRange", "spec: { limits: [{ type: Container, min: { cpu: 2 }, max: { cpu: 1 } }] }"),
    /more than its max 1/,
    object("v1", "LimitRange", "spec: { limits: [{ type: Container, min: { cpu: 1 }, max: { cpu: 1 } }] }"),
  ],
  "a vertical autoscaler's least above its most": [
    object(
      "autoscaling.k8s.io/v1",
      "VerticalPodAutoscaler",
      'spec: { targetRef: { kind: StatefulSet, name: db }, resourcePolicy: { containerPolicies: [{ containerName: "*", minAllowed: { cpu: 2 }, maxAllowed: { cpu: 1 } }] } }',
    ),
    /more than its maxAllowed 1/,
    object(
      "autoscaling.k8s.io/v1",
      "VerticalPodAutoscaler",
      'spec: { targetRef: { kind: StatefulSet, name: db }, resourcePolicy: { containerPolicies: [{ containerName: "*", minAllowed: { cpu: 1 }, maxAllowed: { cpu: 2 } }] } }',
    ),
  ],
  "KEDA's least above its most": [
    object(
      "keda.sh/v1alpha1",
      "ScaledObject",
      "spec: { scaleTargetRef: { name: db }, minReplicaCount: 5, maxReplicaCount: 2 }",
    ),
    /more than maxReplicaCount 2/,
    object(
      "keda.sh/v1alpha1",
      "ScaledObject",
      "spec: { scaleTargetRef: { name: db }, idleReplicaCount: 0, minReplicaCount: 1 }",
    ),
  ],
  "a group without a dot": [
    pod("dnsPolicy: Default").replace("apps/v1", "app/v1"),
    /Kubernetes has no group app/,
    object("example.com/v1", "StatefulSet", "spec: {}"),
  ],
});
