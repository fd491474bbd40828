import assert from "node:assert/strict";
import { quotaNeeds } from "../../../policy/cost/quotas";
import { loadPrices } from "../../../policy/cost/prices";
import { fromStack } from "../../../policy/graph/from-pulumi";
import { ObjectGraph } from "../../../policy/graph/graph";
import { asResource, documentsOf } from "../../support/rules";

const CLUSTER = `
type: gcp:container/cluster:Cluster
properties: { name: main, location: us-central1, removeDefaultNodePool: true, initialNodeCount: 1, privateClusterConfig: { enablePrivateNodes: true } }`;
const pool = (config: string, fields = "autoscaling: { minNodeCount: 1, maxNodeCount: 3 }"): string => `
---
type: gcp:container/nodePool:NodePool
properties: { cluster: main, location: us-central1, nodeLocations: [a, b], ${fields}, nodeConfig: { ${config} } }`;
const SET = `
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: ssd }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  template: { spec: { containers: [{ name: db, resources: { requests: { cpu: "1", memory: 1Gi } } }] } }
  volumeClaimTemplates:
    - { metadata: { name: data }, spec: { storageClassName: ssd, resources: { requests: { storage: 20Gi } } } }`;

/** `SSD_TOTAL_GB 520 720 2820`: least, expected, most. */
const needs = (yaml: string): readonly string[] =>
  quotaNeeds({
    graph: new ObjectGraph(fromStack(documentsOf(yaml).map(asResource))),
    prices: loadPrices(),
    usage: {},
  }).map(({ need: { expected, max, min }, quota, region }) =>
    [region, quota, ...[min, expected, max].map((one) => one.toFixed())].join(" "),
  );

describe("quotaNeeds", () => {
  for (const [what, yaml, expected] of [
    [
      "machines and boot disks of all zones, with one node more while they are upgraded",
      pool("machineType: e2-standard-4, diskType: pd-ssd, diskSizeGb: 100"),
      ["us-central1 CPUS 8 12 28", "us-central1 SSD_TOTAL_GB 200 300 700"],
    ],
    [
      "balanced boot disks as SSDs, and standard ones apart",
      pool("machineType: e2-standard-4, diskType: pd-balanced, diskSizeGb: 50") +
        pool("machineType: e2-standard-4, diskType: pd-standard, diskSizeGb: 50"),
      ["us-central1 CPUS 16 20 52", "us-central1 SSD_TOTAL_GB 100 150 350", "us-central1 DISKS_TOTAL_GB 100 150 350"],
    ],
    [
      "the surge of the pool that adds most: pools are upgraded one after the other",
      pool(
        "machineType: e2-standard-4, diskType: pd-ssd, diskSizeGb: 100",
        "nodeCount: 1, upgradeSettings: { maxSurge: 3 }",
      ) + pool("machineType: e2-standard-8, diskType: pd-ssd, diskSizeGb: 100", "nodeCount: 1"),
      ["us-central1 CPUS 24 36 36", "us-central1 SSD_TOTAL_GB 400 700 700"],
    ],
    [
      "a second pool of the same size while a blue-green upgrade runs",
      pool(
        "machineType: e2-standard-4, diskType: pd-ssd, diskSizeGb: 100",
        "nodeCount: 2, upgradeSettings: { strategy: BLUE_GREEN }",
      ),
      ["us-central1 CPUS 16 32 32", "us-central1 SSD_TOTAL_GB 400 800 800"],
    ],
    [
      "both CPUs of a machine that shares its core",
      pool(
        "machineType: e2-medium, diskType: pd-ssd, diskSizeGb: 10",
        "nodeCount: 1, upgradeSettings: { maxSurge: 0 }",
      ),
      ["us-central1 CPUS 4 4 4", "us-central1 SSD_TOTAL_GB 20 20 20"],
    ],
    [
      "families and disks with quotas of their own apart",
      pool(
        "machineType: n4-standard-2, diskType: hyperdisk-balanced, diskSizeGb: 100",
        "nodeCount: 1, upgradeSettings: { maxSurge: 0 }",
      ),
      ["us-central1 CPUs of n4 4 4 4", "us-central1 GB of hyperdisk-balanced 200 200 200"],
    ],
    ["disks in two zones twice", SET, ["us-central1 SSD_TOTAL_GB 120 120 120"]],
    [
      "addresses of gateways to which Google gives them",
      `
---
type: gcp:compute/routerNat:RouterNat
properties: { region: us-central1, natIpAllocateOption: AUTO_ONLY }`,
      ["us-central1 IN_USE_ADDRESSES 1 1 1"],
    ],
    ["nothing for no nodes and no disks", "", []],
  ] as const) {
    it(`counts ${what}`, () => {
      assert.deepEqual(needs(CLUSTER + yaml), expected);
    });
  }

  it("counts addresses of nodes that have them", () => {
    const open = CLUSTER.replace("enablePrivateNodes: true", "enablePrivateNodes: false");
    const found = needs(open + pool("machineType: e2-standard-4, diskType: pd-ssd, diskSizeGb: 100", "nodeCount: 1"));
    assert.ok(found.includes("us-central1 IN_USE_ADDRESSES 2 3 3"), found.join("\n"));
  });

  it("leaves out what is not known: the estimate says that", () => {
    const unsaid = pool("machineType: e2-standard-4", "nodeCount: many");
    assert.deepEqual(needs(CLUSTER + unsaid + SET), ["us-central1 SSD_TOTAL_GB 120 120 120"]);
  });
});
