import { parseImage } from "./image-reference";

/** A program that keeps data, known by the name of its image. */
export interface DataService {
  /** Folders in which its usual images keep data. */
  readonly folders: readonly string[];
  /** Where that is written. */
  readonly source: string;
  /** Whether it always keeps data. Others do so only when told to, and then with a volume. @default false */
  readonly always?: boolean;
  /** Words of a command by which it is told to. */
  readonly whenTold?: RegExp;
  /** Words of a command by which it keeps data, where a program has roles without any. @default every command */
  readonly roles?: RegExp;
  /** Folders beside the data, for what it does not need to keep. */
  readonly beside?: readonly string[];
}

/** How redis and what came of it are told to save. */
const REDIS_SAVES = /\s--(?:appendonly[= ]["']?yes|save[= ]["']?\d)/;

const hub = (name: string): string => `https://hub.docker.com/${name.includes("/") ? "r" : "_"}/${name}`;

/** Programs that keep data, by a part of the last part of their image's name. */
const DATA_SERVICES: Readonly<Record<string, DataService>> = {
  arangodb: { folders: ["/var/lib/arangodb3"], source: hub("arangodb"), always: true },
  artemis: { folders: ["/var/lib/artemis-instance"], source: hub("apache/activemq-artemis"), always: true },
  cassandra: { folders: ["/var/lib/cassandra", "/bitnami/cassandra"], source: hub("cassandra"), always: true },
  chroma: { folders: ["/data", "/chroma/chroma"], source: hub("chromadb/chroma"), always: true },
  clickhouse: { folders: ["/var/lib/clickhouse"], source: hub("clickhouse/clickhouse-server"), always: true },
  cockroach: { folders: ["/cockroach/cockroach-data"], source: hub("cockroachdb/cockroach"), always: true },
  consul: { folders: ["/consul/data"], source: hub("hashicorp/consul") },
  couchbase: { folders: ["/opt/couchbase/var"], source: hub("couchbase"), always: true },
  couchdb: { folders: ["/opt/couchdb/data"], source: hub("couchdb"), always: true },
  datanode: { folders: ["/hadoop/dfs/data"], source: hub("bde2020/hadoop-datanode"), always: true },
  db2: { folders: ["/database"], source: "https://www.ibm.com/docs/en/db2/12.1.0?topic=system-linux", always: true },
  dgraph: { folders: ["/dgraph"], source: hub("dgraph/dgraph") },
  dragonfly: { folders: ["/data"], source: "https://www.dragonflydb.io/docs/getting-started/kubernetes" },
  elasticsearch: { folders: ["/usr/share/elasticsearch/data"], source: hub("elasticsearch"), always: true },
  emqx: { folders: ["/opt/emqx/data"], source: hub("emqx") },
  etcd: {
    folders: ["/var/lib/etcd", "/etcd-data", "/bitnami/etcd"],
    source: "https://etcd.io/docs/v3.6/op-guide/container/",
    always: true,
  },
  foundationdb: { folders: ["/var/fdb/data"], source: hub("foundationdb/foundationdb"), always: true },
  gitea: { folders: ["/data", "/var/lib/gitea"], source: hub("gitea/gitea"), always: true },
  gitlab: { folders: ["/var/opt/gitlab"], source: "https://docs.gitlab.com/install/docker/installation/" },
  graphite: { folders: ["/opt/graphite/storage"], source: hub("graphiteapp/graphite-statsd") },
  influxdb: { folders: ["/var/lib/influxdb", "/var/lib/influxdb2"], source: hub("influxdb"), always: true },
  jenkins: { folders: ["/var/jenkins_home"], source: hub("jenkins/jenkins"), always: true },
  kafka: { folders: ["/var/lib/kafka", "/bitnami/kafka", "/kafka"], source: hub("apache/kafka"), always: true },
  keydb: { folders: ["/data"], source: hub("eqalpha/keydb"), whenTold: REDIS_SAVES },
  loki: { folders: ["/loki", "/var/loki"], source: "https://grafana.com/docs/loki/latest/setup/install/docker/" },
  mariadb: { folders: ["/var/lib/mysql", "/bitnami/mariadb"], source: hub("mariadb"), always: true },
  meilisearch: { folders: ["/meili_data"], source: hub("getmeili/meilisearch"), always: true },
  milvus: { folders: ["/var/lib/milvus"], source: hub("milvusdb/milvus") },
  mimir: { folders: ["/data"], source: "https://grafana.com/docs/mimir/latest/get-started/" },
  minio: { folders: ["/data", "/export", "/bitnami/minio"], source: hub("minio/minio"), always: true },
  mongo: {
    folders: ["/data/db", "/bitnami/mongodb"],
    source: hub("mongo"),
    always: true,
    beside: ["/data/configdb"],
  },
  mosquitto: { folders: ["/mosquitto/data"], source: hub("eclipse-mosquitto") },
  mssql: {
    folders: ["/var/opt/mssql"],
    source: "https://learn.microsoft.com/en-us/sql/linux/sql-server-linux-docker-container-configure",
  },
  mysql: { folders: ["/var/lib/mysql", "/bitnami/mysql"], source: hub("mysql"), always: true },
  namenode: { folders: ["/hadoop/dfs/name"], source: hub("bde2020/hadoop-namenode"), always: true },
  nats: { folders: ["/data", "/data/jetstream"], source: hub("nats"), whenTold: /\s-{1,2}(?:js|jetstream)\s/ },
  neo4j: { folders: ["/data", "/var/lib/neo4j"], source: hub("neo4j"), always: true },
  nexus3: { folders: ["/nexus-data"], source: hub("sonatype/nexus3"), always: true },
  opensearch: { folders: ["/usr/share/opensearch/data"], source: hub("opensearchproject/opensearch"), always: true },
  oracle: { folders: ["/opt/oracle/oradata"], source: hub("gvenzl/oracle-free"), always: true },
  percona: { folders: ["/var/lib/mysql"], source: hub("percona"), always: true },
  pgvector: { folders: ["/var/lib/postgresql"], source: hub("pgvector/pgvector"), always: true },
  postgis: { folders: ["/var/lib/postgresql"], source: hub("postgis/postgis"), always: true },
  postgres: { folders: ["/var/lib/postgresql", "/bitnami/postgresql"], source: hub("postgres"), always: true },
  postgresql: {
    folders: ["/bitnami/postgresql", "/var/lib/postgresql"],
    source: hub("bitnami/postgresql"),
    always: true,
  },
  prometheus: { folders: ["/prometheus", "/prometheus/data"], source: hub("prom/prometheus") },
  pulsar: { folders: ["/pulsar/data"], source: hub("apachepulsar/pulsar") },
  qdrant: { folders: ["/qdrant/storage"], source: hub("qdrant/qdrant"), always: true },
  questdb: { folders: ["/var/lib/questdb"], source: hub("questdb/questdb"), always: true },
  rabbitmq: { folders: ["/var/lib/rabbitmq", "/bitnami/rabbitmq"], source: hub("rabbitmq") },
  redis: { folders: ["/data", "/var/lib/redis", "/bitnami/redis"], source: hub("redis"), whenTold: REDIS_SAVES },
  redpanda: { folders: ["/var/lib/redpanda/data"], source: hub("redpandadata/redpanda"), always: true },
  registry: { folders: ["/var/lib/registry"], source: hub("registry") },
  rethinkdb: { folders: ["/data"], source: hub("rethinkdb"), always: true },
  scylla: { folders: ["/var/lib/scylla"], source: hub("scylladb/scylla"), always: true },
  solr: { folders: ["/var/solr"], source: hub("solr"), always: true },
  tempo: { folders: ["/var/tempo"], source: hub("grafana/tempo") },
  thanos: {
    folders: ["/var/thanos"],
    source: "https://thanos.io/tip/components/compact.md/",
    // Compact and store keep copies of what the bucket has; the others keep nothing.
    roles: /\s(?:receive|rule)\s/,
  },
  tikv: { folders: ["/var/lib/tikv", "/data"], source: hub("pingcap/tikv"), always: true },
  timescaledb: {
    folders: ["/var/lib/postgresql", "/home/postgres/pgdata"],
    source: hub("timescale/timescaledb"),
    always: true,
  },
  typesense: { folders: ["/data"], source: hub("typesense/typesense") },
  valkey: { folders: ["/data", "/bitnami/valkey"], source: hub("valkey/valkey"), whenTold: REDIS_SAVES },
  vault: { folders: ["/vault/data", "/vault/file"], source: hub("hashicorp/vault") },
  "victoria-metrics": {
    folders: ["/victoria-metrics-data", "/storage"],
    source: hub("victoriametrics/victoria-metrics"),
  },
  vitess: { folders: ["/vt/vtdataroot"], source: "https://vitess.io/docs/reference/programs/vttablet/" },
  vmstorage: { folders: ["/storage", "/vmstorage-data"], source: hub("victoriametrics/vmstorage") },
  weaviate: {
    folders: ["/var/lib/weaviate"],
    source: "https://docs.weaviate.io/deploy/installation-guides/docker-installation",
  },
  zookeeper: { folders: ["/data", "/datalog", "/var/lib/zookeeper", "/bitnami/zookeeper"], source: hub("zookeeper") },
};

/** Names of images that stand beside such a program and keep none of its data. */
const BESIDE =
  /(?:^|[-_])(?:adapter|admin|agent|alertmanager|backup|box|canary|cli|client|config-reloader|connect|console|controller|csi|curator|dashboards|exporter|express|gateway|init|injector|k8s|manager|metrics|operator|pooler|proxy|query|reloader|rest|router|schema-registry|sidecar|template|tools|ui|webhook)(?:[-_]|$)/;

/** All names as one expression: a run looks at thousands of images, and each expression has to be compiled. */
const ANY = Object.keys(DATA_SERVICES).join("|");
const NAMED = new RegExp(`(?:^|[-_])(${ANY})(?:db|search)?(?:[-_\\d]|$)`);

/** The program that an image runs, if it is one that keeps data. */
export function dataServiceOf(image: string): DataService | undefined {
  const name = dataServiceName(image);
  return name === undefined ? undefined : DATA_SERVICES[name];
}

/** Name of the program that an image runs, if it is one that keeps data. Folders of a registry do not count, but for images that are named after them. */
export function dataServiceName(image: string): string | undefined {
  const parts = parseImage(image).repository.split("/");
  const last = parts.at(-1) ?? "";
  const name = /^(?:lite|server|core)$/.test(last) ? `${parts.at(-2) ?? ""}-${last}` : last;
  return BESIDE.test(name) ? undefined : NAMED.exec(name)?.[1];
}

/** What may stand around the name of an image that runs the program itself: who built it, and which build it is. */
const OWN_IMAGE = new RegExp(
  `^(?:bitnami-|cp-|docker-)?(?:${ANY})(?:db|ql|search)?(?:-(?:alpine|community|ha|oss|server|[\\d.]+))*$`,
);

/** Whether an image is a data service's by its whole name. What is named after one may be anything, such as a client. */
export function isOwnImage(image: string): boolean {
  const last = parseImage(image).repository.split("/").at(-1) ?? "";
  return OWN_IMAGE.test(last);
}

/** Folders in which the images of data services keep data and nobody else keeps anything. */
export const DATA_FOLDERS: readonly string[] = [
  "/bitnami",
  ...new Set(
    Object.values(DATA_SERVICES)
      .flatMap(({ folders }) => folders)
      .filter((folder) => folder.split("/").length > 2 || folder.endsWith("data")),
  ),
].filter((folder) => !["/data", "/data/jetstream"].includes(folder));
