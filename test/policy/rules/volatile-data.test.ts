import { volatileData } from "../../../policy/rules/volatile-data";
import { ruleTest } from "../../support/rules";

/** A StatefulSet of one container, with fields of it and of its pod, and one claim template. */
const set = (image: string, container: string, pod = "", template?: string): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  volumeClaimTemplates: [${template === undefined ? "" : `{ metadata: { name: ${template} } }`}]
  template: { spec: { containers: [{ name: db, image: "${image}", ${container} }]${pod === "" ? "" : `, ${pod}`} } }`;

ruleTest(volatileData, {
  valid: {
    "a program that is named after a data service: kafka-consumer:1.0": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "acme/kafka-consumer:1.0" }] } } }`,
    "a program that is named after a data service: kafka-bridge:1": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "quay.io/strimzi/kafka-bridge:1" }] } } }`,
    "a program that is named after a data service: cassandra-reaper:4": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "thelastpickle/cassandra-reaper:4" }] } } }`,
    "a program that is named after a data service: orders-postgres-api:2": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "registry.acme.io/orders-postgres-api:2" }] } } }`,
    "a redis that saves nothing, in its usual folder": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "bitnami/redis:8", args: [--save, '', --appendonly, "no"], volumeMounts: [{ name: data, mountPath: /bitnami/redis/data }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
    "a part of loki that keeps nothing": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "grafana/loki:3", args: [-target=querier], volumeMounts: [{ name: data, mountPath: /var/loki }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
    "a router with a folder": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "mongo:8", command: [mongos], volumeMounts: [{ name: data, mountPath: /data/db }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
    "a redis that saves nothing": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "redis:8", args: [--save, '', --appendonly, "no"], volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
    "a folder that a variable names, on a claim": set(
      "postgres:18",
      "env: [{ name: PGDATA, value: /pgdata/18 }], volumeMounts: [{ name: pg, mountPath: /pgdata }, { name: stat, mountPath: /pgdata/18/pg_stat_tmp }]",
      "volumes: [{ name: stat, emptyDir: {} }]",
      "pg",
    ),
    "a folder below the claim, by an argument": set(
      "mongo:8",
      "args: [--dbpath, /srv/mongo/db], volumeMounts: [{ name: disk, mountPath: /srv/mongo }]",
      "",
      "disk",
    ),
    "folders that are counted, and an address": set(
      "minio/minio:RELEASE",
      'args: [server, "http://db-{0...3}.db.shop.svc/drive{0...1}"], volumeMounts: [{ name: d0, mountPath: /drive0 }]',
      "",
      "d0",
    ),
    "a folder for what may go, around the claim and within it": set(
      "rabbitmq:4",
      "volumeMounts: [{ name: disk, mountPath: /var/lib/rabbitmq/mnesia/ }, { name: cookie, mountPath: /var/lib/rabbitmq/ }, { name: t, mountPath: /var/lib/rabbitmq/mnesia/tmp }]",
      "volumes: [{ name: cookie, emptyDir: {} }, { name: t, emptyDir: {} }]",
      "disk",
    ),
    "a part of thanos that copies a bucket": set(
      "quay.io/thanos/thanos:v0.37",
      "args: [compact, --data-dir=/var/thanos/compact], volumeMounts: [{ name: data, mountPath: /var/thanos/compact }]",
      "volumes: [{ name: data, emptyDir: {} }]",
    ),
    "a sentinel": set(
      "redis:8",
      "command: [redis-sentinel, /data/sentinel.conf], volumeMounts: [{ name: data, mountPath: /data }]",
      "volumes: [{ name: data, emptyDir: {} }]",
    ),
    "a server of which variables elsewhere say where its data is": set(
      "postgres:18",
      "envFrom: [{ configMapRef: { name: c } }], volumeMounts: [{ name: disk, mountPath: /elsewhere }]",
      "",
      "disk",
    ),
    "a redis that saves nothing, in one text": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "redis:8", command: [sh, -c, 'redis-server --save "" --port 6379'], volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
    "a cache without a volume": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "memcached:1.6" }] } } }`,
    "a redis without a volume": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "redis:8" }] } } }`,
    "a member that keeps no data": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "elasticsearch:8", env: [{ name: NODE_DATA, value: "false" }], volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
    "a member with other roles": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "opensearchproject/opensearch:2", env: [{ name: node.roles, value: "ingest" }] }] } } }`,
    "a router of a database": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "mongo:8", args: [mongos, --configdb, c] }] } } }`,
    "a client from the image of a database": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "mysql:9", args: [mysql, -h, db] }] } } }`,
    "a program that somebody else's command starts": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "postgres:18", command: [sleep, infinity] }] } } }`,
    "what stands beside a data service": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "quay.io/prometheus/prometheus-config-reloader:1" }] } } }`,
    "a folder for configuration": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "bitnami/redis:8", volumeMounts: [{ name: conf, mountPath: /opt/bitnami/redis/etc }] }], volumes: [{ name: conf, emptyDir: {} }] } } }`,
    "a database on a claim": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "postgres:18", volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: c } }] } } }`,
    "a database on the claim's parent folder": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "postgres:18", volumeMounts: [{ name: data, mountPath: /var/lib }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: c } }] } } }`,
    "a pod that ends": `
