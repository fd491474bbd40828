import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startCluster } from "../../commands/rehearse/cluster";
import { ASSUMPTIONS } from "../../commands/rehearse/simulation/assumptions";
import { DISK_DRIVER } from "../../commands/rehearse/simulation/nodes";
import { requireTools } from "../../commands/tools/build";
import { machineType } from "../../policy/facts/machine-types";
import { POOL } from "../../policy/facts/session-keys";
import { startReplicaProcess, tokenOf } from "./session-processes";
import { ROOT } from "./stacks";
import type { ClusterClient } from "../../cluster/client";
import type { Cluster } from "../../commands/rehearse/cluster";
import type { SimulatedPool } from "../../commands/rehearse/simulation/pools";
import type { ReplicaProcess } from "./session-processes";

/** A StatefulSet with slots that are ready, on a real control plane with simulated nodes, and nothing of ours that runs yet. */
export interface StandingPool {
  readonly cluster: Cluster;
  readonly api: ClusterClient;
  readonly namespace: string;
  readonly set: string;
  /** Token of an account that may do everything with sessions, for every tenant. */
  readonly token: string;
  /** Starts a replica of the controller from the image's bundle; flags beside those that name the pool. */
  readonly serve: (flags: readonly string[], options?: { readonly kubeconfig?: string }) => Promise<ReplicaProcess>;
  /** Ends everything, replicas too. */
  readonly stop: () => Promise<void>;
}

/** What a pool is made of. */
export interface PoolShape {
  /** Pods that are ready when it stands. */
  readonly slots: number;
  /** Nodes of the one zone. */
  readonly nodes: number;
}

const NAMESPACE = "default";
const SET = "slots";
const CLASS = "fast";
const ACCOUNT = "everybody";
/** No delay hides what the controller takes. */
const AT_ONCE = { ...ASSUMPTIONS, start: 0, attach: 0, stop: 0, node: 0 };
/** A machine that takes 127 disks. Source: https://cloud.google.com/compute/docs/disks (persistent disks of one VM) */
const MACHINE = "n2-standard-32";
const MOST_PODS = 256;
/** Seconds for all pods to be ready. */
const PATIENCE = 1200;

/** Brings a pool up. Errors: those of `startCluster`; Error where the pods are not ready in time. Nothing is left then. */
export async function startPool({ nodes, slots }: PoolShape): Promise<StandingPool> {
  execFileSync(process.execPath, ["--import", "tsx", "tools/build/image.ts"], { cwd: ROOT });
  const home = mkdtempSync(join(tmpdir(), "gke-stateful-sessions-"));
  const cluster = await startCluster(requireTools(), [nodePool(nodes)], AT_ONCE, { isBare: true });
  const replicas: ReplicaProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(replicas.map((replica) => replica.end("SIGKILL")));
    await cluster.stop();
    rmSync(home, { recursive: true });
  };
  const { api, plane } = cluster;
  try {
    await api.create(storageClass);
    await api.create(statefulSet(slots));
    await allow(api);
    await untilReady(api, slots);
    return {
      cluster,
      api,
      namespace: NAMESPACE,
      set: SET,
      token: await tokenOf(api, [NAMESPACE, ACCOUNT]),
      serve: async (flags, { kubeconfig = plane.kubeconfig } = {}) => {
        const args = ["sessions", "serve", SET, "--namespace", NAMESPACE, ...flags];
        const replica = await startReplicaProcess(kubeconfig, args, home);
        replicas.push(replica);
        return replica;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function nodePool(nodes: number): SimulatedPool {
  const machine = machineType(MACHINE);
  if (machine === undefined) {
    throw new Error(`${MACHINE} is no machine type that is known`);
  }
  return {
    name: "nodes",
    machine,
    zones: ["europe-west1-b"],
    min: nodes,
    max: nodes,
    totalMax: nodes,
    labels: {},
    taints: [],
    maxPods: MOST_PODS,
    spot: false,
    upgrade: { isBlueGreen: false, surge: 1, unavailable: 0 },
  };
}

const storageClass = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: CLASS },
  provisioner: DISK_DRIVER,
  volumeBindingMode: "WaitForFirstConsumer",
};

function statefulSet(replicas: number): Parameters<ClusterClient["create"]>[0] {
  const labels = { app: SET };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: SET, namespace: NAMESPACE },
    spec: {
      replicas,
      serviceName: SET,
      podManagementPolicy: "Parallel",
      updateStrategy: { type: "OnDelete" },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "shell", image: "example.com/shell:1" }] } },
      volumeClaimTemplates: [
        {
          metadata: { name: "data", labels: { [POOL]: SET } },
          spec: {
            accessModes: ["ReadWriteOnce"],
            storageClassName: CLASS,
            resources: { requests: { storage: "10Gi" } },
          },
        },
      ],
    },
  };
}

/** Who may do everything: what the Roles of a stack allow is tested elsewhere. */
async function allow(api: ClusterClient): Promise<void> {
  await api.create({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: ACCOUNT, namespace: NAMESPACE },
  });
  await api.create({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: ACCOUNT },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ kind: "ServiceAccount", name: ACCOUNT, namespace: NAMESPACE }],
  });
}

async function untilReady(api: ClusterClient, slots: number): Promise<void> {
  for (let seconds = 0; ; seconds++) {
    const { readyReplicas = 0 } = ((await api.get("apps/v1", "StatefulSet", SET, NAMESPACE))?.["status"] ?? {}) as {
      readyReplicas?: number;
    };
    if (readyReplicas >= slots) {
      return;
    }
    if (seconds >= PATIENCE) {
      throw new Error(`${String(readyReplicas)} of ${String(slots)} pods were ready in time`);
    }
    await sleep(1000);
  }
}
