import assert from "node:assert/strict";
import { estimate } from "../../../policy/cost/estimate";
import { loadPrices } from "../../../policy/cost/prices";
import { fromStack } from "../../../policy/graph/from-pulumi";
import { ObjectGraph } from "../../../policy/graph/graph";
import { asResource, documentsOf } from "../../support/rules";
import type { Band } from "../../../policy/cost/band";
import type { Estimate } from "../../../policy/cost/estimate";
import type { Usage } from "../../../policy/cost/usage";

const estimateOf = (yaml: string, usage: Usage = {}): Estimate =>
  estimate({ graph: new ObjectGraph(fromStack(documentsOf(yaml).map(asResource))), prices: loadPrices(), usage });
const shown = ({ expected, max, min }: Band): string => [min, expected, max].map((one) => one.toFixed(2)).join(" ");
/** Cost of items by title, in one text each. */
const items = (yaml: string, usage: Usage = {}): Record<string, string> =>
  Object.fromEntries(
    estimateOf(yaml, usage).entries.flatMap(({ items: all }) =>
      all.map(({ monthly, note, price, title }) => [
        title,
        (monthly === undefined ? (price === undefined ? "no price" : "no usage") : shown(monthly)) +
          (note === undefined ? "" : ` (${note})`),
      ]),
    ),
  );

const CLUSTER = `
type: gcp:container/cluster:Cluster
properties: { name: main, location: us-central1, removeDefaultNodePool: true, initialNodeCount: 1, privateClusterConfig: { enablePrivateNodes: true } }`;
const ZONAL = CLUSTER.replace("us-central1", "us-central1-a");
const pool = (fields: string, config = "machineType: e2-standard-4, diskType: pd-ssd, diskSizeGb: 100"): string => `
---
type: gcp:container/nodePool:NodePool
properties: { cluster: main, location: us-central1, ${fields}, nodeConfig: { ${config} } }`;
const SSD = `
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: ssd }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }`;
const set = (replicas: number, size = "20Gi", cpu = "1"): string => `
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: ${String(replicas)}
  template: { spec: { containers: [{ name: db, resources: { requests: { cpu: "${cpu}", memory: 1Gi } } }] } }
  volumeClaimTemplates:
    - { metadata: { name: data }, spec: { storageClassName: ssd, resources: { requests: { storage: ${size} } } } }`;

