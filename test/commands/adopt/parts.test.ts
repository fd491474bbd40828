import assert from "node:assert/strict";
import { adopted, choicesOf, lossesOf, setWith } from "../../support/adoption";
import type { Adoption } from "../../../commands/adopt/adoption";
import type { Entry } from "../../../commands/adopt/entry";
import type { SetParts } from "../../support/adoption";

interface Case {
  readonly parts?: SetParts;
  readonly beside?: readonly string[];
  /** What the entry holds. */
  readonly entry?: Partial<Record<keyof Entry, unknown>>;
  /** Losses, by what they begin with or hold. */
  readonly lost?: readonly RegExp[];
  /** Choices. */
  readonly chosen?: readonly RegExp[];
}

const CONFIG = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { a.conf: one, LEVEL: info, num: "1" }`;
const SECRET = `apiVersion: v1
kind: Secret
metadata: { name: db-login, namespace: shop }
data: { password: aHVudGVyMg== }
stringData: { user: s3cret-user }`;
const volume = (text: string): SetParts => ({
  pod: `volumes: [{ name: v, ${text} }]`,
  mounts: "- { name: v, mountPath: /v }",
});
const autoscaler = (
  kind: string,
  more: string,
): string => `apiVersion: ${kind === "HorizontalPodAutoscaler" ? "autoscaling/v2" : kind === "ScaledObject" ? "keda.sh/v1alpha1" : "autoscaling.k8s.io/v1"}
kind: ${kind}
metadata: { name: a, namespace: shop }
spec: { ${kind === "VerticalPodAutoscaler" ? "targetRef" : "scaleTargetRef"}: { apiVersion: apps/v1, kind: StatefulSet, name: db }, ${more} }`;

const CASES: Readonly<Record<string, Case>> = {
  "command and arguments": {
    parts: { container: "command: [run, 1]\nargs: ['-v']" },
    entry: { command: ["run", "1"], args: ["-v"] },
  },
  "ports without a name, and of another protocol": {
    parts: { container: "ports: [{ containerPort: 80 }, { containerPort: 53, protocol: UDP }]" },
    entry: { ports: { "tcp-80": 80 } },
    lost: [/ports\[1\]: Port 53\/UDP/],
    chosen: [/^ports\.tcp-80/],
  },
  "resources that are not there": {
    entry: {
      resources: {
        requests: { cpu: "500m", memory: "1Gi", ephemeralStorage: undefined },
        limits: { cpu: "2", memory: "1Gi", ephemeralStorage: undefined },
      },
    },
    chosen: [/^resources\.requests\.cpu: 500m/, /^resources\.limits\.memory: 1Gi/],
  },
  "limits that are requests too, in spellings that the configuration does not take": {
    parts: { container: "resources: { limits: { cpu: 0.1234, memory: 1.5Gi, ephemeral-storage: 1e9 } }" },
    entry: {
      resources: {
        requests: { cpu: "124m", memory: "1536Mi", ephemeralStorage: "1000000000" },
        limits: { cpu: "124m", memory: "1536Mi", ephemeralStorage: "1000000000" },
      },
    },
  },
  "probes of every kind": {
    parts: {
      container: `startupProbe: { exec: { command: [up] }, failureThreshold: 30 }
readinessProbe: { httpGet: { port: "8080", scheme: HTTPS, httpHeaders: [{ name: a, value: b }] } }
livenessProbe: { grpc: { port: 1 } }`,
    },
    entry: {
      probes: {
        startup: { command: ["up"], periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 30 },
        readiness: { port: 8080, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 },
      },
    },
    lost: [
      /httpHeaders: Probes here ask plainly/,
      /scheme: Probes here ask by HTTP/,
      /livenessProbe: This kind of probe/,
    ],
  },
  "a delay, which becomes a startup probe": {
    parts: { container: "livenessProbe: { tcpSocket: { port: 1 }, initialDelaySeconds: 45, periodSeconds: 10 }" },
    entry: {
      probes: {
        startup: { port: 1, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 8 },
        liveness: { port: 1, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 },
      },
    },
    chosen: [/^probes\.startup/],
  },
  "variables from everywhere": {
    parts: {
      container: `envFrom:
  - { configMapRef: { name: settings }, prefix: P_ }
  - { secretRef: { name: db-login } }
