import assert from "node:assert/strict";
import { only, planWith } from "../support/stacks";
import type { PlanObject } from "../../commands/plan/engine/plan";

/** Google's golden path for a Standard cluster (google/skills 1af7775, gke-golden-path), setting by setting. */
const GOLDEN_PATH: PlanObject = {
  releaseChannel: { channel: "REGULAR" },
  privateClusterConfig: { enablePrivateNodes: true },
  networkingMode: "VPC_NATIVE",
  datapathProvider: "ADVANCED_DATAPATH",
  dnsConfig: { clusterDns: "CLOUD_DNS", clusterDnsDomain: "cluster.local", clusterDnsScope: "CLUSTER_SCOPE" },
  enableIntranodeVisibility: true,
  workloadIdentityConfig: { workloadPool: "my-project-prod.svc.id.goog" },
  enableShieldedNodes: true,
  enableLegacyAbac: false,
  masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
  rbacBindingConfig: {
    enableInsecureBindingSystemAuthenticated: false,
    enableInsecureBindingSystemUnauthenticated: false,
  },
  anonymousAuthenticationConfig: { mode: "LIMITED" },
  securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },
  verticalPodAutoscaling: { enabled: true },
  costManagementConfig: { enabled: true },
  addonsConfig: {
    dnsCacheConfig: { enabled: true },
    gcePersistentDiskCsiDriverConfig: { enabled: true },
    gkeBackupAgentConfig: { enabled: true },
    statefulHaConfig: { enabled: true },
  },
  loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] },
  monitoringConfig: {
    advancedDatapathObservabilityConfig: { enableMetrics: true, enableRelay: false },
    enableComponents: ["SYSTEM_COMPONENTS", "STORAGE", "POD", "STATEFULSET", "HPA", "CADVISOR", "KUBELET"],
    managedPrometheus: { enabled: true },
  },
  resourceLabels: { environment: "prod" },
  binaryAuthorization: { evaluationMode: "DISABLED" },
  clusterAutoscaling: { autoscalingProfile: "BALANCED", enabled: false },
  ignoreNodeCountChanges: true,
  secretManagerConfig: { enabled: false },
};

describe("cluster settings", () => {
  for (const [setting, expected] of Object.entries(GOLDEN_PATH)) {
    it(`golden path: ${setting}`, async () => {
      assert.deepEqual(only(await planWith("prod"), "Cluster").inputs[setting], expected);
    });
  }

  it("keeps minor versions back until they are asked for, and patches in the window", async () => {
    assert.deepEqual(only(await planWith("prod"), "Cluster").inputs["maintenancePolicy"], {
      maintenanceExclusions: [
        {
          exclusionName: "minor-versions-by-hand",
          exclusionOptions: { endTimeBehavior: "UNTIL_END_OF_SUPPORT", scope: "NO_MINOR_UPGRADES" },
          startTime: "2026-11-01T00:00:00Z",
        },
      ],
      recurringWindow: {
        endTime: "2026-01-03T08:00:00Z",
        recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
        startTime: "2026-01-03T02:00:00Z",
      },
    });
  });

  it("ends an exclusion when told to", async () => {
    const exclusions = [
      { name: "sale", start: "2026-11-20T00:00:00Z", end: "2026-12-01T00:00:00Z", scope: "NO_UPGRADES" },
    ];
    const { maintenancePolicy } = only(
      await planWith("prod", { "cluster.maintenance.exclusions": exclusions }),
      "Cluster",
    ).inputs;
    assert.deepEqual((maintenancePolicy as PlanObject)["maintenanceExclusions"], [
      {
        endTime: "2026-12-01T00:00:00Z",
        exclusionName: "sale",
        exclusionOptions: { scope: "NO_UPGRADES" },
        startTime: "2026-11-20T00:00:00Z",
      },
    ]);
  });

  it("encrypts and checks images only when asked", async () => {
    const key = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k";
    const plain = only(await planWith("prod"), "Cluster").inputs;
    const strict = only(
      await planWith("prod", { "cluster.secretsKey": key, "cluster.binaryAuthorization": true }),
      "Cluster",
    ).inputs;
    assert.equal(plain["databaseEncryption"], undefined);
    assert.deepEqual(strict["databaseEncryption"], { keyName: key, state: "ENCRYPTED" });
    assert.deepEqual(strict["binaryAuthorization"], { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" });
  });

  it("collects and logs more where it is asked to", async () => {
    const changes = { "cluster.moreMetrics": ["APISERVER", "DEPLOYMENT"], "cluster.moreLogs": ["SCHEDULER"] };
    const { inputs } = only(await planWith("dev", changes), "Cluster");
    assert.deepEqual((inputs["monitoringConfig"] as PlanObject)["enableComponents"], [
      ...["SYSTEM_COMPONENTS", "STORAGE", "POD", "STATEFULSET", "HPA", "CADVISOR", "KUBELET"],
      ...["APISERVER", "DEPLOYMENT"],
    ]);
    assert.deepEqual(inputs["loggingConfig"], { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS", "SCHEDULER"] });
  });
});
