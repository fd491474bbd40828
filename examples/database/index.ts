import { Provider } from "@pulumi/kubernetes";
import { Config } from "@pulumi/pulumi";
import {
  DataGuard,
  Namespace,
  namespaceSettings,
  quotaFor,
  StatefulWorkload,
  Storage,
  storageSettings,
  workloadSettings,
} from "gke-stateful";

/** The cluster of the current kubeconfig, which somebody else looks after; nodes in two zones. */
const ZONES = ["europe-west1-b", "europe-west1-c"];
const provider = new Provider("cluster", { clusterIdentifier: "shared" });

// Refuses what would lose data, and grows claims. It asks the same cluster as the provider.
const guard = new DataGuard("db");
guard.reach({ source: {} });

const config = new Config();
const database = workloadSettings("db", {
  image: config.require("image"),
  replicas: config.requireNumber("replicas"),
  ports: { sql: 5432 },
  volumes: { data: { size: "50Gi", mountPath: "/var/lib/db" } },
  resources: { requests: { cpu: "1", memory: "4Gi" }, limits: { cpu: "2", memory: "4Gi" } },
  probes: { readiness: { port: "sql" } },
  network: { clients: [{ podLabels: { app: "web" } }] },
});

const storage = new Storage(
  "storage",
  { settings: storageSettings({ className: "db-ssd" }), zones: ZONES },
  { provider },
);
const namespace = new Namespace(
  "namespace",
  { settings: namespaceSettings({ name: "db" }), quota: quotaFor([database]), guard },
  { provider, protect: true },
);
const workload = new StatefulWorkload(
  "db",
  {
    namespace: namespace.namespaceName,
    storageClassName: storage.className,
    workload: database,
    zones: ZONES,
    guard,
  },
  { provider, dependsOn: [storage, namespace] },
);

export const service = workload.workloadName;
