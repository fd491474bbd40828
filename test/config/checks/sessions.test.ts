import { checkTable } from "../../support/checks";

const operations = { image: "europe-docker.pkg.dev/my-project/tools/gke-stateful:1.0.0" };
const key = "gke-stateful:workloads.terminal-pods";
const pool = { operations, "@.updateStrategy": { type: "OnDelete" }, "@.sessions": { max: 5 } };

checkTable("sessions", {
  accepted: {
    "a pool with an image, and updates by whoever deletes": { stack: "dev", changes: pool },
    "an autoscaler that sizes new pods": {
      stack: "dev",
      changes: {
        ...pool,
        "@.verticalAutoscaler": {
          mode: "Initial",
          min: { cpu: "500m", memory: "1Gi" },
          max: { cpu: "2", memory: "4Gi" },
        },
      },
    },
    "a grace beyond the idle time, with a warning": {
      stack: "dev",
      changes: { ...pool, "@.sessions": { max: 5, idle: "5m", grace: "10m" } },
      warns: /sessions\.grace .*is longer than idle 5m/,
    },
  },
  refused: {
    "no image": {
      stack: "dev",
      changes: { "@.updateStrategy": { type: "OnDelete" }, "@.sessions": { max: 5 } },
      key: `${key}.sessions`,
      says: /needs operations\.image/,
    },
    "updates that take pods of sessions": {
      stack: "dev",
      changes: { operations, "@.sessions": { max: 5 } },
      key: `${key}.updateStrategy.type`,
      says: /must be OnDelete with sessions/,
    },
    "a second scaler": {
      stack: "dev",
      changes: { ...pool, "@.horizontalAutoscaler": { min: 3, max: 6, cpuPercent: 70 } },
      key: `${key}.horizontalAutoscaler`,
      says: /excludes sessions/,
    },
    "pods one after the other": {
      stack: "dev",
      changes: { ...pool, "@.podManagement": "OrderedReady" },
      key: `${key}.podManagement`,
      says: /must be Parallel with sessions/,
    },
    "more warm slots than slots": {
      stack: "dev",
      changes: { ...pool, "@.sessions": { max: 5, warm: 6 } },
      key: `${key}.sessions.warm`,
      says: /must not be above max 5/,
    },
    "fewer slots than pods": {
      stack: "dev",
      changes: { ...pool, "@.replicas": 3, "@.sessions": { max: 2 } },
      key: `${key}.sessions.max`,
      says: /must not be below replicas 3/,
    },
  },
});