env:
  - { name: A, value: "1" }
  - { name: A, value: "2" }
  - { name: user, value: nobody }
  - { name: L, valueFrom: { configMapKeyRef: { name: settings, key: LEVEL } } }
  - { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
  - { name: CPUS, valueFrom: { resourceFieldRef: { resource: limits.cpu } } }
  - { name: X, valueFrom: { configMapKeyRef: { name: nowhere, key: k } } }`,
    },
    beside: [CONFIG, SECRET],
    entry: {
      env: { "P_a.conf": "one", P_LEVEL: "info", P_num: "1", A: "2", user: "nobody", L: "info" },
      podFields: { POD: "metadata.name" },
      secrets: { login: { fromConfig: ["password"], env: { password: "password" } } },
    },
    lost: [/Variable CPUS comes from somewhere/, /Key k of ConfigMap nowhere is not among/],
    chosen: [/^env: settings/, /^env\.L: info/],
  },
  "sources that are not among the manifests": {
    parts: { container: "envFrom: [{ configMapRef: { name: settings } }, { secretRef: { name: db-login } }]" },
    lost: [/ConfigMap settings is not among/, /Secret db-login is not among the manifests, so its keys/],
  },
  "a scratch directory": { parts: volume("emptyDir: { sizeLimit: 2Gi }"), entry: { scratch: { "/v": "2Gi" } } },
  "a scratch directory in memory, without a limit": {
    parts: volume("emptyDir: { medium: Memory }"),
    entry: { scratch: { "/v": "256Mi" } },
    lost: [/medium: The directory \/v was in memory/],
    chosen: [/^scratch\["\/v"\]: 256Mi/],
  },
  "a directory of configuration": {
    parts: volume("configMap: { name: settings }"),
    beside: [CONFIG],
    entry: { config: { mountPath: "/v", files: { "a.conf": "one", LEVEL: "info", num: "1" } } },
  },
  "chosen files of a configuration": {
    parts: volume("configMap: { name: settings, items: [{ key: num, path: number }, { key: num, path: a/b }] }"),
    beside: [CONFIG],
    entry: { config: { mountPath: "/v", files: { number: "1" } } },
    lost: [/File a\/b of the configuration/],
  },
  "a directory of secrets": {
    parts: volume("secret: { secretName: db-login, items: [{ key: password, path: pw }] }"),
    entry: { secrets: { login: { fromConfig: ["password"], mountPath: "/v" } } },
    lost: [/The file is called password here/],
  },
  "one file": {
    parts: {
      ...volume("configMap: { name: settings }"),
      mounts: "- { name: v, mountPath: /etc/a.conf, subPath: a.conf }",
    },
    beside: [CONFIG],
    lost: [/One file, a\.conf, is mounted at \/etc\/a\.conf/],
  },
  "a volume of another kind": { parts: volume("hostPath: { path: / }"), lost: [/The volume at \/v is of a kind/] },
  "a claim that nothing mounts, and one that is mounted twice": {
    parts: {
      templates: "- metadata: { name: spare }\n  spec: { resources: { requests: { storage: 1Gi } } }",
      mounts: "- { name: data, mountPath: /again }",
    },
    entry: { volumes: { data: { size: "10Gi", mountPath: "/data", subPath: undefined } } },
    lost: [/Claim data is mounted a second time, at \/again/, /does not mount claim spare/],
  },
  "init containers": {
    parts: {
      pod: `initContainers:
  - { name: one, image: "i:1", command: [a], args: [b], env: [{ name: P, valueFrom: { fieldRef: { fieldPath: status.podIP } } }], volumeMounts: [{ name: data, mountPath: /elsewhere }] }
  - { name: two, image: "i:1" }`,
    },
    entry: { initContainers: [{ name: "one", image: "i:1", command: ["a", "b"] }], podFields: { P: "status.podIP" } },
    lost: [/one has volume data at \/elsewhere/, /Init container two runs its image's own/],
  },
  "containers beside the workload's, the old kind and the new": {
    parts: {
      pod: `imagePullSecrets: [{ name: registry }]
runtimeClassName: gvisor
initContainers:
  - { name: proxy, image: "p:1", restartPolicy: Always, args: [--fast], env: [{ name: A, value: "1" }], resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: 200m, memory: 64Mi } }, startupProbe: { tcpSocket: { port: 9 } } }`,
      container:
        "ports: [{ name: sql, containerPort: 5432 }]\nresources: { requests: { cpu: 1, memory: 1Gi }, limits: { cpu: 1, memory: 1Gi } }",
    },
    entry: {
      imagePullSecrets: ["registry"],
      runtimeClass: "gvisor",
      initContainers: undefined,
      sidecars: [
        {
          name: "proxy",
          image: "p:1",
          args: ["--fast"],
          env: { A: "1" },
          resources: {
            requests: { cpu: "100m", memory: "64Mi", ephemeralStorage: undefined },
            limits: { cpu: "200m", memory: "64Mi", ephemeralStorage: undefined },
          },
          probes: { startup: { port: 9, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 } },
        },
      ],
    },
  },
  "a load balancer of the set's own name": {
    parts: { spec: "serviceName: db-peers" },
    beside: [
      `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop, annotations: { networking.gke.io/load-balancer-type: Internal, kubectl.kubernetes.io/last-applied-configuration: x } }
