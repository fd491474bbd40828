import { container, deployment, object, pod, refusedTable, set } from "../../../support/refused";

const AFFINITY = "requiredDuringSchedulingIgnoredDuringExecution";
const mount = (fields: string): string =>
  pod("volumes: [{ name: v, emptyDir: {} }]").replace(
    "image: db:1,",
    `image: db:1, volumeMounts: [{ name: v, mountPath: /v, ${fields} }]`,
  );
const spread = (second: string): string =>
  pod(
    `topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {} }, { maxSkew: 1, ${second}, labelSelector: {} }]`,
  );
const bare = (spec: string): string => object("v1", "Pod", `spec: { ${spec} }`);

refusedTable("fields of pods that contradict each other", {
  "no containers": [bare("containers: []"), /lacks containers/, bare('containers: [{ name: a, image: "a:1" }]')],
  "an empty image": [
    bare('containers: [{ name: a, image: "" }]'),
    /image ""/,
    bare('containers: [{ name: a, image: "a:1" }]'),
  ],
  "a name of a volume": [
    pod("volumes: [{ name: conf_volume, emptyDir: {} }]"),
    /"conf_volume"/,
    pod("volumes: [{ name: conf-volume, emptyDir: {} }]"),
  ],
  "a port of the node twice": [
    container("ports: [{ containerPort: 1, hostPort: 80 }, { containerPort: 2, hostPort: 80 }]"),
    /takes hostPort 80 twice/,
    pod('initContainers: [{ name: i, image: "i:1", ports: [{ containerPort: 1, hostPort: 80 }] }]').replace(
      "image: db:1,",
      "image: db:1, ports: [{ containerPort: 1, hostPort: 80 }, { containerPort: 2, hostPort: 80, protocol: UDP }],",
    ),
  ],
  "another port on the node's network": [
    pod("hostNetwork: true").replace("image: db:1,", "image: db:1, ports: [{ containerPort: 1, hostPort: 2 }]"),
    /must be the same with hostNetwork/,
    pod("hostNetwork: true").replace("image: db:1,", "image: db:1, ports: [{ containerPort: 2, hostPort: 2 }]"),
  ],
  "no servers of names": [
    pod("dnsPolicy: None"),
    /needs dnsConfig\.nameservers/,
    pod("dnsPolicy: None\n      dnsConfig: { nameservers: [10.0.0.1] }"),
  ],
  "an end of pods that never end": [
    pod("activeDeadlineSeconds: 10"),
    /may not have/,
    bare('activeDeadlineSeconds: 10, containers: [{ name: a, image: "a:1" }]'),
  ],
  "one spread twice": [
    spread("topologyKey: zone, whenUnsatisfiable: DoNotSchedule"),
    /spreads over zone DoNotSchedule twice/,
    spread("topologyKey: zone, whenUnsatisfiable: ScheduleAnyway"),
  ],
  "an affinity over nothing": [
    pod(`affinity: { podAntiAffinity: { ${AFFINITY}: [{ topologyKey: "", labelSelector: {} }] } }`),
    /without topologyKey/,
    pod(`affinity: { podAntiAffinity: { ${AFFINITY}: [{ topologyKey: zone, labelSelector: {} }] } }`),
  ],
  "nodes of no kind": [
    pod(`affinity: { nodeAffinity: { ${AFFINITY}: { nodeSelectorTerms: [] } } }`),
    /lacks nodeSelectorTerms/,
    pod(
      `affinity: { nodeAffinity: { ${AFFINITY}: { nodeSelectorTerms: [{ matchExpressions: [{ key: a, operator: Exists }] }] } } }`,
    ),
  ],
  "patience without an end": [
    pod("tolerations: [{ key: a, operator: Exists, effect: NoSchedule, tolerationSeconds: 5 }]"),
    /effect NoExecute may have only/,
    pod("tolerations: [{ key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 5 }]"),
  ],
  "a mode as a plain number": [
    pod("volumes: [{ name: c, configMap: { name: c, defaultMode: 755 } }]"),
    /511 as a plain number/,
    pod("volumes: [{ name: c, configMap: { name: c, defaultMode: 0755 } }]").replace("0755", "0644"),
  ],
  "a limit below nothing": [
    pod("volumes: [{ name: c, emptyDir: { sizeLimit: -1Gi } }]"),
    /sizeLimit -1Gi/,
    pod("volumes: [{ name: c, emptyDir: { sizeLimit: 1Gi } }]"),
  ],
  "a claim of the pod without a mode": [
    pod(
      "volumes: [{ name: c, ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: 1Gi } } } } } }]",
    ),
    /lacks accessModes/,
    pod(
      "volumes: [{ name: c, ephemeral: { volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } } } } }]",
    ),
  ],
  "a path upwards": [mount("subPath: a/../b"), /neither absolute nor with \.\./, mount("subPath: a/..b")],
  "an absolute path": [mount("subPath: /a"), /neither absolute/, mount("subPath: a")],
  "two paths": [mount("subPath: a, subPathExpr: $(A)"), /may have one of them/, mount("subPathExpr: $(A)")],
  "a folder as a block device": [
    pod("volumes: [{ name: v, emptyDir: {} }]").replace(
      "image: db:1,",
      "image: db:1, volumeDevices: [{ name: v, devicePath: /dev/x }]",
    ),
    /which only a claim can be/,
    pod("volumes: [{ name: v, persistentVolumeClaim: { claimName: c } }]").replace(
      "image: db:1,",
      "image: db:1, volumeDevices: [{ name: v, devicePath: /dev/x }]",
    ),
  ],
});

