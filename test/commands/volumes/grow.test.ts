import assert from "node:assert/strict";
import { startServer } from "../../support/api-server";
import { runBeside } from "../../support/cli";
import type { Answers, AnsweringServer } from "../../support/api-server";

const resources = (...kinds: readonly (readonly [name: string, kind: string])[]): { body: unknown } => ({
  body: { resources: kinds.map(([name, kind]) => ({ name, kind, namespaced: kind !== "StorageClass" })) },
});
const list = (...items: readonly object[]): { body: unknown } => ({ body: { metadata: {}, items } });

const claim = (ordinal: number, requested: string, phase = "Bound"): object => ({
  metadata: { name: `data-db-${String(ordinal)}`, namespace: "shop", resourceVersion: "1" },
  spec: { storageClassName: "fast", resources: { requests: { storage: requested } } },
  status: { phase, ...(phase === "Bound" && { capacity: { storage: requested } }) },
});

const set = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "db", namespace: "shop" },
  spec: {
    volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { resources: { requests: { storage: "30Gi" } } } }],
  },
};

/** A cluster with a set and claims of some sizes. */
const cluster = (claims: readonly object[], { expands = true } = {}): Answers => ({
  "GET /api/v1": resources(
    ["persistentvolumeclaims", "PersistentVolumeClaim"],
    ["resourcequotas", "ResourceQuota"],
    ["pods", "Pod"],
  ),
  "GET /apis/apps/v1": resources(["statefulsets", "StatefulSet"]),
  "GET /apis/storage.k8s.io/v1": resources(["storageclasses", "StorageClass"]),
  "GET /apis/apps/v1/namespaces/shop/statefulsets/db": { body: set },
  "GET /apis/apps/v1/namespaces/shop/statefulsets": list(set),
  "GET /apis/apps/v1/namespaces/shop/statefulsets/bare": { body: { ...set, metadata: { name: "bare" }, spec: {} } },
  "GET /api/v1/namespaces/shop/persistentvolumeclaims": list(...claims),
  "GET /api/v1/namespaces/shop/resourcequotas": list(),
  "GET /apis/storage.k8s.io/v1/storageclasses/fast": { body: { allowVolumeExpansion: expands } },
});

describe("volumes grow", function () {
  this.timeout(60_000);
  let server: AnsweringServer;
  const run = (...args: readonly string[]): ReturnType<typeof runBeside> =>
    runBeside(["volumes", "grow", ...args], { env: { KUBECONFIG: server.kubeconfig } });

  before(async () => {
    server = await startServer({
      smaller: cluster([claim(0, "20Gi"), claim(1, "40Gi"), claim(2, "20Gi", "Pending"), claim(10, "20Gi")]),
      grown: cluster([claim(0, "30Gi")]),
      fixed: cluster([claim(0, "20Gi")], { expands: false }),
      empty: {},
    });
  });
  after(() => {
    server.stop();
  });

  it("shows what would grow, and only reads", async () => {
    const { status, stdout } = await run("db", "-n", "shop");
    assert.equal(status, 0);
    assert.equal(
      stdout,
      [
        "StatefulSet shop/db in context smaller:",
        "  data-db-0: grows from 20Gi to 30Gi",
        "  data-db-10: grows from 20Gi to 30Gi",
        "  data-db-1: larger already, stays",
        "  data-db-2: has no disk yet, and cannot grow before a pod has used it",
        "Nothing was changed. --apply does it.",
        "",
      ].join("\n"),
    );
    assert.deepEqual(
      server.requests.filter((request) => !request.startsWith("GET ")),
      [],
    );
  });

  it("has nothing to do where every claim is as large as it should be", async () => {
    const { status, stdout } = await run("db", "-n", "shop", "--context", "grown", "--apply");
    assert.equal(status, 0);
    assert.equal(stdout, "StatefulSet shop/db in context grown: every claim is as large as its template says.\n");
  });

  it("changes nothing where the class forbids it, and ends with 1", async () => {
    const { status, stdout } = await run("db", "-n", "shop", "--context", "fixed", "--apply");
    assert.equal(status, 1);
    assert.match(stdout, /Nothing can grow: Storage class fast of the claims data-db-0 does not let disks grow\. Set/);
    assert.deepEqual(
      server.requests.filter((request) => !request.startsWith("GET ")),
      [],
    );
  });

  for (const [what, args, message] of [
    [
      "a set that is not there",
      ["queue", "-n", "shop"],
      /^Namespace shop of context smaller has no StatefulSet queue; it has db\./,
    ],
    ["a set without claims", ["bare", "-n", "shop"], /^StatefulSet shop\/bare has no volumeClaimTemplates/],
    [
      "a context that is not there",
      ["db", "--context", "none"],
      /^The kubeconfig has no context "none"; it has smaller,/,
    ],
    [
      "a kubeconfig that is not there",
      ["db", "--kubeconfig", "/no/such/file"],
      /^The kubeconfig cannot be read: ENOENT/,
    ],
    ["a time that is none", ["db", "--timeout", "soon"], /^--timeout is "soon": must be a whole number of seconds/],
    ["a cluster that is none", ["db", "--context", "empty"], /^The API server knows no StatefulSet of apps\/v1\./],
    ["no set", [], /missing required argument 'set'/],
  ] as const) {
    it(`refuses ${what} with 2, without a stack trace`, async () => {
      const { status, stderr } = await run(...args);
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /^ +at /m);
    });
  }
});