spec: { type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8], selector: { app: db }, ports: [] }`,
    ],
    entry: {
      service: {
        type: "LoadBalancer",
        internal: true,
        sourceRanges: ["10.0.0.0/8"],
        annotations: { "networking.gke.io/load-balancer-type": "Internal" },
      },
    },
  },
  "how the set updates and stops": {
    parts: {
      spec: `podManagementPolicy: Parallel
minReadySeconds: 9
updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 1 } }
persistentVolumeClaimRetentionPolicy: { whenScaled: Delete }`,
      pod: "terminationGracePeriodSeconds: 3",
      container: "lifecycle: { postStart: { exec: { command: [a] } }, preStop: { exec: { command: [flush] } } }",
    },
    entry: {
      podManagement: undefined, // the default
      minReadySeconds: 9,
      updateStrategy: { type: "RollingUpdate", partition: 1 },
      retention: { whenScaled: "Delete", whenDeleted: undefined },
      terminationGracePeriodSeconds: 3,
      preStopSeconds: 2,
    },
    lost: [/postStart: Nothing runs after the start/, /preStop: Here nothing but a pause/],
    chosen: [/^retention\.whenScaled: Delete/],
  },
  "a pause before the stop signal": {
    parts: { container: "lifecycle: { preStop: { exec: { command: [/bin/sh, -c, sleep 20] } } }" },
    entry: { preStopSeconds: 20 },
  },
  "processes as root": {
    parts: { pod: "securityContext: { runAsUser: 0, fsGroup: 5 }" },
    entry: { runAsUser: undefined, fsGroup: 5, readOnlyRootFilesystem: false },
    chosen: [/^runAsUser: 1000/, /^readOnlyRootFilesystem: false/],
  },
  "where pods go": {
    parts: {
      pod: `nodeSelector: { cloud.google.com/gke-nodepool: old, disk: fast }
tolerations: [{ key: gpu, operator: Exists }]
priorityClassName: high
affinity: { podAntiAffinity: {} }
topologySpreadConstraints:
  - { maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule }
  - { maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule }`,
    },
    entry: {
      nodeSelector: { disk: "fast" },
      tolerations: [{ key: "gpu", operator: "Exists" }],
      priorityClassName: "high",
      affinity: { podAntiAffinity: {} },
      spread: { zone: "ScheduleAnyway", host: "DoNotSchedule", minHosts: 1 },
    },
    lost: [/Names a node pool of the old cluster/, /not over rack/],
    chosen: [/^priorityClassName: high/, /^spread\.zone: ScheduleAnyway/],
  },
  "a budget in other words": {
    beside: [
      "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: b, namespace: shop }\nspec: { minAvailable: 50%, selector: { matchLabels: { app: db } } }",
    ],
    entry: { budget: { minAvailable: "50%" } },
  },
  "a vertical autoscaler": {
    beside: [
      autoscaler(
        "VerticalPodAutoscaler",
        "resourcePolicy: { containerPolicies: [{ containerName: '*', maxAllowed: { cpu: 4, memory: 8Gi } }] }",
      ),
    ],
    entry: {
      verticalAutoscaler: { mode: "Recreate", min: { cpu: "500m", memory: "1Gi" }, max: { cpu: "4", memory: "8Gi" } },
    },
    chosen: [/^verticalAutoscaler\.min/],
  },
  "a horizontal autoscaler": {
    beside: [
      autoscaler(
        "HorizontalPodAutoscaler",
        "minReplicas: 2, maxReplicas: 5, metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }, { type: Pods }]",
      ),
    ],
    entry: { horizontalAutoscaler: { min: 2, max: 5, cpuPercent: 70, memoryPercent: undefined } },
    lost: [/^spec\.metrics\[1\]: Only the use of CPU and memory/],
  },
  "a data directory that a variable names": {
    parts: {
      templates: "- metadata: { name: more }\n  spec: { resources: { requests: { storage: 1Gi } } }",
      mounts: "- { name: more, mountPath: /more, subPathExpr: $(POD) }",
    },
    lost: [/subPathExpr: The data lies in a directory of the disk that a variable names/],
  },
  "modes of files, and files that are no text": {
    parts: volume("configMap: { name: settings, defaultMode: 493 }"),
    beside: [CONFIG.replace("\ndata:", "\nbinaryData: { b: AA== }\ndata:")],
    lost: [/defaultMode: Files had mode 0755/, /binaryData: Files that are no text/],
  },
  "amounts that are none": {
    parts: { container: "resources: { requests: { cpu: -1, memory: lots } }" },
    chosen: [/^resources\.requests\.cpu: 500m/, /^resources\.requests\.memory: 1Gi/],
  },
  "an init container as root": {
    parts: { pod: "initContainers: [{ name: own, command: [chown], securityContext: { runAsUser: 0 } }]" },
    lost: [/runAsUser: Init container own runs as root today/],
  },
  "text that looks like a variable": {
    parts: { container: "envFrom: [{ configMapRef: { name: settings } }]" },
    beside: [CONFIG.replace("a.conf: one", "P: pa$(HOME)")],
    entry: { env: { P: "pa$$(HOME)", LEVEL: "info", num: "1" } },
    chosen: [/^env: settings/],
  },
  "everybody, everywhere and odd ports": {
    beside: [
      `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: shop }
