import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { startServer } from "../support/api-server";
import { SmallEngine } from "../support/engine";
import { planWith } from "../support/stacks";
import type { Answers, AnsweringServer } from "../support/api-server";

describe("a cluster of a kubeconfig", () => {
  it("gets the Kubernetes half and nothing else", async () => {
    const types = new Set(
      (await planWith("local")).resources.filter(({ custom }) => custom).map(({ type }) => type.split(":")[0]),
    );
    assert.deepEqual([...types].toSorted(), ["kubernetes", "pulumi"]);
  });

  it("has no outputs of Google Cloud", async () => {
    assert.deepEqual((await planWith("local")).outputs, { namespace: "stateful", workloads: ["terminal-pods"] });
  });
});

const KINDS = [
  { name: "namespaces", kind: "Namespace", namespaced: false },
  { name: "pods", kind: "Pod", namespaced: true },
  { name: "persistentvolumeclaims", kind: "PersistentVolumeClaim", namespaced: true },
];

/** A cluster by the UID of its namespace kube-system. */
const cluster = (uid: string): Answers => ({
  "GET /api/v1": { body: { resources: KINDS } },
  "GET /apis/apps/v1": { body: { resources: [{ name: "statefulsets", kind: "StatefulSet", namespaced: true }] } },
  "GET /api/v1/namespaces/kube-system": { body: { metadata: { name: "kube-system", uid } } },
});

describe("a stack on a cluster of a kubeconfig, on an engine that keeps a state", function () {
  this.timeout(60_000);
  let server: AnsweringServer;
  let engine: SmallEngine;

  before(async () => {
    server = await startServer({
      one: cluster("uid-one"),
      "one-renamed": cluster("uid-one"),
      two: cluster("uid-two"),
      forbidden: { ...cluster(""), "GET /api/v1/namespaces/kube-system": { status: 403, body: {} } },
      unauthorized: { "GET /api/v1/namespaces/kube-system": { status: 401, body: {} } },
    });
    engine = new SmallEngine("local", { KUBECONFIG: server.kubeconfig });
    assert.deepEqual((await engine.up()).errors, []);
  });
  after(() => {
    server.stop();
  });

  it("replaces nothing when a context is named, or its name changes", async () => {
    for (const context of ["one", "one-renamed"]) {
      const { errors, steps } = await engine.copy().up({ kubeconfig: { context } });
      assert.deepEqual(errors, []);
      assert.deepEqual(steps, ["update kubernetes cluster"]);
    }
  });

  it("refuses another cluster, and moves to it when the configuration names it", async () => {
    for (const mode of ["preview", "up"] as const) {
      const { deleted, errors } = await engine.copy()[mode]({ kubeconfig: { context: "two" } });
      assert.match(errors.join(), /leave the cluster uid-one for uid-two/);
      assert.deepEqual(deleted, []);
    }
    const moved = await engine.copy().preview({ kubeconfig: { context: "two", clusterId: "uid-two" } });
    assert.deepEqual(moved.errors, []);
  });

  for (const [what, kubeconfig, message] of [
    [
      "a context that is not there",
      { context: "three" },
      /kubeconfig does not lead to a cluster: The kubeconfig has no context "three"; it has one, one-renamed, two/,
    ],
    ["a kubeconfig that is not there", { path: "/no/such/file" }, /The kubeconfig cannot be read: ENOENT/],
    ["a cluster that does not know the caller", { context: "unauthorized" }, /answered 401.*Log in again/],
    ["another cluster than the one that is named", { clusterId: "uid-two" }, /clusterId is "uid-two".*is uid-one/],
    [
      "a cluster that may not be asked, where none is named",
      { context: "forbidden" },
      /clusterId is not set: must be, where/,
    ],
  ] as const) {
    it(`refuses ${what} in the preview, without a stack trace`, async () => {
      const { errors, steps } = await engine.preview({ kubeconfig });
      assert.match(errors.join("\n"), message);
      assert.doesNotMatch(errors.join("\n"), /^ +at /m);
      assert.deepEqual(steps, []);
    });
  }

  it("refuses a cluster that does not answer", async () => {
    const gone = await startServer({ gone: {} });
    const kubeconfig = readFileSync(gone.kubeconfig, "utf8");
    gone.stop();
    const { errors } = await engine.copy().preview({ kubeconfig: { path: kubeconfig } });
    assert.match(errors.join(), /The cluster of context gone .* cannot be reached: ECONNREFUSED/);
  });

  it("takes the UID that the configuration names where the caller may not read it, so that no mark is lost", async () => {
    const kubeconfig = { context: "forbidden", clusterId: "uid-one" };
    assert.deepEqual((await engine.copy().preview({ kubeconfig })).errors, []);
    const elsewhere = await engine.copy().preview({ kubeconfig: { context: "forbidden", clusterId: "uid-two" } });
    assert.deepEqual(elsewhere.errors, [], "a move that is asked for");
  });

  it("lets a stack go whose cluster is gone", async () => {
    const copy = new SmallEngine("local", { KUBECONFIG: "/no/such/file", PULUMI_K8S_DELETE_UNREACHABLE: "true" });
    engine.state.forEach((stored, urn) => copy.state.set(urn, stored));
    const { errors } = await copy.destroy({ deletionProtection: false });
    assert.deepEqual(errors, []);
  });
});
