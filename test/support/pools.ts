import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { Replica } from "../../sessions/replica";
import { connect } from "../../cluster/client";
import { POOL } from "../../policy/facts/session-keys";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";
import type { PoolRules } from "../../sessions/lifecycle/slot";
import type { ReplicaOptions } from "../../sessions/replica";

/** How pools of tests are run: nothing happens by itself within a test. */
export const RULES: PoolRules = {
  warm: 1,
  max: 8,
  perTenant: 100,
  idle: 600_000,
  grace: 60_000,
  maxAge: undefined,
  ending: "retain",
  keep: undefined,
  start: 300_000,
  coolDown: 600_000,
};

/** A StatefulSet whose pods are slots, with its headless Service. */
export function poolManifest({ label = "term", replicas = 3 }: { label?: string; replicas?: number } = {}): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: term }
spec: { clusterIP: None, selector: { app: term }, ports: [{ port: 80 }], publishNotReadyAddresses: true }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: term }
spec:
  replicas: ${String(replicas)}
  serviceName: term
  podManagementPolicy: Parallel
  selector: { matchLabels: { app: term } }
  template:
    metadata: { labels: { app: term } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: term
          image: example.com/term:1
          resources: { requests: { cpu: 10m, memory: 16Mi } }
          volumeMounts: [{ name: home, mountPath: /home }]
  volumeClaimTemplates:
    - metadata: { name: home, labels: { ${POOL}: ${label} } }
      spec: { accessModes: [ReadWriteOnce], storageClassName: fast-ssd, resources: { requests: { storage: 10Gi } } }
`;
}

/** Makes a pool's set in a namespace of its own. */
export async function makePool(api: ClusterClient, namespace: string, manifest = poolManifest()): Promise<void> {
  await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  for (const document of parseAllDocuments(manifest)) {
    const object = document.toJS() as ApiObject;
    const { body, status } = await api.apply({ ...object, metadata: { ...object.metadata, namespace } });
    assert.ok(status < 300, JSON.stringify(body));
  }
}

/** A replica of a pool's controller, with a client of its own as a process of its own would have. */
export async function startReplica(
  kubeconfig: string,
  namespace: string,
  options: Partial<ReplicaOptions> = {},
): Promise<{ replica: Replica; stop: () => Promise<void> }> {
  const client = connect({ kubeconfig });
  const replica = new Replica({
    client,
    set: { namespace, name: "term" },
    rules: RULES,
    address: "127.0.0.1:1",
    ...options,
  });
  await replica.start();
  return {
    replica,
    stop: async () => {
      await replica.stop();
      client.close();
    },
  };
}
