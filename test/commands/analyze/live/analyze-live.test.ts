import assert from "node:assert/strict";
import { createServer } from "node:http";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { analyzeLive } from "../../../../commands/analyze/live/analyze-live";
import { textOf } from "../../../../commands/analyze/formats/text";
import { statefulSet } from "../../../support/analysis";
import { folderWith } from "../../../support/files";
import { documentsOf, TODAY } from "../../../support/rules";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";

type Json = Record<string, unknown>;

const set = documentsOf(
  statefulSet(
    "db",
    "          volumeMounts: [{ name: data, mountPath: /data }]\n  volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } } }]\n",
  ),
)[0] as Json;
set["metadata"] = { ...(set["metadata"] as Json), namespace: "data", managedFields: [{}] };
const claim = (name: string): Json => ({
  metadata: { name, namespace: "data" },
  spec: {
    accessModes: ["ReadWriteOnce"],
    volumeName: `pv-${name}`,
    storageClassName: "fast",
    resources: { requests: { storage: "10Gi" } },
  },
  status: { phase: "Bound", capacity: { storage: "10Gi" } },
});
const volume: Json = {
  metadata: { name: "pv-data-db-0" },
  spec: {
    persistentVolumeReclaimPolicy: "Delete",
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: "topology.gke.io/zone", operator: "In", values: ["europe-west1-b"] }] },
        ],
      },
    },
  },
};
const pod: Json = {
  metadata: {
    name: "db-0",
    namespace: "data",
    ownerReferences: [{ apiVersion: "apps/v1", kind: "StatefulSet", name: "db", uid: "u" }],
  },
  spec: { nodeName: "node-1", containers: [] },
};

/** What the fake API server has, by path. */
const LISTS: Record<string, Json[]> = {
  "/apis/apps/v1/statefulsets": [set],
  "/apis/apps/v1/deployments": [{ metadata: { name: "dns", namespace: "kube-system" }, spec: { replicas: 2 } }],
  "/api/v1/persistentvolumeclaims": [claim("data-db-0"), claim("data-db-1"), claim("loose")],
  "/api/v1/persistentvolumes": [volume],
  "/api/v1/pods": [pod],
};
const PAGE = 2;

describe("analyzeLive", () => {
  const asked: string[] = [];
  let server: Server;
  let kubeconfig: string | undefined;

  before(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url!, "http://x");
      asked.push(`${request.method!} ${url.pathname}`);
      const send = (status: number, body: unknown): void => void response.writeHead(status).end(JSON.stringify(body));
      if (url.pathname === "/apis/networking.k8s.io/v1/networkpolicies") {
        send(403, {});
      } else if (url.pathname.endsWith("/proxy/stats/summary")) {
        send(200, {
          pods: [
            {
              volume: [{ name: "tmp" }, { pvcRef: { name: "data-db-0", namespace: "data" }, usedBytes: 8 * 1024 ** 3 }],
            },
          ],
        });
      } else if (LISTS[url.pathname] === undefined) {
        send(url.pathname.includes("velero") ? 404 : 200, { items: [] });
      } else {
        const from = Number(url.searchParams.get("continue") ?? 0);
        const all = LISTS[url.pathname]!;
        send(200, {
          metadata: { continue: from + PAGE < all.length ? String(from + PAGE) : "" },
          items: all.slice(from, from + PAGE),
        });
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const folder = folderWith({});
    const file = join(folder, "kubeconfig");
    const { port } = server.address() as AddressInfo;
    writeFileSync(
      file,
      `apiVersion: v1\nkind: Config\ncurrent-context: here\nclusters: [{ name: c, cluster: { server: "http://127.0.0.1:${String(port)}", insecure-skip-tls-verify: true } }]\ncontexts: [{ name: here, context: { cluster: c, user: u } }]\nusers: [{ name: u, user: {} }]\n`,
    );
    kubeconfig = process.env["KUBECONFIG"];
    process.env["KUBECONFIG"] = file;
  });
  after(() => {
    server.close();
    if (kubeconfig === undefined) {
      delete process.env["KUBECONFIG"];
    } else {
      process.env["KUBECONFIG"] = kubeconfig;
    }
  });

  it("judges what is listed, page by page, and tells what only a cluster knows", async () => {
    const report = await analyzeLive({ today: TODAY });
    const backups = report.findings.filter(({ rule }) => rule.id === "no-backup").map(({ object }) => object!.title);
    assert.deepEqual(
      backups,
      ["PersistentVolumeClaim data/loose", "StatefulSet data/db"],
      "claims of templates are judged with their set",
    );
    assert.ok(!report.findings.some(({ object }) => object?.namespace === "kube-system"));
    assert.deepEqual(
      report.findings.find(({ rule }) => rule.id === "no-backup")!.location.file,
      "here:PersistentVolumeClaim/data/loose",
    );
    const text = textOf(report, { colour: false });
    assert.match(text, /Cluster: context here, read only\./);
    assert.match(text, /Not seen, because listing is not allowed: NetworkPolicy\./);
    assert.match(text, /claim data\/data-db-0: Bound, 10Gi, 8Gi used \(80 %\), class fast in europe-west1-b, Delete/);
    assert.equal(report.readiness!.workloads.length, 1);
  });

  it("wants a restore drill of what is backed up, that passed within 30 days", async () => {
    const own = set["metadata"] as Json;
    const untested = async (records: readonly Json[]): Promise<readonly string[]> => {
      LISTS["/apis/apps/v1/statefulsets"] = [
        { ...set, metadata: { ...own, annotations: { "gke-stateful/backup": "pgBackRest to a bucket" } } },
      ];
      LISTS["/api/v1/configmaps"] = [...records];
      const { findings } = await analyzeLive({ today: TODAY });
      return findings.filter(({ rule }) => rule.id === "restore-untested").map(({ message }) => message);
    };
    const record = (daysAgo: number, result = "passed", namespace = "data"): Json => ({
      metadata: { name: "r", namespace, labels: { "gke-stateful/set": "db" } },
      data: { time: new Date(Date.parse(TODAY) - daysAgo * 86_400_000).toISOString(), result },
    });
    assert.match((await untested([])).join(), /has no restore drill on record/);
    assert.match((await untested([record(1, "passed", "other")])).join(), /has no restore drill on record/);
    assert.match((await untested([record(1, "failed")])).join(), /failed its last restore drill/);
    assert.match((await untested([record(30)])).join(), /must be within 30 days/);
    assert.deepEqual(await untested([record(29)]), []);
    assert.deepEqual(await untested([record(0)]), []);
    LISTS["/apis/apps/v1/statefulsets"] = [set];
  });

  it("sends nothing but GET", () => {
    assert.ok(asked.length > 20);
    assert.ok(asked.every((one) => one.startsWith("GET ")));
  });

  it("asks for one namespace where one is named", async () => {
    asked.length = 0;
    await analyzeLive({ today: TODAY, namespaces: ["data"] });
    assert.ok(asked.includes("GET /apis/apps/v1/namespaces/data/statefulsets"));
    assert.ok(!asked.includes("GET /apis/apps/v1/statefulsets"));
  });

  it("says which contexts there are, and that a cluster does not answer", async () => {
    await assert.rejects(analyzeLive({ context: "there" }), /The kubeconfig has no context "there"; it has here\./);
    server.close();
    server.closeAllConnections();
    await assert.rejects(
      analyzeLive({}),
      /The cluster of context here \(http:\/\/127\.0\.0\.1:\d+\) cannot be reached: ECONNREFUSED/,
    );
  });
});
