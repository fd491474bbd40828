import assert from "node:assert/strict";
import { isClaimOf, isPodOf, workloadsOf } from "../../../../commands/rehearse/stack/workloads";
import type { Manifest } from "../../../../commands/plan/engine/manifests";

const manifest = (object: Manifest["object"]): Manifest => ({
  file: "0000.yaml",
  name: "any",
  object,
  ignored: [],
  unknowns: [],
});
const set = (name: string, replicas = 3): Manifest =>
  manifest({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, namespace: "shop" },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name, tier: "data" } } },
      volumeClaimTemplates: [{ metadata: { name: "data" } }],
    },
  });
const budget = (name: string, rule: object, namespace = "shop"): Manifest =>
  manifest({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "any-name", namespace },
    spec: { selector: { matchLabels: { app: name } }, ...rule },
  });

describe("the workloads of a rehearsal", () => {
  for (const [rule, least] of [
    [{ maxUnavailable: 1 }, 2],
    [{ maxUnavailable: "50%" }, 1],
    [{ minAvailable: 3 }, 3],
    [{ minAvailable: "60%" }, 2],
  ] as const) {
    it(`need what a budget of ${JSON.stringify(rule)} keeps of three pods`, () => {
      assert.equal(workloadsOf([set("db"), budget("db", rule)])[0]?.least, least);
    });
  }

  for (const [selector, selected] of [
    [{}, true],
    [{ matchLabels: { app: "db" } }, true],
    [{ matchLabels: { app: "web" } }, false],
    [{ matchExpressions: [{ key: "app", operator: "In", values: ["db", "web"] }] }, true],
    [{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["db"] }] }, false],
    [{ matchExpressions: [{ key: "zone", operator: "NotIn", values: ["a"] }] }, true],
    [{ matchExpressions: [{ key: "tier", operator: "Exists" }] }, true],
    [{ matchExpressions: [{ key: "tier", operator: "DoesNotExist" }] }, false],
    [{ matchLabels: { app: "db" }, matchExpressions: [{ key: "zone", operator: "Exists" }] }, false],
  ] as const) {
    it(`${selected ? "are" : "are not"} kept by a budget that selects ${JSON.stringify(selector)}`, () => {
      const workload = workloadsOf([set("db"), budget("db", { minAvailable: 3, selector })])[0];
      assert.equal(workload?.least, selected ? 3 : 2);
    });
  }

  it("are moved by the Stateful HA operator where an object of their name and namespace says so", () => {
    const moved = (name: string, namespace: string, policy: Manifest["object"] = {}): Manifest =>
      manifest({
        apiVersion: "ha.gke.io/v1",
        kind: "HighAvailabilityApplication",
        metadata: { name, namespace },
        spec: { policy },
      });
    const seconds = (object: Manifest): number | undefined => workloadsOf([set("db"), object])[0]?.failoverSeconds;
    const settings = { failoverSettings: { afterNodeUnreachable: { afterNodeUnreachableSeconds: 60 } } };
    assert.equal(seconds(moved("db", "shop", settings)), 60);
    assert.equal(seconds(moved("db", "shop")), 0, "the operator's own default");
    assert.equal(seconds(moved("db", "elsewhere", settings)), undefined);
    assert.equal(seconds(moved("web", "shop", settings)), undefined);
  });

  it("need all but one pod without a budget of their own", () => {
    const others = [budget("queue", { minAvailable: 3 }), budget("db", { minAvailable: 3 }, "elsewhere")];
    assert.equal(workloadsOf([set("db"), ...others])[0]?.least, 2);
    assert.equal(workloadsOf([set("db", 1)])[0]?.least, 1);
  });

  it("always need one pod, and what the strictest budget keeps", () => {
    assert.equal(workloadsOf([set("db", 1), budget("db", { maxUnavailable: 1 })])[0]?.least, 1);
    assert.equal(workloadsOf([set("db", 0)])[0]?.least, 0);
    const two = [budget("db", { maxUnavailable: 2 }), budget("db", { maxUnavailable: 1 })];
    assert.equal(workloadsOf([set("db"), ...two])[0]?.least, 2);
  });

  it("are all of a stack, or those of some names", () => {
    const all = [set("db"), set("queue")];
    assert.deepEqual(
      workloadsOf(all).map(({ name }) => name),
      ["db", "queue"],
    );
    assert.deepEqual(
      workloadsOf(all, ["queue"]).map(({ name }) => name),
      ["queue"],
    );
    assert.throws(() => workloadsOf(all, ["cache"]), /^UserError: The stack has no workload cache; it has db, queue\./);
    assert.throws(() => workloadsOf([]), /^UserError: The stack has no StatefulSet/);
  });

  it("know their claims and pods from those of others", () => {
    const [workload] = workloadsOf([set("db")]);
    assert.ok(workload);
    assert.deepEqual(
      ["data-db-0", "data-db-12", "data-db-backup-0", "data-db-", "logs-db-0"].map((name) => isClaimOf(workload, name)),
      [true, true, false, false, false],
    );
    const pod = (namespace: string, app: string): boolean =>
      isPodOf(workload, { apiVersion: "v1", kind: "Pod", metadata: { name: "x", namespace, labels: { app } } });
    assert.deepEqual([pod("shop", "db"), pod("shop", "queue"), pod("other", "db")], [true, false, false]);
  });
});
