import assert from "node:assert/strict";
import { drillNamespace } from "../../components/backup";
import { namesOf, ofType, only, planWith } from "../support/stacks";
import type { PlanObject } from "../../commands/plan/engine/plan";

describe("Backup", () => {
  it("saves the stack's namespace with its volumes, hourly in prod", async () => {
    const { inputs, options } = only(await planWith("prod"), "BackupPlan");
    assert.deepEqual(inputs, {
      backupConfig: { includeSecrets: true, includeVolumeData: true, selectedNamespaces: { namespaces: ["stateful"] } },
      backupSchedule: { rpoConfig: { targetRpoMinutes: 60 } },
      cluster: "projects/my-project-prod/locations/europe-west1/clusters/gke-stateful-prod",
      labels: { environment: "prod" },
      location: "europe-west1",
      name: "gke-stateful-prod",
      project: "my-project-prod",
      retentionPolicy: { backupDeleteLockDays: 7, backupRetainDays: 14 },
    });
    assert.equal(options.protect, true);
  });

  it("brings the volume data back, which the API's default does not", async () => {
    const { dependencies, inputs } = only(await planWith("prod"), "RestorePlan", "backup-restore-plan");
    assert.deepEqual(inputs["restoreConfig"], {
      clusterResourceConflictPolicy: "USE_EXISTING_VERSION",
      clusterResourceRestoreScope: { noGroupKinds: true },
      namespacedResourceRestoreMode: "FAIL_ON_CONFLICT",
      selectedNamespaces: { namespaces: ["stateful"] },
      volumeDataRestorePolicy: "RESTORE_VOLUME_DATA_FROM_BACKUP",
    });
    assert.equal(inputs["backupPlan"], "projects/my-project-prod/locations/europe-west1/backupPlans/gke-stateful-prod");
    assert.ok(namesOf(dependencies).includes("backup-plan"));
  });

  it("has a plan for drills, which restores beside what runs", async () => {
    const { inputs } = only(await planWith("prod"), "RestorePlan", "backup-drill-plan");
    const { namespacedResourceRestoreMode, selectedNamespaces, transformationRules } = inputs[
      "restoreConfig"
    ] as PlanObject;
    assert.deepEqual(selectedNamespaces, { namespaces: ["stateful"] });
    assert.equal(namespacedResourceRestoreMode, "FAIL_ON_CONFLICT");
    assert.deepEqual(
      (transformationRules as PlanObject[]).map(({ fieldActions, resourceFilter }) => [resourceFilter, fieldActions]),
      [
        [
          {
            groupKinds: [{ resourceKind: "Namespace" }],
            jsonPath: ".metadata[?(@.name == 'stateful')]",
          },
          [{ op: "REPLACE", path: "/metadata/name", value: "stateful-drill" }],
        ],
        [{ namespaces: ["stateful"] }, [{ op: "REPLACE", path: "/metadata/namespace", value: "stateful-drill" }]],
      ],
    );
    assert.equal(drillNamespace("n".repeat(63)).length, 63, "a label takes no more");
  });

  it("takes a fixed time, another region and a key", async () => {
    const key = "projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k";
    const plan = await planWith("prod", { backup: { cron: "0 3 * * *", location: "europe-west3", kmsKey: key } });
    const { inputs } = only(plan, "BackupPlan");
    assert.deepEqual(inputs["backupSchedule"], { cronSchedule: "0 3 * * *" });
    assert.equal(inputs["location"], "europe-west3");
    assert.deepEqual((inputs["backupConfig"] as PlanObject)["encryptionKey"], { gcpKmsEncryptionKey: key });
    for (const name of ["backup-restore-plan", "backup-drill-plan"]) {
      const restore = only(plan, "RestorePlan", name).inputs;
      assert.equal(restore["location"], "europe-west1", "where the cluster is that it restores into");
      assert.equal(
        restore["backupPlan"],
        "projects/my-project-prod/locations/europe-west3/backupPlans/gke-stateful-prod",
      );
    }
  });

  it("is daily where nothing is said, and nothing where it is off", async () => {
    assert.deepEqual(only(await planWith("dev"), "BackupPlan").inputs["backupSchedule"], {
      rpoConfig: { targetRpoMinutes: 1440 },
    });
    const off = await planWith("dev", { "backup.enabled": false });
    assert.deepEqual([...ofType(off, "BackupPlan"), ...ofType(off, "RestorePlan")], []);
    assert.equal(off.outputs["backupPlan"], undefined);
  });
});
