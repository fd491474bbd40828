import assert from "node:assert/strict";
import { ConfigError } from "../../../config/load";
import { checkTable } from "../../support/checks";
import { configWith } from "../../support/stacks";

const at = (path: string): string => `gke-stateful:workloads.terminal-pods.secrets.db${path}`;

const MANAGED = { a: "projects/p/secrets/s/versions/latest" };

checkTable("secrets", {
  accepted: {
    "files from Secret Manager on a cluster of a kubeconfig, with a warning": {
      stack: "local",
      changes: { "@.secrets": { db: { mountPath: "/db", fromSecretManager: MANAGED } } },
      warns: /needs the Secret Manager add-on and a role/,
    },
    "files from Secret Manager": {
      stack: "dev",
      changes: { "cluster.secretManager": true, "@.secrets": { db: { mountPath: "/db", fromSecretManager: MANAGED } } },
    },
    "a generated value in the environment": {
      stack: "dev",
      changes: { "@.secrets": { db: { generate: ["password"], env: { PASSWORD: "password" } } } },
    },
    "a generated value in a file": {
      stack: "dev",
      changes: { "@.secrets": { db: { generate: ["password"], mountPath: "/db" } } },
    },
  },
  refused: {
    "secrets of Secret Manager without the add-on": {
      stack: "dev",
      changes: { "@.secrets": { db: { mountPath: "/db", fromSecretManager: MANAGED } } },
      key: "gke-stateful:workloads.terminal-pods.secrets.db.fromSecretManager",
      says: /cluster.secretManager is false/,
    },
    "secrets of Secret Manager that reach no container": {
      stack: "dev",
      changes: { "cluster.secretManager": true, "@.secrets": { db: { fromSecretManager: MANAGED } } },
      key: "gke-stateful:workloads.terminal-pods.secrets.db.mountPath",
      says: /as files only/,
    },
    "secrets of Secret Manager together with others": {
      stack: "dev",
      changes: {
        "cluster.secretManager": true,
        "@.secrets": { db: { mountPath: "/db", fromSecretManager: MANAGED, generate: ["b"] } },
      },
      key: "gke-stateful:workloads.terminal-pods.secrets.db.fromSecretManager",
      says: /must stand alone/,
    },
    "a rotation of what somebody else keeps": {
      stack: "dev",
      changes: {
        "cluster.secretManager": true,
        "@.secrets": { db: { mountPath: "/db", fromSecretManager: MANAGED, rotation: 1 } },
      },
      key: "gke-stateful:workloads.terminal-pods.secrets.db.fromSecretManager",
      says: /must stand alone/,
    },
    "a secret of Secret Manager without a version": {
      stack: "dev",
      changes: {
        "cluster.secretManager": true,
        "@.secrets": { db: { mountPath: "/db", fromSecretManager: { a: "projects/p/secrets/s" } } },
      },
      key: "gke-stateful:workloads.terminal-pods.secrets.db.fromSecretManager.a",
      says: /versions\/VERSION/,
    },
    "a secret without keys": {
      stack: "dev",
      changes: { "@.secrets": { db: { mountPath: "/db" } } },
      key: at(""),
      says: /has no keys/,
    },
    "a secret that nobody gets": {
      stack: "dev",
      changes: { "@.secrets": { db: { generate: ["password"] } } },
      key: at(""),
      says: /reaches no container/,
    },
    "a key from two places": {
      stack: "dev",
      changes: { "@.secrets": { db: { generate: ["a"], fromConfig: ["a"], mountPath: "/db" } } },
      key: at(".generate"),
      says: /is in fromConfig too/,
    },
    "a variable from an unknown key": {
      stack: "dev",
      changes: { "@.secrets": { db: { generate: ["a"], env: { X: "b" } } } },
      key: at(".env.X"),
      says: /one of the keys a/,
    },
    "a value that is missing": {
      stack: "dev",
      changes: { "@.secrets": { db: { fromConfig: ["token"], mountPath: "/db" } } },
      key: "gke-stateful:secrets.terminal-pods.db.token",
      says: /config set --secret --path/,
    },
    "a value that nobody wants": {
      stack: "dev",
      changes: { secrets: { "terminal-pods": { db: { token: "hunter2" } } } },
      key: "gke-stateful:secrets.terminal-pods.db.token",
      says: /is used by nothing/,
    },
    "values in clear": {
      stack: "dev",
      changes: {
        "@.secrets": { db: { fromConfig: ["token"], mountPath: "/db" } },
        secrets: { "terminal-pods": { db: { token: "hunter2" } } },
      },
      key: "gke-stateful:secrets",
      says: /must be encrypted/,
    },
  },
});

describe("secrets in messages", () => {
  it("accepts encrypted values", () => {
    const changes = {
      "@.secrets": { db: { fromConfig: ["token"], mountPath: "/db" } },
      secrets: { "terminal-pods": { db: { token: "hunter2" } } },
    };
    assert.equal(
      configWith("dev", changes, ["gke-stateful:secrets"]).secrets["terminal-pods"]?.["db"]?.["token"],
      "hunter2",
    );
  });

  for (const [name, changes] of Object.entries({
    "a value that nobody wants": { secrets: { "terminal-pods": { db: { token: "hunter2" } } } },
    "a value of the wrong type": { secrets: { "terminal-pods": { db: "hunter2" } } },
    "a wrong secret key among encrypted workloads": { "@.env": { hunter2: 1 } },
  })) {
    it(`never repeats the value: ${name}`, () => {
      assert.throws(
        () => configWith("dev", changes, ["gke-stateful:secrets", "gke-stateful:workloads"]),
        (error: unknown) =>
          error instanceof ConfigError &&
          !error.problems.some(({ value }) => JSON.stringify(value ?? "").includes("hunter2")),
      );
    });
  }
});
