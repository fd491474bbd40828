import { checkTable } from "../../support/checks";

const at = (path: string): string => `gke-stateful:workloads.terminal-pods.${path}`;
const account = { "@.googleServiceAccount": "app@my-project-prod.iam.gserviceaccount.com" };
const digest = `sha256:${"a".repeat(64)}`;

checkTable("workloads", {
  accepted: {
    "a digest in prod": { stack: "prod", changes: { "@.image": `example.com/app@${digest}` } },
    "a tag in prod, with a warning": {
      stack: "prod",
      changes: { "@.image": "example.com:5000/app:1.2" },
      warns: /has a tag, which can be moved/,
    },
    "latest in dev": { stack: "dev", changes: { "@.image": "example.com/app:latest" } },
    "limits at the requests": {
      stack: "dev",
      changes: { "@.resources.limits": { cpu: "1000m", memory: "2048Mi", ephemeralStorage: "5Gi" } },
    },
    "a probe on a port by name": { stack: "dev", changes: { "@.probes.liveness": { port: "http" } } },
    "no readiness probe, with a warning": {
      stack: "dev",
      changes: { "@.probes": {} },
      warns: /probes.readiness is not set: makes every running pod count/,
    },
    "a partition below the replicas": { stack: "dev", changes: { "@.updateStrategy": { partition: 2 } } },
    "a partition of all, with a warning": {
      stack: "dev",
      changes: { "@.updateStrategy": { partition: 3 } },
      warns: /no pod gets a changed template/,
    },
    "Delete in dev": { stack: "dev", changes: { "@.retention": { whenDeleted: "Delete" } } },
    "failover on regional disks": { stack: "prod", changes: { "@.failover": { enabled: true } } },
    "no failover on zonal disks": { stack: "dev", changes: { "@.failover": { enabled: false } } },
    "as many nodes as the pools can have": {
      stack: "dev",
      changes: { "@.spread": { host: "DoNotSchedule", minHosts: 3 } },
    },
    "a Google service account": {
      stack: "prod",
      changes: { ...account, "@.network": { egress: [{ cidr: "0.0.0.0/0", ports: [443] }] } },
    },
    "a Google service account that may call private.googleapis.com": {
      stack: "prod",
      changes: { ...account, "@.network": { egress: [{ cidr: "199.36.153.8/30" }] } },
    },
    "a Google service account that may call nobody, with a warning": {
      stack: "prod",
      changes: account,
      warns: /network\.egress .*lets the pods reach no API of Google.+cidr: 0\.0\.0\.0\/0/,
    },
    "a Google service account that may call its own network, with a warning": {
      stack: "prod",
      changes: { ...account, "@.network": { egress: [{ cidr: "10.0.0.0/8" }, { cidr: "0.0.0.0/0", ports: [80] }] } },
      warns: /network\.egress .*lets the pods reach no API of Google/,
    },
  },
  refused: {
    "latest in prod": {
      stack: "prod",
      changes: { "@.image": "example.com/app:latest" },
      key: at("image"),
      says: /Use a digest/,
    },
    "no tag in prod": {
      stack: "prod",
      changes: { "@.image": "example.com:5000/app" },
      key: at("image"),
      says: /has no tag/,
    },
    "an init container without a tag in prod": {
      stack: "prod",
      changes: { "@.initContainers": [{ name: "a", image: "example.com/init", command: ["a"] }] },
      key: at("initContainers[0].image"),
      says: /has no tag/,
    },
    "a CPU limit under the request": {
      stack: "dev",
      changes: { "@.resources.limits.cpu": "999m" },
      key: at("resources.limits.cpu"),
      says: /below the request 1/,
    },
    "a memory limit under the request": {
      stack: "dev",
      changes: { "@.resources.limits.memory": "2047Mi" },
      key: at("resources.limits.memory"),
      says: /below the request 2Gi/,
    },
    "an ephemeral limit under the request": {
      stack: "dev",
      changes: { "@.resources.limits.ephemeralStorage": "4Gi" },
      key: at("resources.limits.ephemeralStorage"),
      says: /below the request 5Gi/,
    },
    "two things on one path": {
      stack: "dev",
      changes: { "@.config.mountPath": "/workspace/" },
      key: at("config.mountPath"),
      says: /taken by volumes.workspace.mountPath/,
    },
    "a probe with a command and a port": {
      stack: "dev",
      changes: { "@.probes.liveness": { command: ["true"], port: 1 } },
      key: at("probes.liveness"),
      says: /either a command/,
    },
    "a probe on an unknown port": {
      stack: "dev",
      changes: { "@.probes.liveness": { port: "web" } },
      key: at("probes.liveness.port"),
      says: /port names http/,
    },
    "a probe without a port": {
      stack: "dev",
      changes: { "@.ports": {} },
      key: at("probes.startup"),
      says: /has no ports/,
    },
    "a partition with OnDelete": {
      stack: "dev",
      changes: { "@.updateStrategy": { type: "OnDelete", partition: 1 } },
      key: at("updateStrategy.partition"),
      says: /no meaning with type OnDelete/,
    },
    "a pause as long as the grace period": {
      stack: "dev",
      changes: { "@.preStopSeconds": 30 },
      key: at("preStopSeconds"),
      says: /below terminationGracePeriodSeconds 30/,
    },
    "Delete in prod": {
      stack: "prod",
      changes: { "@.retention": { whenScaled: "Delete" } },
      key: at("retention.whenScaled"),
      says: /Use Retain/,
    },
    "failover on zonal disks": {
      stack: "dev",
      changes: { "@.failover": { enabled: true } },
      key: at("failover.enabled"),
      says: /regional pd-\* disks.+Set enabled to false/,
    },
    "failover that is asked for by its time": {
      stack: "dev",
      changes: { "@.failover": { afterNodeUnreachableSeconds: 30 } },
      key: at("failover.enabled"),
      says: /regional pd-\* disks/,
    },
    "failover without Google": {
      stack: "local",
      changes: { "@.failover": { enabled: true } },
      key: at("failover.enabled"),
      says: /target gke/,
    },
    "failover on machines that the operator does not know": {
      stack: "prod",
      changes: {
        "@.failover": { enabled: true },
        pools: [{ name: "stateful", machineType: "t2d-standard-4", max: 4 }],
      },
      key: at("failover.enabled"),
      says: /does not work on t2d-standard-4 of pool stateful/,
    },
    "fewest nodes without a spread": {
      stack: "dev",
      changes: { "@.spread": { minHosts: 2 } },
      key: at("spread.minHosts"),
      says: /host DoNotSchedule only, and host is ScheduleAnyway/,
    },
    "more nodes than the pools can have": {
      stack: "dev",
      changes: { "@.spread": { host: "DoNotSchedule", minHosts: 4 } },
      key: at("spread.minHosts"),
      says: /must not be above the 3 nodes/,
    },
    "a Google service account without Google": {
      stack: "local",
      changes: { "@.googleServiceAccount": "app@p.iam.gserviceaccount.com" },
      key: at("googleServiceAccount"),
      says: /target gke only/,
    },
    "no volume": { stack: "dev", changes: { "@.volumes": {} }, key: at("volumes"), says: /needs a Deployment/ },
  },
});
