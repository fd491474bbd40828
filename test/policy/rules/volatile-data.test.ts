import { volatileData } from "../../../policy/rules/volatile-data";
import { ruleTest } from "../../support/rules";

ruleTest(volatileData, {
  valid: {
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
spec: { template: { spec: { containers: [{ name: db, image: "postgres:18", volumeMounts: [{ name: tmp, mountPath: /tmp }] }], volumes: [{ name: tmp, emptyDir: {} }] } } }`,
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