describe("estimate", () => {
  // Machines: 0.13402284 × 730 = 97.8366732 a month. Boot disks: 100 × 0.17 = 17. All by hand.
  for (const [what, fields, machines, disks] of [
    [
      "limits for each of two zones",
      "nodeLocations: [a, b], autoscaling: { minNodeCount: 1, maxNodeCount: 3 }",
      "195.67 195.67 587.02",
      "34.00 34.00 102.00",
    ],
    [
      "limits for each of the region's three zones",
      "autoscaling: { minNodeCount: 1, maxNodeCount: 2 }",
      "293.51 293.51 587.02",
      "51.00 51.00 102.00",
    ],
    [
      "limits for all zones together",
      "autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 4 }",
      "0.00 0.00 391.35",
      "0.00 0.00 68.00",
    ],
    ["a fixed number", "nodeCount: 1", "293.51 293.51 293.51", "51.00 51.00 51.00"],
  ] as const) {
    it(`counts machines and boot disks: ${what}`, () => {
      const found = items(CLUSTER + pool(fields));
      assert.equal(found["e2-standard-4, on demand"], machines);
      assert.equal(found["boot disks, pd-ssd"], disks);
    });
  }

  it("expects the nodes that the requests need, between the bounds", () => {
    const limits = "autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 3 }";
    // An e2-standard-4 leaves 3,920 millicores to pods: three pods of 1 CPU.
    assert.equal(items(CLUSTER + pool(limits) + SSD + set(3))["e2-standard-4, on demand"], "97.84 97.84 293.51");
    assert.equal(items(CLUSTER + pool(limits) + SSD + set(4))["e2-standard-4, on demand"], "97.84 195.67 293.51");
    assert.equal(
      items(CLUSTER + pool(limits) + SSD + set(12))["e2-standard-4, on demand"],
      "97.84 293.51 293.51 (the pods need 4 nodes, and there are at most 3)",
    );
    assert.equal(
      items(CLUSTER + pool(limits) + SSD + set(1, "20Gi", "8"))["e2-standard-4, on demand"],
      "97.84 293.51 293.51 (a pod fits on none of these machines, and there are at most 3)",
    );
    assert.equal(
      items(CLUSTER + pool(limits) + SSD + set(3), { nodes: { "resource-1": 2.5 } })["e2-standard-4, on demand"],
      "97.84 244.59 293.51",
      "or those that somebody has counted",
    );
  });

  it("takes the price of Spot, and says how much of the bill that is", () => {
    const found = estimateOf(
      CLUSTER + pool("nodeCount: 1", "machineType: e2-standard-4, spot: true, diskType: pd-ssd"),
    );
    assert.equal(shown(found.spot), "176.13 176.13 176.13", "3 × 730 × 0.080424");
    assert.equal(shown(found.total), "300.13 300.13 300.13", "and 73 for the cluster, and 51 for boot disks");
  });

  it("charges every cluster, and gives the free tier only to zonal ones that ask for it", () => {
    assert.equal(items(CLUSTER)["management"], "73.00 73.00 73.00");
    assert.equal(
      items(ZONAL)["management"],
      "73.00 73.00 73.00 (one zonal or Autopilot cluster of a billing account is free)",
    );
    assert.equal(shown(estimateOf(ZONAL, { freeTier: true }).total), "0.00 0.00 0.00");
    assert.equal(shown(estimateOf(CLUSTER, { freeTier: true }).total), "73.00 73.00 73.00");
  });

  it("counts the pool that a cluster comes with, and says that Autopilot has other prices", () => {
    const own = CLUSTER.replace("removeDefaultNodePool: true, ", "");
    assert.equal(items(own)["e2-medium, on demand"], "73.38 73.38 73.38", "0.03350571 × 730 × 3 zones");
    assert.equal(items(own.replace("us-central1", "us-central1-a"))["e2-medium, on demand"], "24.46 24.46 24.46");
    assert.equal(
      items(own.replace("initialNodeCount: 1", "enableAutopilot: true"))["pods, by their requests"],
      "no price (prices of Autopilot are not in the table)",
    );
  });

  it("counts claims by size and replicas, in two zones at their price, and those of an autoscaler's most pods", () => {
    const scaler = `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: StatefulSet, name: db }, minReplicas: 2, maxReplicas: 5 }`;
    const title = "claims data, pd-ssd in two zones";
    assert.equal(items(CLUSTER + SSD + set(3))[title], "20.40 20.40 20.40", "3 × 20 × 0.34");
    assert.equal(items(CLUSTER + SSD + set(3) + scaler)[title], "13.60 13.60 34.00");
    assert.equal(items(CLUSTER + SSD + set(3) + scaler, { pods: { db: 4 } })[title], "13.60 27.20 34.00");
    assert.equal(items(CLUSTER + SSD + set(1, "1500Mi"))[title], "0.68 0.68 0.68", "disks are made in whole GiB");
    assert.equal(
      items(CLUSTER + SSD + set(3), { retained: { db: 2 } })["idle claims data, no pod, pd-ssd in two zones"],
      "13.60 13.60 13.60",
    );
  });

  it("says what an idle set of claims and an hour of a pod cost", () => {
    const { pods, sessionHour } = estimateOf(CLUSTER + SSD + set(2));
    assert.deepEqual(
      pods.map(({ idleClaims, pods: count, title }) => [title, count, idleClaims?.toFixed(2)]),
      [["StatefulSet default/db", 2, "6.80"]],
    );
    assert.equal(sessionHour?.toFixed(5), "0.05932", "(73 + 13.60) / (2 × 730)");
    assert.equal(estimateOf(CLUSTER + SSD + set(2), { sessionHours: 100 }).sessionHour?.toFixed(3), "0.866");
    assert.equal(estimateOf(CLUSTER).sessionHour, undefined);
    assert.equal(
      estimateOf(SSD.replace("---", "") + set(2)).sessionHour,
      undefined,
      "nobody says who bills the machines",
    );
  });

  it("counts a NAT gateway by the machines behind it, up to a fixed price", () => {
    const nat = `
---
type: gcp:compute/routerNat:RouterNat
properties: { name: nat, router: r, natIpAllocateOption: AUTO_ONLY, sourceSubnetworkIpRangesToNat: ALL_SUBNETWORKS_ALL_IP_RANGES }`;
    const title = "gateway, for each machine";
    const limits = "autoscaling: { totalMinNodeCount: 2, totalMaxNodeCount: 40 }";
    assert.match(items(CLUSTER + nat + pool(limits))[title]!, /^2\.04 2\.04 32\.12 /, "2 × 730 × 0.0014; 730 × 0.044");
    assert.match(
      items(CLUSTER + nat + pool("autoscaling: { totalMinNodeCount: 32, totalMaxNodeCount: 33 }"))[title]!,
      /^32\.70 32\.70 32\.12 /,
    );
    assert.equal(items(CLUSTER + nat)["addresses, one or more"], "3.65 3.65 3.65");
    assert.equal(items(CLUSTER + nat)["data in either direction"], "no usage");
    assert.equal(items(CLUSTER + nat, { natGiB: 100 })["data in either direction"], "4.50 4.50 4.50");
  });

  it("counts what a usage file tells, and says what depends on it", () => {
    const usage = { logsGiB: 80, interZoneGiB: 50, snapshotGiB: 10, backupGiB: 5 };
    const snapshots = `
---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotClass
metadata: { name: s }`;
    const title = "logs beyond 50 GiB";
    assert.equal(items(CLUSTER)[title], "no usage");
    assert.equal(items(CLUSTER, usage)[title], "15.00 15.00 15.00", "30 × 0.50");
    assert.equal(items(CLUSTER, { logsGiB: 20 })[title], "0.00 0.00 0.00");
    assert.equal(items(CLUSTER, usage)["traffic between zones"], "0.50 0.50 0.50");
    assert.equal(items(CLUSTER + snapshots, usage)["volume snapshots"], "0.50 0.50 0.50");
    assert.equal(items(CLUSTER, usage)["managed Prometheus"], "no price");
  });

  it("counts disks and addresses that the program makes itself, and backups that have no known price", () => {
    const found = items(`
type: gcp:compute/disk:Disk
properties: { zone: us-central1-a, type: projects/p/zones/z/diskTypes/pd-ssd, size: 10 }
---
type: gcp:compute/regionDisk:RegionDisk
properties: { region: us-central1, type: pd-balanced, size: 10 }
---
type: gcp:compute/disk:Disk
properties: { zone: us-central1-a, type: hyperdisk-balanced, size: 10 }
---
type: gcp:compute/address:Address
properties: { region: us-central1 }
---
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { location: us-central1, cluster: main }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: c }
spec: { storageClassName: premium-rwo, resources: { requests: { storage: 10Gi } } }`);
    assert.deepEqual(found, {
      "pd-ssd": "1.70 1.70 1.70",
      "pd-balanced in two zones": "2.00 2.00 2.00",
      "hyperdisk-balanced": "no price",
      address: "3.65 3.65 3.65",
      "management, for each pod": "no price",
      "backups in us-central1": "no price",
      "claim, pd-ssd": "no price",
    });
  });

  it("names the types that it leaves out, and no type that is free", () => {
    const { unpriced } = estimateOf(`
type: gcp:sql/databaseInstance:DatabaseInstance
properties: { region: us-central1 }
---
type: gcp:sql/databaseInstance:DatabaseInstance
properties: { region: us-central1 }
---
type: gcp:projects/service:Service
properties: { service: x }
---
type: gcp:compute/network:Network
properties: { name: x }
---
apiVersion: v1
kind: Service
metadata: { name: x }
spec: { type: LoadBalancer }`);
    assert.deepEqual(unpriced, [
      { type: "gcp:sql/databaseInstance:DatabaseInstance", count: 2 },
      { type: "Service of type LoadBalancer", count: 1 },
    ]);
  });

  it("says what it could not count because it is not known yet, and counts the rest", () => {
    const { doubts, total } = estimateOf(CLUSTER + pool("nodeCount: <unknown>") + SSD + set(3));
    assert.deepEqual(
      doubts.map(({ doubt, title }) => [title, doubt.message]),
      [["NodePool resource-1", "nodeCount is not known yet"]],
    );
    assert.equal(shown(total), "93.40 93.40 93.40", "73 + 20.40");
  });

  it("takes no number that cannot be", () => {
    const reasons = (yaml: string): readonly (string | undefined)[] =>
      estimateOf(yaml).doubts.map(({ doubt }) => doubt.reason);
    assert.deepEqual(reasons(CLUSTER + pool("autoscaling: { minNodeCount: -5, maxNodeCount: 2 }")), [
      "autoscaling.minNodeCount is -5, which is no number of nodes",
    ]);
    assert.deepEqual(reasons(CLUSTER + pool("nodeCount: three")), ["nodeCount is three, which is no number of nodes"]);
    assert.ok(reasons(CLUSTER + SSD + set(-4)).includes("it has -4 to -4 replicas, which cannot be"));
  });

  it("says what it does not count, and lets nothing pass for free", () => {
    const inline = CLUSTER.replace("removeDefaultNodePool: true", "nodePools: [{ name: a, nodeCount: 10 }]");
    assert.equal(items(inline)["pools within the cluster"], "no price (only pools of their own are counted)");
    assert.equal(items(inline)["e2-medium, on demand"], undefined, "no pool that is not there");
    const added = CLUSTER.replace(
      "removeDefaultNodePool",
      "clusterAutoscaling: { enabled: true }, removeDefaultNodePool",
    );
    assert.equal(items(added)["nodes that GKE adds by itself"], "no price");
    const gpus = "machineType: n1-standard-8, guestAccelerators: [{ type: nvidia-tesla-v100, count: 8 }]";
    assert.equal(items(CLUSTER + pool("nodeCount: 1", gpus))["nvidia-tesla-v100"], "no price");
    const disks = "machineType: n2-standard-8, localNvmeSsdBlockConfig: { localSsdCount: 16 }";
    assert.equal(items(CLUSTER + pool("nodeCount: 1", disks))["local SSDs"], "no price");
    assert.deepEqual(
      estimateOf(CLUSTER + pool("name: p")).doubts.map(({ doubt }) => doubt.reason),
      ["it says neither initialNodeCount nor nodeCount nor autoscaling"],
    );
    const nowhere = estimateOf(
      CLUSTER.replace(" location: us-central1,", "").replace("removeDefaultNodePool: true, ", ""),
    );
    assert.equal(nowhere.entries[0]?.items[1]?.price, undefined, "in an unknown region nothing has a price");
  });

  it("counts a pool whose workloads are not all known by its bounds, and says so", () => {
    const limits = "autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 3 }";
    const unknown = set(3).replace("replicas: 3", "replicas: <unknown>");
    const found = estimateOf(CLUSTER + pool(limits) + SSD + unknown);
    assert.equal(shown(found.total), "187.84 187.84 417.51", "73, a machine and its boot disk, or three");
    assert.ok(found.doubts.some(({ doubt }) => doubt.message === "spec.replicas is not known yet"));
    const annotated = set(3).replace("metadata: { name: db }", "metadata: { name: db, annotations: <unknown> }");
    assert.ok(estimateOf(CLUSTER + SSD + annotated).doubts.length > 0, "and never fails");
  });

  it("gives public nodes addresses, and private ones the NAT gateway", () => {
    const open = CLUSTER.replace("enablePrivateNodes: true", "enablePrivateNodes: false");
    assert.equal(items(open + pool("nodeCount: 1"))["addresses of the nodes"], "10.95 10.95 10.95", "3 × 730 × 0.005");
    const opened = pool("networkConfig: { enablePrivateNodes: false }, nodeCount: 1");
    assert.equal(items(CLUSTER + opened)["addresses of the nodes"], "10.95 10.95 10.95", "what the pool says counts");
    assert.equal(
      items(open + pool("networkConfig: { enablePrivateNodes: true }, nodeCount: 1"))["addresses of the nodes"],
      undefined,
    );
    const nat = `
---
type: gcp:compute/routerNat:RouterNat
properties: { name: nat, router: r }`;
    assert.match(items(open + nat + pool("nodeCount: 1"))["gateway, for each machine"]!, /^0\.00 /);
    assert.match(items(CLUSTER + nat + pool("nodeCount: 1"))["gateway, for each machine"]!, /^3\.07 /);
    const own = nat.replace("router: r", "router: r, natIps: [a, b]");
    assert.equal(items(CLUSTER + own)["addresses, one or more"], undefined, "they are counted where they are made");
    assert.equal(
      items(CLUSTER + nat.replace("router: r", "router: r, type: PRIVATE"))["addresses, one or more"],
      undefined,
    );
  });

  it("gives the free tier once", () => {
    assert.equal(
      shown(estimateOf(`${ZONAL}\n---${ZONAL.replace("main", "other")}`, { freeTier: true }).total),
      "73.00 73.00 73.00",
    );
  });

  it("reads boot disks where newer pools have them, and the disks that the machine takes by default", () => {
    const boot = "machineType: e2-standard-4, bootDisk: { sizeGb: 1000, diskType: pd-ssd }";
    assert.equal(items(CLUSTER + pool("nodeCount: 1", boot))["boot disks, pd-ssd"], "510.00 510.00 510.00");
    assert.equal(
      items(CLUSTER + pool("nodeCount: 1", "machineType: c4-standard-4"))["boot disks, hyperdisk-balanced"],
      "no price",
    );
    assert.equal(
      items(CLUSTER + pool("nodeCount: 1", "machineType: e2-medium"))["boot disks, pd-balanced"],
      "30.00 30.00 30.00",
    );
  });

  it("packs by memory, disks, pods on a node, and apart from themselves only", () => {
    const nodes = (workload: string, fields = "autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 9 }"): string =>
      items(CLUSTER + pool(fields) + SSD + workload)["e2-standard-4, on demand"]!.split(" ")[1]!;
    const machines = (count: number): string => (97.8366732 * count).toFixed(2);
    assert.equal(nodes(set(3).replace("memory: 1Gi", "memory: 8Gi")), machines(3));
    assert.equal(nodes(set(16, "1Gi", "10m")), machines(2), "an e2-standard-4 attaches 15 volumes");
    const few = "maxPodsPerNode: 8, autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 9 }";
    assert.equal(nodes(set(9, "1Gi", "10m"), few), machines(2));
    const apart = (app: string): string =>
      set(3, "1Gi", "10m").replace(
        "template: { spec: {",
        `template: { metadata: { labels: { app: db } }, spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: ${app} } } }] } },`,
      );
    assert.equal(nodes(apart("db")), machines(3));
    assert.equal(nodes(apart("other")), machines(1));
    const deployment = set(4)
      .replace("StatefulSet", "Deployment")
      .replace(/ {2}volumeClaimTemplates:[\s\S]*/, "");
    assert.equal(nodes(deployment), machines(2), "Deployments need nodes too");
    const limitsOnly = set(4).replace("requests: { cpu", "limits: { cpu");
    assert.equal(nodes(limitsOnly), machines(2), "a limit is the request where there is none");
  });

  it("counts disks that live as long as pods, and a claim that a set adopts once", () => {
    const ephemeral = `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache }
spec:
  replicas: 5
  template:
    spec:
      containers: [{ name: cache }]
      volumes: [{ name: scratch, ephemeral: { volumeClaimTemplate: { spec: { storageClassName: ssd, resources: { requests: { storage: 10Gi } } } } } }]`;
    assert.equal(items(CLUSTER + SSD + ephemeral)["claims scratch, pd-ssd in two zones"], "17.00 17.00 17.00");
    const adopted = `
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data-db-0 }
spec: { storageClassName: ssd, resources: { requests: { storage: 20Gi } } }`;
    assert.equal(shown(estimateOf(CLUSTER + SSD + set(1) + adopted).total), "79.80 79.80 79.80", "73 + 6.80");
    const deleted = set(1).replace(
      "  replicas",
      "  persistentVolumeClaimRetentionPolicy: { whenScaled: Delete }\n  replicas",
    );
    assert.equal(estimateOf(CLUSTER + SSD + deleted).pods[0]?.idleClaims?.toFixed(), "0");
  });

  it("believes a usage file beyond the bounds of the program", () => {
    const limits = "autoscaling: { totalMinNodeCount: 2, totalMaxNodeCount: 3 }";
    const machines = (nodes: number): string =>
      items(CLUSTER + pool(limits), { nodes: { "resource-1": nodes } })["e2-standard-4, on demand"]!;
    assert.equal(machines(1), "97.84 97.84 293.51");
    assert.equal(machines(5), "195.67 489.18 489.18");
    const title = "claims data, pd-ssd in two zones";
    assert.equal(items(CLUSTER + SSD + set(3), { pods: { db: 5 } })[title], "20.40 34.00 34.00");
    assert.equal(items(CLUSTER + SSD + set(3), { pods: { db: 1 } })[title], "6.80 6.80 20.40");
  });

  it("takes preemptible machines for Spot ones, and the zones and the region of the cluster where a pool has none", () => {
    const preemptible = "machineType: e2-standard-4, preemptible: true, diskType: pd-ssd";
    assert.equal(items(CLUSTER + pool("nodeCount: 1", preemptible))["e2-standard-4, Spot"], "176.13 176.13 176.13");
    const placeless = pool("nodeCount: 1").replace(" location: us-central1,", "");
    assert.equal(items(CLUSTER + placeless)["e2-standard-4, on demand"], "293.51 293.51 293.51");
    const twoZones = CLUSTER.replace(
      "location: us-central1",
      "location: us-central1, nodeLocations: [us-central1-a, us-central1-b]",
    );
    assert.equal(items(twoZones + placeless)["e2-standard-4, on demand"], "195.67 195.67 195.67");
    const zonal = ZONAL.replace("removeDefaultNodePool: true, ", "").replace(
      "location: us-central1-a",
      "location: us-central1-a, nodeLocations: [us-central1-a, us-central1-b]",
    );
    assert.equal(items(zonal)["e2-medium, on demand"], "48.92 48.92 48.92", "its own zone counts once");
  });

  it("puts the pool that a cluster comes with behind its gateway too, and gives Autopilot the free tier", () => {
    const nat = `
---
type: gcp:compute/routerNat:RouterNat
properties: { name: nat, router: r }`;
    const own = CLUSTER.replace("removeDefaultNodePool: true, ", "");
    assert.match(items(own + nat)["gateway, for each machine"]!, /^3\.07 3\.07 3\.07 /, "3 × 730 × 0.0014");
    const autopilot = CLUSTER.replace("removeDefaultNodePool: true, initialNodeCount: 1", "enableAutopilot: true");
    assert.equal(shown(estimateOf(autopilot, { freeTier: true }).total), "0.00 0.00 0.00");
  });

  it("takes the region of a claim from the zones of its class where no cluster says it", () => {
    const zones =
      "allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [us-central1-a] }] }]";
    assert.equal(
      items(`${SSD.replace("---", "")}\n${zones}${set(3)}`)["claims data, pd-ssd in two zones"],
      "20.40 20.40 20.40",
    );
  });

  it("shows the performance of Hyperdisks by quantity, as no price is in the table", () => {
    const fast = `
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: ssd }
provisioner: pd.csi.storage.gke.io
parameters: { type: hyperdisk-balanced, provisioned-iops-on-create: "6000", provisioned-throughput-on-create: 300Mi }`;
    const found = estimateOf(CLUSTER + fast + set(3)).entries.flatMap(({ items: all }) => all);
    assert.deepEqual(
      found
        .filter(({ title }) => title.startsWith("provisioned"))
        .map(({ price, quantity, title, unit }) => [title, unit, quantity?.expected.toNumber(), price]),
      [
        ["provisioned IOPS of claims data beyond 3000 each", "IOPS", 9000, undefined],
        ["provisioned throughput of claims data beyond 140 each", "MiB/s", 480, undefined],
      ],
    );
  });

  it("counts neither topics, tags nor who may read a secret among what nobody knows the price of", () => {
    const free = [
      "pubsub/topic:Topic",
      "tags/locationTagBinding:LocationTagBinding",
      "secretmanager/secretIamMember:SecretIamMember",
    ];
    const resources = [...free, "secretmanager/secret:Secret"].map(
      (type) => `---\ntype: gcp:${type}\nproperties: { name: x }`,
    );
    const { unpriced } = estimateOf(resources.join("\n"));
    assert.deepEqual(unpriced, [{ type: "gcp:secretmanager/secret:Secret", count: 1 }]);
  });
});
