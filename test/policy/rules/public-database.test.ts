import { publicDatabase } from "../../../policy/rules/public-database";
import { ruleTest } from "../../support/rules";

const service = (spec: string, annotations = ""): string => `
apiVersion: v1
kind: Service
metadata: { name: db, annotations: { ${annotations} } }
spec: { type: LoadBalancer, ${spec} }`;
const SQL = "ports: [{ port: 5432 }]";

ruleTest(publicDatabase, {
  valid: {
    "inside the cluster": service(SQL).replace("LoadBalancer", "ClusterIP"),
    "a port of something else": service("ports: [{ port: 443, targetPort: 8443 }]"),
    "inside the network, as it was called before": service(SQL, "cloud.google.com/load-balancer-type: internal"),
    "inside another cloud's network": service(SQL, "service.beta.kubernetes.io/aws-load-balancer-scheme: internal"),
    "inside the network, by a class": service(`${SQL}, loadBalancerClass: networking.gke.io/l4-regional-internal`),
    "a load balancer of somebody else": service(`${SQL}, loadBalancerClass: tailscale`),
    "for clients that an annotation names": service(
      SQL,
      "service.beta.kubernetes.io/load-balancer-source-ranges: 10.0.0.0/8",
    ),
    "for clients that are named": service(`${SQL}, loadBalancerSourceRanges: [203.0.113.0/24]`),
  },
  invalid: {
    "a port by the name that its pods give it": {
      yaml: `
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { type: LoadBalancer, selector: { app: db }, ports: [{ port: 15432, targetPort: sql }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, ports: [{ name: sql, containerPort: 5432 }] }] } } }`,
      says: [/opens port 5432, that of PostgreSQL/],
    },
    "a port that others use too, by the image behind it": {
      yaml: `
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { type: LoadBalancer, selector: { app: db }, ports: [{ port: 9000 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: "clickhouse/clickhouse-server:25" }] } } }`,
      says: [/opens port 9000, that of clickhouse/],
    },
    "several ports": {
      yaml: service("ports: [{ port: 6379 }, { port: 80 }, { port: 9200 }]"),
      says: [/opens port 6379, that of Redis/, /opens port 9200, that of Elasticsearch/],
    },
    "another number in front": {
      yaml: service("ports: [{ port: 80, targetPort: 27017 }]"),
      says: [/port 27017, that of MongoDB/],
    },
    "ranges that name everybody": {
      yaml: service(`${SQL}, loadBalancerSourceRanges: [203.0.113.0/24, 0.0.0.0/0]`),
      says: [/port 5432, that of PostgreSQL/],
    },
    "two halves of the internet": {
      yaml: service(`${SQL}, loadBalancerSourceRanges: [0.0.0.0/1, 128.0.0.0/1]`),
      says: [/port 5432/],
    },
    "an annotation that says external": {
      yaml: service(SQL, "networking.gke.io/load-balancer-type: External"),
      says: [/port 5432/],
    },
  },
});
