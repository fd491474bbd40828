import assert from "node:assert/strict";
import {
  backupSettings,
  clusterSettings,
  namespaceSettings,
  accessSettings,
  networkSettings,
  poolSettings,
  SettingsError,
  storageSettings,
  workloadSettings,
} from "../../config/settings";

const IMAGE = "registry.example.com/db:1.2.3";
const WORKLOAD = {
  image: IMAGE,
  volumes: { data: { size: "1Gi", mountPath: "/data" } },
  resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } },
};

describe("settings of components", () => {
  it("have the defaults of a stack's file", () => {
    assert.equal(workloadSettings("db", WORKLOAD).podManagement, "Parallel");
    assert.equal(storageSettings().reclaimPolicy, "Retain");
    assert.equal(namespaceSettings({ name: "db" }).name, "db");
    assert.deepEqual(accessSettings({ view: ["user:jo@example.com"] }).operate, []);
    assert.equal(networkSettings().nodeCidr, "10.0.0.0/20");
    assert.equal(clusterSettings({ name: "c" }).regional, true);
    assert.equal(poolSettings({ name: "p" }).stateful, true);
    assert.equal(backupSettings().enabled, true);
  });

  it("say everything that does not hold, by name", () => {
    assert.throws(
      () => workloadSettings("db", { ...WORKLOAD, image: "Not An Image", ports: { http: 0 } }),
      (error: Error) => {
        assert.ok(error instanceof SettingsError);
        assert.match(error.message, /workload db:image is "Not An Image": must be /);
        assert.match(error.message, /workload db:ports\.http is 0: must be /);
        return true;
      },
    );
  });
});
