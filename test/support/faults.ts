import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { BAD_IMAGE } from "../../commands/rehearse/simulation/stages";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";

interface SetOptions {
  readonly replicas?: number;
  readonly policy?: string;
  readonly pod?: string;
  readonly className?: string;
  readonly extra?: string;
}

/** A set with a disk for each pod, and its headless Service. */
export function setOf(o: SetOptions = {}): string {
  return `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: ${String(o.replicas ?? 2)}
  serviceName: db
  podManagementPolicy: ${o.policy ?? "Parallel"}
  selector: { matchLabels: { app: db } }
  ${o.extra ?? ""}
  template:
    metadata: { labels: { app: db } }
    spec:
      terminationGracePeriodSeconds: 1
      ${o.pod ?? ""}
      containers:
        - name: db
          image: example.com/db:1
          resources: { requests: { cpu: 10m, memory: 16Mi } }
          volumeMounts: [{ name: data, mountPath: /data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], storageClassName: ${o.className ?? "fast-ssd"}, resources: { requests: { storage: 10Gi } } }
`;
}
/** Its headless Service. */
export const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }], publishNotReadyAddresses: true }
`;
const classOf = (name: string, parameters: string, more: string): string => `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: ${name} }
provisioner: pd.csi.storage.gke.io
volumeBindingMode: WaitForFirstConsumer
reclaimPolicy: Retain
parameters: { type: ${parameters} }
${more}
`;

/** Something that is done to a set of its own on a real cluster, and what the doctor should say first. */
export interface Fault {
  readonly name: string;
  readonly objects: string;
  /** What is done once the pods are ready. */
  readonly act?: (api: ClusterClient, namespace: string) => Promise<void>;
  /** Indicator and cause that come first. */
  readonly first: readonly [string, string];
  /** Milliseconds by which the doctor comes later. @default a quarter of an hour */
  readonly later?: number;
  /** Objects in no namespace. */
  readonly shared?: string;
}

/** An object that is there. */
export const get = async (api: ClusterClient, kind: string, name: string, namespace?: string): Promise<ApiObject> =>
  (await api.get(kind === "StatefulSet" ? "apps/v1" : "v1", kind, name, namespace))!;

/** Each in a namespace of its own. */
export const FAULTS: readonly Fault[] = [
  {
    name: "pending-too-large",
    objects: setOf().replace("cpu: 10m", 'cpu: "900"') + "---" + SERVICE,
    first: ["pod-pending", "too-large"],
  },
  {
    name: "pending-selector",
    objects: setOf({ pod: "nodeSelector: { disk: none }" }) + "---" + SERVICE,
    first: ["pod-pending", "selector"],
  },
  {
    name: "disk-class",
    objects: setOf({ className: "gone" }) + "---" + SERVICE,
    first: ["disk-not-made", "class-missing"],
  },
  {
    name: "disk-one-zone",
    shared: classOf(
      "one-zone",
      "pd-ssd, replication-type: regional-pd",
      "allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b] }] }]",
    ),
    objects: setOf({ className: "one-zone" }) + "---" + SERVICE,
    first: ["disk-not-made", "two-zones"],
  },
  {
    name: "disk-no-driver",
    shared: classOf("no-driver", "x", "")
      .replace("pd.csi.storage.gke.io", "example.com/none")
      .replace("WaitForFirstConsumer", "Immediate"),
    objects: setOf({ className: "no-driver" }) + "---" + SERVICE,
    first: ["disk-not-made", "no-driver"],
  },
  {
    name: "pending-claim-missing",
    objects: `${setOf({ pod: "volumes: [{ name: shared, persistentVolumeClaim: { claimName: shared } }]" })}---${SERVICE}`,
    first: ["pod-pending", "claim-missing"],
  },
  {
    name: "loss-volume-gone",
    objects: setOf() + "---" + SERVICE,
    act: async (api, namespace) => {
      const claim = await get(api, "PersistentVolumeClaim", "data-db-0", namespace);
      const volume = await get(api, "PersistentVolume", (claim["spec"] as { volumeName: string }).volumeName);
      await api.delete(volume);
      await api.merge(volume, { metadata: { finalizers: null } });
    },
    first: ["data-loss", "volume-gone"],
  },
  {
    name: "zones-crowded",
    objects: setOf({ pod: "nodeSelector: { topology.kubernetes.io/zone: europe-west1-b }" }) + "---" + SERVICE,
    first: ["cross-zone", "skew"],
  },
  {
    name: "zones-far-callers",
    objects: `${setOf({ replicas: 1, pod: "nodeSelector: { topology.kubernetes.io/zone: europe-west1-b }" })}---${SERVICE}---