refusedTable("fields of containers that contradict each other", {
  "a long name of a port": [
    container("ports: [{ name: elasticsearch-http, containerPort: 9200 }]"),
    /"elasticsearch-http", .*15 at most/,
    container("ports: [{ name: es-http, containerPort: 9200 }]"),
  ],
  "a port to ask as a text": [
    container("readinessProbe: { tcpSocket: { port: '6379' } }"),
    /"6379"/,
    container("readinessProbe: { tcpSocket: { port: 6379 } }"),
  ],
  "a scheme in lower case": [
    container("livenessProbe: { httpGet: { port: 1, scheme: https } }"),
    /may have HTTP, HTTPS/,
    container("livenessProbe: { httpGet: { port: 1, scheme: HTTPS } }"),
  ],
  "an end by a probe that ends nothing": [
    container("readinessProbe: { tcpSocket: { port: 1 }, terminationGracePeriodSeconds: 5 }"),
    /ends nothing/,
    container("livenessProbe: { tcpSocket: { port: 1 }, terminationGracePeriodSeconds: 5 }"),
  ],
  "two ways to stop": [
    container("lifecycle: { preStop: { exec: { command: [a] }, sleep: { seconds: 1 } } }"),
    /exec and sleep in its preStop/,
    container("lifecycle: { preStop: { sleep: { seconds: 1 } } }"),
  ],
  "no way to stop": [
    container("lifecycle: { preStop: {} }"),
    /nothing in its preStop/,
    container("lifecycle: { preStop: { exec: { command: [a] } } }"),
  ],
  "a value from two places": [
    container(
      "env: [{ name: A, valueFrom: { fieldRef: { fieldPath: metadata.name }, secretKeyRef: { name: s, key: k } } }]",
    ),
    /fieldRef and secretKeyRef/,
    container("env: [{ name: A, valueFrom: { secretKeyRef: { name: s, key: k } } }]"),
  ],
  "a value from nowhere": [
    container("env: [{ name: A, valueFrom: {} }]"),
    /without a source/,
    container("env: [{ name: A }]"),
  ],
  "a variable without a name": [
    container('env: [{ name: "", value: a }]'),
    /name ""/,
    container("env: [{ name: a.b, value: a }]"),
  ],
  "a resource that there is not": [
    container("resources: { requests: { mem: 1Gi } }"),
    /the resource mem/,
    container("resources: { requests: { hugepages-2Mi: 2Mi, memory: 1Gi }, limits: { hugepages-2Mi: 2Mi } }"),
  ],
  "storage of a container": [
    container("resources: { requests: { storage: 1Gi } }"),
    /the resource storage/,
    container("resources: { requests: { ephemeral-storage: 1Gi } }"),
  ],
  "a device without a limit": [
    container("resources: { requests: { nvidia.com/gpu: 1 } }"),
    /without the same limit/,
    container("resources: { limits: { nvidia.com/gpu: 1 } }"),
  ],
  "all rights and no way to them": [
    container("securityContext: { privileged: true, allowPrivilegeEscalation: false }"),
    /allowPrivilegeEscalation false/,
    container("securityContext: { privileged: true }"),
  ],
  "a user below root": [
    container("securityContext: { runAsUser: -1 }"),
    /runAsUser -1/,
    container("securityContext: { runAsUser: 0 }"),
  ],
  "a profile without its file": [
    pod("securityContext: { seccompProfile: { type: Localhost } }"),
    /needs localhostProfile/,
    pod("securityContext: { seccompProfile: { type: RuntimeDefault } }"),
  ],
  "a probe of what ends": [
    pod('initContainers: [{ name: i, image: "i:1", readinessProbe: { tcpSocket: { port: 1 } } }]'),
    /on an init container/,
    pod(
      'initContainers: [{ name: i, image: "i:1", restartPolicy: Always, readinessProbe: { tcpSocket: { port: 1 } } }]',
    ),
  ],
  "a selector of its spread": [
    pod(
      "topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchExpressions: [{ key: a, operator: In }] } }]",
    ),
    /names no values/,
    deployment("minReadySeconds: 0"),
  ],
  "a label of its pods": [
    set("serviceName: db").replace("labels: { app: db }", 'labels: { app: db, team: "a+b" }'),
    /label team "a\+b"/,
    set("serviceName: db").replace("labels: { app: db }", "labels: { app: db, team: a-b }"),
  ],
});
