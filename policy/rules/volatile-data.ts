import { SERVICE_KINDS } from "../graph/kinds";
import { isWritten, volumesOf } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import type { Use, Volume } from "../graph/volumes";

/** Where the images of databases and queues keep their data. Source: the images' own documentation. */
const DATA_FOLDERS = [
  "/bitnami",
  "/data/db",
  "/prometheus/data",
  "/usr/share/elasticsearch/data",
  "/usr/share/opensearch/data",
  "/var/lib/cassandra",
  "/var/lib/clickhouse",
  "/var/lib/etcd",
  "/var/lib/influxdb",
  "/var/lib/kafka",
  "/var/lib/mongodb",
  "/var/lib/mysql",
  "/var/lib/neo4j",
  "/var/lib/postgresql",
  "/var/lib/rabbitmq",
  "/var/lib/redis",
  "/var/lib/scylla",
  "/var/lib/zookeeper",
  "/var/opt/mssql",
] as const;
/** Images that keep data, wherever it is mounted. */
const DATABASES =
  /(?:^|[/-])(?:cassandra|clickhouse|cockroach|couchdb|elasticsearch|etcd|influxdb|kafka|mariadb|mongo|mysql|neo4j|opensearch|postgres|rabbitmq|redis|scylla|zookeeper)/;
/** Images that are named after a database and keep none. */
const ABOUT_DATABASES = /(?:exporter|-connect|-express|-ui|admin|operator|proxy|backup)(?:[:@]|$|[-/])/;
const DATA_NAME = /(?:^|-)(?:data|datadir|storage|db)(?:$|-|\d)/;

/** Data of a database in a folder of the node goes with the pod (emptyDir), or stays behind when it moves (hostPath). */
export const volatileData = defineRule({
  id: "volatile-data",
  severity: "critical",
  title: "A database keeps its data on a disk of its own",
  why: "emptyDir is deleted with the pod, on every upgrade of the node. hostPath stays on the node when the pod moves to another one, and lets the pod read the node.",
  remediation:
    "Give it a claim: `volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 20Gi } } } }]`, with the name of the volume that is mounted now.",
  effort: { time: "hours", why: "The template is a few lines; data that matters has to be copied first." },
  outcome: "Data survives restarts, upgrades and lost nodes.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers: [{ name: db, image: "postgres:18.1", volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }] }]
      volumes: [{ name: data, emptyDir: {} }]`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers: [{ name: db, image: "postgres:18.1", volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }] }]
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }]`,
  },
  kinds: [...SERVICE_KINDS, "Pod"],
  scope: "object",
  skipsOwned: true,
  *check(object) {
    for (const volume of volumesOf(object)) {
      const isVolatile = volume.source === "emptyDir" || volume.source === "hostPath";
      if (isVolatile && isWritten(volume) && holdsData(volume)) {
        yield problem(volume.field, `keeps ${volume.name} (${paths(volume)}) in ${volume.source}`);
      }
    }
  },
});

function holdsData({ name, uses }: Volume): boolean {
  const isDataFolder = uses.some(({ path = "" }) =>
    DATA_FOLDERS.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  );
  return isDataFolder || (DATA_NAME.test(name) && uses.some(isDatabase));
}

function isDatabase({ container }: Use): boolean {
  // The last part of the path, without a version: folders of a registry have names of their own.
  const image = /[^/]*$/.exec((container.at("image").text ?? "").replace(/@.*$/, ""))?.[0].replace(/:.*$/, "") ?? "";
  return DATABASES.test(image) && !ABOUT_DATABASES.test(image);
}

function paths({ uses }: Volume): string {
  return [...new Set(uses.map(({ path }) => path ?? "a block device"))].join(", ");
}