apiVersion: v1
kind: Pod
metadata: { name: caller }
spec:
  nodeSelector: { topology.kubernetes.io/zone: europe-west1-c }
  containers: [{ name: x, image: "example.com/x:1", env: [{ name: DB, value: "postgres://u:p@db-0.db:5432/x" }] }]
`,
    first: ["cross-zone", "far-clients"],
  },
  {
    name: "scale-quota",
    objects: `
apiVersion: v1
kind: ResourceQuota
metadata: { name: quota }
spec: { hard: { pods: "1" } }
---${setOf()}---${SERVICE}`,
    first: ["not-scaling", "quota"],
  },
  {
    name: "scale-security",
    objects: setOf({ pod: "hostNetwork: true" }) + "---" + SERVICE,
    first: ["not-scaling", "security"],
  },
  {
    name: "scale-foreign-pod",
    objects: `
apiVersion: v1
kind: Pod
metadata: { name: db-1, labels: { app: other } }
spec: { containers: [{ name: x, image: "example.com/x:1" }] }
---${setOf()}---${SERVICE}`,
    first: ["not-scaling", "name-taken"],
  },
  {
    name: "loss-claim-going",
    objects: setOf() + "---" + SERVICE,
    act: async (api, namespace) => {
      await api.delete(await get(api, "PersistentVolumeClaim", "data-db-0", namespace));
    },
    first: ["data-loss", "claim-going"],
  },
  {
    name: "loss-made-anew",
    objects: setOf() + "---" + SERVICE,
    act: async (api, namespace) => {
      await api.delete(await get(api, "PersistentVolumeClaim", "data-db-0", namespace));
      await api.delete(await get(api, "Pod", "db-0", namespace));
    },
    first: ["data-loss", "claim-made-anew"],
  },
  { name: "names-no-service", objects: setOf(), first: ["network-identity", "service-missing"] },
  {
    name: "names-not-headless",
    objects: setOf() + "---" + SERVICE.replace("clusterIP: None, ", ""),
    first: ["network-identity", "not-headless"],
  },
  {
    name: "names-selector",
    objects: setOf() + "---" + SERVICE.replace("app: db }", "app: web }"),
    first: ["network-identity", "selector"],
  },
  {
    name: "names-blocked",
    objects: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed }
spec: { podSelector: {}, policyTypes: [Egress], egress: [{ ports: [{ port: 443 }] }] }
---${setOf()}---${SERVICE}`,
    first: ["network-identity", "dns-blocked"],
  },
  {
    name: "rollout-bad-image",
    objects: setOf() + "---" + SERVICE,
    act: async (api, namespace) => {
      await setImage(api, namespace, BAD_IMAGE);
    },
    first: ["rollout-stuck", "new-revision-not-ready"],
  },
  {
    name: "rollout-forgotten",
    objects: `${setOf({ extra: "updateStrategy: { rollingUpdate: { partition: 1 } }" })}---${SERVICE}`,
    act: async (api, namespace) => {
      await setImage(api, namespace, "example.com/db:2");
    },
    later: 25 * 3_600_000,
    first: ["rollout-stuck", "partition"],
  },
  {
    name: "rollout-abandoned",
    objects: setOf({ policy: "OrderedReady" }) + "---" + SERVICE,
    act: async (api, namespace) => {
      await setImage(api, namespace, BAD_IMAGE);
      await sleep(5000);
      await setImage(api, namespace, "example.com/db:1");
    },
    first: ["rollout-stuck", "abandoned-revision"],
  },
];

/** Begins an update. */
async function setImage(api: ClusterClient, namespace: string, image: string): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/db`;
  const change = { spec: { template: { spec: { containers: [{ name: "db", image }] } } } };
  const { status } = await api.request("PATCH", path, change, "application/strategic-merge-patch+json");
  assert.equal(status, 200);
}