apiVersion: v1
kind: Pod
metadata: { name: once }
spec: { restartPolicy: Never, containers: [{ name: db, image: "postgres:18", args: [--version] }] }`,
    "a web server with an exporter beside it": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, image: 'nginx:1', volumeMounts: [{ name: data, mountPath: /tmp }] }, { name: x, image: 'oliver006/redis_exporter:v1' }], volumes: [{ name: data, emptyDir: {} }] } } }`,
    "a connector, which keeps its state elsewhere": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: c }
spec: { template: { spec: { containers: [{ name: c, image: 'confluentinc/cp-kafka-connect:8', volumeMounts: [{ name: connect-data, mountPath: /x }] }], volumes: [{ name: connect-data, emptyDir: {} }] } } }`,
    "a scratch volume of a database": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "postgres:18", volumeMounts: [{ name: tmp, mountPath: /tmp }, { name: data, mountPath: /var/lib/postgresql }] }], volumes: [{ name: tmp, emptyDir: {} }] } }, volumeClaimTemplates: [{ metadata: { name: data } }] }`,
    "a data volume of something else": `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: web, image: "nginx:1", volumeMounts: [{ name: data, mountPath: /srv }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
    "a template of the same name": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { volumeClaimTemplates: [{ metadata: { name: data } }], template: { spec: { containers: [{ name: db, image: "postgres:18", volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
    "a mount that is only read": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "postgres:18", volumeMounts: [{ name: data, mountPath: /var/lib/postgresql, readOnly: true }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
  },
  invalid: {
    "a folder that a variable names, beside the claim": {
      yaml: set(
        "postgres:18",
        "env: [{ name: PGDATA, value: /pgdata }], volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }]",
        "",
        "data",
      ),
      says: [/keeps its data \(\/pgdata\) in container db itself/],
    },
    "a folder that an argument names, on emptyDir": {
      yaml: set(
        "quay.io/coreos/etcd:v3.6",
        "command: [etcd, --data-dir=/var/run/etcd/default.etcd], volumeMounts: [{ name: run, mountPath: /var/run/etcd }]",
        "volumes: [{ name: run, emptyDir: {} }]",
      ),
      says: [/keeps run \(\/var\/run\/etcd\) in emptyDir/],
    },
    "a log of the database beside its claim": {
      yaml: set(
        "postgres:18",
        "env: [{ name: PGDATA, value: /pg/data }], volumeMounts: [{ name: disk, mountPath: /pg }, { name: wal, mountPath: /pg/data/pg_wal }]",
        "volumes: [{ name: wal, emptyDir: {} }]",
        "disk",
      ),
      says: [/keeps wal/],
    },
    "a claim for something else": {
      yaml: set("mongo:8", "volumeMounts: [{ name: data, mountPath: /data/configdb }]", "", "data"),
      says: [/keeps its data \(\/data\/db\) in container db itself/],
    },
    "services that are told to save, without a volume": {
      yaml: [
        set("redis:8", 'args: [--save, "", --appendonly, "yes"]'),
        set("nats:2.10", "args: [-js, -sd, /data]").replace("name: db }", "name: db-2 }"),
        set("postgres:18", "command: [docker-entrypoint.sh, postgres]").replace("name: db }", "name: db-3 }"),
        set("postgres:18", "envFrom: [{ configMapRef: { name: c } }]").replace("name: db }", "name: db-4 }"),
      ].join("\n---"),
      says: [/its data \(\/data\)/, /its data \(\/data\)/, /\/var\/lib\/postgresql/, /\/var\/lib\/postgresql/],
    },
    "an ephemeral claim": {
      yaml: set(
        "postgres:18",
        "volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }]",
        "volumes: [{ name: data, ephemeral: { volumeClaimTemplate: { spec: {} } } }]",
      ),
      says: [/in an ephemeral claim, which goes with the pod/],
    },
    "a master, which keeps the state of its cluster": {
      yaml: set(
        "elasticsearch:8",
        "env: [{ name: node.roles, value: master }], volumeMounts: [{ name: es, mountPath: /usr/share/elasticsearch/data }]",
        "volumes: [{ name: es, emptyDir: {} }]",
      ),
      says: [/keeps es/],
    },
    "elasticsearch in a folder of its own choice": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "quay.io/acme/elasticsearch:7.10.2", volumeMounts: [{ name: logging, mountPath: /data }] }], volumes: [{ name: logging, emptyDir: {} }] } } }`,
      says: [/keeps logging \(\/data\) in emptyDir/],
    },
    prometheus: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "prom/prometheus:v2.50.0", volumeMounts: [{ name: prom, mountPath: /prometheus }] }], volumes: [{ name: prom, emptyDir: {} }] } } }`,
      says: [/keeps prom \(\/prometheus\) in emptyDir/],
    },
    loki: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "grafana/loki:3.3.2", volumeMounts: [{ name: loki, mountPath: /var/loki }] }], volumes: [{ name: loki, emptyDir: {} }] } } }`,
      says: [/keeps loki \(\/var\/loki\) in emptyDir/],
    },
    consul: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "hashicorp/consul:1.17", volumeMounts: [{ name: consul, mountPath: /consul/data }] }], volumes: [{ name: consul, emptyDir: {} }] } } }`,
      says: [/keeps consul \(\/consul\/data\) in emptyDir/],
    },
    vitess: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "vitess/lite:v18.0.0", volumeMounts: [{ name: vt, mountPath: /vt/vtdataroot }] }], volumes: [{ name: vt, emptyDir: {} }] } } }`,
      says: [/keeps vt \(\/vt\/vtdataroot\) in emptyDir/],
    },
    vault: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "hashicorp/vault:1.18", volumeMounts: [{ name: vault, mountPath: /vault/data }] }], volumes: [{ name: vault, emptyDir: {} }] } } }`,
      says: [/keeps vault \(\/vault\/data\) in emptyDir/],
    },
    nats: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "nats:2.10", volumeMounts: [{ name: js, mountPath: /data/jetstream }] }], volumes: [{ name: js, emptyDir: {} }] } } }`,
      says: [/keeps js \(\/data\/jetstream\) in emptyDir/],
    },
    tikv: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "pingcap/tikv:v8", volumeMounts: [{ name: tikv, mountPath: /var/lib/tikv }] }], volumes: [{ name: tikv, emptyDir: {} }] } } }`,
      says: [/keeps tikv \(\/var\/lib\/tikv\) in emptyDir/],
    },
    arangodb: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "arangodb:3.12", volumeMounts: [{ name: a, mountPath: /var/lib/arangodb3 }] }], volumes: [{ name: a, emptyDir: {} }] } } }`,
      says: [/keeps a \(\/var\/lib\/arangodb3\) in emptyDir/],
    },
    gitea: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "gitea/gitea:1.22", volumeMounts: [{ name: gitea, mountPath: /data }] }], volumes: [{ name: gitea, emptyDir: {} }] } } }`,
      says: [/keeps gitea \(\/data\) in emptyDir/],
    },
    nexus: {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "sonatype/nexus3:3.70", volumeMounts: [{ name: n, mountPath: /nexus-data }] }], volumes: [{ name: n, emptyDir: {} }] } } }`,
      says: [/keeps n \(\/nexus-data\) in emptyDir/],
    },
    "minio by its argument": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "minio/minio:RELEASE", args: [server, /srv/objects], volumeMounts: [{ name: objects, mountPath: /srv/objects }] }], volumes: [{ name: objects, emptyDir: {} }] } } }`,
      says: [/keeps objects/],
    },
    "a database without any volume for its data": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "postgres:18", volumeMounts: [{ name: tmp, mountPath: /tmp }] }], volumes: [{ name: tmp, emptyDir: {} }] } } }`,
      says: [/keeps its data \(\/var\/lib\/postgresql\) in container db itself, with no volume for it/],
    },
    "a redis that saves": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "redis:8", args: [--appendonly, "yes"], volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
      says: [/keeps data/],
    },
    "a database from a registry folder with another name": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: c }
spec: { template: { spec: { containers: [{ name: c, image: 'pkg.dev/p/dockerhub-proxy/redis:8', volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, emptyDir: {} }] } } }`,
      says: [/keeps data/],
    },
    "a folder of the node": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "mysql:9", volumeMounts: [{ name: data, mountPath: /var/lib/mysql }] }], volumes: [{ name: data, hostPath: { path: /mnt } }] } } }`,
      says: [/keeps data \(\/var\/lib\/mysql\) in hostPath/],
    },
    "a data folder below the known one": {
      yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "acme/pg:1", volumeMounts: [{ name: v, mountPath: /var/lib/postgresql/data }] }], volumes: [{ name: v, emptyDir: {} }] } } }`,
      says: [/keeps v/],
    },
    "a database by its image": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "example.com/redis:8", volumeMounts: [{ name: redis-data, mountPath: /data }] }], volumes: [{ name: redis-data, emptyDir: {} }] } } }`,
      says: [/keeps redis-data/],
    },
  },
});