spec:
  podSelector: {}
  ingress: [{ ports: [{ port: 5432 }] }, { from: [{ podSelector: {} }] }]
  egress: [{ ports: [{ port: 443 }] }, { to: [{ ipBlock: { cidr: 10.0.0.0/8 } }], ports: [{ port: 514, protocol: UDP }] }]`,
    ],
    entry: { network: { clients: [{ podLabels: undefined, namespaceLabels: undefined }], egress: [] } },
    lost: [
      /ingress\[0\]: Lets everybody in/,
      /egress\[0\]: Lets the pods go everywhere/,
      /ports\[0\]: Here ports of goals/,
    ],
  },
  "another autoscaler": {
    beside: [autoscaler("ScaledObject", "maxReplicaCount: 5")],
    entry: { horizontalAutoscaler: undefined },
    lost: [/This autoscaler cannot be written here/],
  },
  "clients and goals that cannot be written": {
    beside: [
      `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: shop }
spec:
  podSelector: {}
  ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }, { podSelector: { matchLabels: { app: db } } }, { namespaceSelector: {} }] }]
  egress: [{ to: [{ podSelector: { matchLabels: { app: cache } } }] }, { to: [{ ipBlock: { cidr: 10.0.0.10/32 } }], ports: [{ port: 53, protocol: UDP }] }]`,
    ],
    entry: { network: { clients: [{ podLabels: undefined, namespaceLabels: {} }], egress: [] } },
    lost: [/ingress\[0\]\.from\[0\]: Clients here are pods/, /egress\[0\]\.to\[0\]: Where pods may go/],
  },
};

/** Things that every bare set is told. They are tested where they are the point. */
const USUAL = /^(?:resources|spread|budget|network|runAsUser|readOnlyRootFilesystem)\b/;

describe("what an entry takes from a set", () => {
  for (const [name, { beside = [], chosen = [], entry = {}, lost = [], parts }] of Object.entries(CASES)) {
    it(name, () => {
      const adoption: Adoption = adopted(setWith(parts), ...beside);
      for (const [key, value] of Object.entries(entry)) {
        assert.deepEqual(adoption.entry[key as keyof Entry], value, key);
      }
      const losses = lossesOf(adoption);
      assert.equal(losses.length, lost.length, losses.join("\n"));
      lost.forEach((pattern) => {
        assert.match(losses.join("\n"), pattern);
      });
      const choices = choicesOf(adoption);
      chosen.forEach((pattern) => {
        assert.ok(
          choices.some((choice) => pattern.test(choice)),
          choices.join("\n"),
        );
      });
      const unexpected = choices.filter(
        (choice) => !USUAL.test(choice) && !chosen.some((pattern) => pattern.test(choice)),
      );
      assert.deepEqual(unexpected, []);
    });
  }

  it("says that nobody may connect any more, unless the manifests say so already", () => {
    const choices = choicesOf(adopted(setWith()));
    assert.ok(choices.includes("network.clients: nobody"), choices.join("\n"));
    assert.ok(choices.includes("network.egress: nowhere"), choices.join("\n"));
    const closed =
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: n, namespace: shop }\nspec: { podSelector: {}, policyTypes: [Ingress, Egress] }";
    assert.doesNotMatch(choicesOf(adopted(setWith(), closed)).join("\n"), /network/);
  });

  it("never reads the value of a Secret", () => {
    const adoption = adopted(setWith({ container: "envFrom: [{ secretRef: { name: db-login } }]" }), SECRET);
    assert.doesNotMatch(JSON.stringify({ ...adoption, set: undefined }), /hunter2|aHVudGVyMg|s3cret/);
    assert.deepEqual(adoption.secretValues, [
      { from: "db-login", secret: "login", key: "password" },
      { from: "db-login", secret: "login", key: "user" },
    ]);
  });
});
