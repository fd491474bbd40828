import assert from "node:assert/strict";
import { fromStack } from "../../../policy/graph/from-pulumi";
import { ObjectGraph } from "../../../policy/graph/graph";
import { poolsFor } from "../../../policy/graph/nodes";
import { asResource, documentsOf } from "../../support/rules";

/** Whether pods with tolerations may run on a pool with a taint. */
function isLetIn(tolerations: string, effect = "NO_SCHEDULE"): boolean {
  const documents = documentsOf(`
type: gcp:container/nodePool:NodePool
properties: { name: db, nodeConfig: { taints: [{ key: role, value: db, effect: ${effect} }] } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { tolerations: [${tolerations}] } } }`);
  const graph = new ObjectGraph(fromStack(documents.map(asResource)));
  return poolsFor(graph.all("StatefulSet")[0]!, graph).length > 0;
}

/** Source: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
describe("taints and tolerations of the graph", () => {
  for (const [tolerations, letIn] of [
    ["", false],
    ["{ operator: Exists }", true],
    ["{ operator: Exists, effect: NoSchedule }", true],
    ["{ operator: Exists, effect: NoExecute }", false],
    ["{ key: role, operator: Exists }", true],
    ["{ key: other, operator: Exists }", false],
    ["{ key: role, value: db }", true],
    ["{ key: role, operator: Equal, value: web }", false],
    ["{ key: other, value: db }, { key: role, value: db, effect: NoSchedule }", true],
  ] as const) {
    it(`[${tolerations}] ${letIn ? "lets pods in" : "keeps pods out"}`, () => {
      assert.equal(isLetIn(tolerations), letIn);
    });
  }

  it("a preference keeps nobody out", () => {
    assert.equal(isLetIn("", "PREFER_NO_SCHEDULE"), true);
  });
});

/** Whether pods may run on a pool, by what each says of GKE Sandbox. */
function isInSandbox(pool: string, pods: string): boolean {
  const documents = documentsOf(`
type: gcp:container/nodePool:NodePool
properties: { name: db, nodeConfig: { ${pool} } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { ${pods} } } }`);
  const graph = new ObjectGraph(fromStack(documents.map(asResource)));
  return poolsFor(graph.all("StatefulSet")[0]!, graph).length > 0;
}

/** Source: https://cloud.google.com/kubernetes-engine/docs/how-to/sandbox-pods */
describe("GKE Sandbox", () => {
  const sandbox = "sandboxConfig: { type: GVISOR }";
  const toleration = "tolerations: [{ key: sandbox.gke.io/runtime, value: gvisor, effect: NoSchedule }]";
  for (const [name, pool, pods, expected] of [
    ["takes pods of its class", sandbox, "runtimeClassName: gvisor", true],
    ["keeps other pods out, though the pool says no taint", sandbox, "", false],
    ["takes other pods that tolerate its taint", sandbox, toleration, true],
    ["is the only place for pods of its class", "", "runtimeClassName: gvisor", false],
    ["is nothing to pods of another class", "", "runtimeClassName: kata", true],
  ] as const) {
    it(name, () => {
      assert.equal(isInSandbox(pool, pods), expected);
    });
  }
});
