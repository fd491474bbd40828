import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random";
import * as library from "../../library";
import { isUnknown } from "../../commands/plan/engine/plan";
import { planInline } from "../support/inline-program";
import { at, only, settingsWith } from "../support/stacks";
import type { Plan } from "../../commands/plan/engine/plan";

/** A program whose project, network, keys, accounts, namespace and class are outputs of something else, as those of another stack are. */
function foreign(): Promise<Record<string, unknown>> {
  const elsewhere = (name: string): pulumi.Output<string> => new RandomId(name, { byteLength: 4 }).hex;
  const project = elsewhere("project");
  const guard = new library.DataGuard("foreign");
  const settings = library.clusterSettings({ name: "foreign" });
  const identity = new library.NodeIdentity("nodes", { project, clusterName: "foreign" });
  const cluster = new library.GkeCluster("cluster", {
    project,
    location: "europe-west1",
    network: {
      network: elsewhere("network"),
      subnetwork: elsewhere("subnetwork"),
      podRange: "pods",
      serviceRange: "services",
    },
    zones: ["europe-west1-b", "europe-west1-c"],
    nodeServiceAccount: identity.email,
    settings,
    secretsKey: elsewhere("secrets-key"),
    labels: {},
    deletionProtection: true,
    guard,
  });
  new library.NodePool("pool", {
    project,
    location: "europe-west1",
    clusterName: cluster.clusterName,
    zones: ["europe-west1-b", "europe-west1-c"],
    serviceAccount: identity.email,
    privateNodes: true,
    settings: library.poolSettings({ name: "pool" }),
    bootDiskKey: elsewhere("boot-key"),
    labels: {},
  });
  const namespace = elsewhere("namespace");
  new library.StatefulWorkload(
    "db",
    {
      namespace,
      storageClassName: elsewhere("class"),
      workload: library.workloadSettings("db", {
        image: "registry.example.com/db:1.2.3",
        volumes: { data: { size: "20Gi", mountPath: "/data" } },
        resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } },
      }),
      guard,
    },
    { provider: cluster.kubernetes },
  );
  new library.WorkloadIdentity("db", {
    project,
    namespace,
    serviceAccount: "db",
    googleServiceAccount: pulumi.interpolate`db@${project}.iam.gserviceaccount.com`,
  });
  new library.Backup("backup", {
    project,
    region: "europe-west1",
    clusterPath: cluster.clusterPath,
    planName: "foreign",
    namespaces: ["db"],
    settings: library.backupSettings(),
    kmsKey: elsewhere("backup-key"),
    labels: {},
  });
  return Promise.resolve({});
}

describe("components with outputs for arguments", () => {
  const planned = (mode: "preview" | "update"): Promise<Plan> => planInline(foreign, settingsWith("dev"), mode);

  it("wait for what is not known, and make the same resources", async () => {
    const plan = await planned("preview");
    for (const [type, path] of [
      ["container/cluster:Cluster", "databaseEncryption.keyName"],
      ["container/cluster:Cluster", "network"],
      ["container/nodePool:NodePool", "nodeConfig.bootDiskKmsKey"],
      ["BackupPlan", "backupConfig.encryptionKey.gcpKmsEncryptionKey"],
      ["BackupPlan", "cluster"],
      ["StatefulSet", "metadata.namespace"],
      ["PodDisruptionBudget", "metadata.namespace"],
      ["serviceaccount/iAMMember:IAMMember", "member"],
    ] as const) {
      const value = at(only(plan, type).inputs, path);
      assert.ok(value !== undefined && isUnknown(value), `${type} ${path} is ${JSON.stringify(value)}`);
    }
  });

  it("say what they are told once it is known", async () => {
    const plan = await planned("update");
    const project = String(only(plan, "container/cluster:Cluster").inputs["project"]);
    assert.match(project, /^[0-9a-f]{8}$/);
    assert.equal(
      at(only(plan, "BackupPlan").inputs, "cluster"),
      `projects/${project}/locations/europe-west1/clusters/foreign`,
    );
    assert.equal(
      only(plan, "serviceaccount/iAMMember:IAMMember").inputs["serviceAccountId"],
      `projects/${project}/serviceAccounts/db@${project}.iam.gserviceaccount.com`,
    );
  });
});
