import assert from "node:assert/strict";
import { at, only, planWith } from "../support/stacks";
import type { Changes, StackName } from "../support/stacks";
import type { PlanValue } from "../../commands/plan/engine/plan";

const pod = async (stack: StackName, changes: Changes = {}): Promise<PlanValue | undefined> =>
  at(only(await planWith(stack, changes), "StatefulSet").inputs, "spec.template.spec");

describe("podTemplate", () => {
  it("fits the restricted Pod Security Standard", async () => {
    assert.deepEqual(at(await pod("prod"), "securityContext"), {
      fsGroup: 1000,
      fsGroupChangePolicy: "OnRootMismatch",
      runAsGroup: 1000,
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    });
  });

  it("takes annotations and the Secrets that open registries", async () => {
    const set = only(
      await planWith("dev", {
        "@.podAnnotations": { "example.com/scrape": "true" },
        "@.imagePullSecrets": ["registry"],
      }),
      "StatefulSet",
    ).inputs;
    assert.deepEqual(at(set, "spec.template.metadata.annotations"), { "example.com/scrape": "true" });
    assert.deepEqual(at(set, "spec.template.spec.imagePullSecrets"), [{ name: "registry" }]);
    assert.equal(at(await pod("dev"), "imagePullSecrets"), undefined);
  });

  it("spreads pods over zones strictly and gives each a node, and counts no place that is lost", async () => {
    assert.deepEqual(at(await pod("prod"), "topologySpreadConstraints"), [
      {
        labelSelector: { matchLabels: { app: "terminal" } },
        maxSkew: 1,
        nodeTaintsPolicy: "Honor",
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "DoNotSchedule",
      },
      {
        labelSelector: { matchLabels: { app: "terminal" } },
        maxSkew: 1,
        minDomains: 3,
        nodeTaintsPolicy: "Honor",
        topologyKey: "kubernetes.io/hostname",
        whenUnsatisfiable: "DoNotSchedule",
      },
    ]);
  });

  it("asks for no fewest nodes where pods may share one: the API server takes that with DoNotSchedule only", async () => {
    for (const template of [await pod("dev"), await pod("prod", { "@.spread": { host: "ScheduleAnyway" } })]) {
      const constraint = (at(template, "topologySpreadConstraints") as readonly PlanValue[]).at(-1)!;
      assert.equal(at(constraint, "whenUnsatisfiable"), "ScheduleAnyway");
      assert.equal(at(constraint, "minDomains"), undefined);
    }
  });

  it("does not spread over zones where there is one, or none is known", async () => {
    for (const stack of ["dev", "local"] as const) {
      const constraints = at(await pod(stack), "topologySpreadConstraints") as readonly PlanValue[];
      assert.deepEqual(
        constraints.map((constraint) => at(constraint, "topologyKey")),
        ["kubernetes.io/hostname"],
      );
    }
  });

  it("does not spread at all when told so", async () => {
    assert.equal(
      at(await pod("prod", { "@.spread": { zone: "Off", host: "Off" } }), "topologySpreadConstraints"),
      undefined,
    );
  });

  it("goes to stateful nodes, to a pool by name, or anywhere on a cluster that exists", async () => {
    assert.deepEqual(at(await pod("prod"), "nodeSelector"), { "gke-stateful/stateful": "true" });
    assert.deepEqual(at(await pod("prod", { "@.pool": "stateful" }), "nodeSelector"), {
      "gke-stateful/pool": "stateful",
    });
    assert.deepEqual(at(await pod("prod"), "tolerations"), [
      { effect: "NoSchedule", key: "gke-stateful/stateful", operator: "Equal", value: "true" },
    ]);
    assert.equal(at(await pod("local"), "nodeSelector"), undefined);
    assert.equal(at(await pod("local"), "tolerations"), undefined);
  });

  it("adds what the configuration adds", async () => {
    const spec = await pod("local", {
      "@.nodeSelector": { disk: "fast" },
      "@.tolerations": [{ key: "spot", operator: "Exists" }],
      "@.affinity": { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] } },
      "@.priorityClassName": "mine",
      "@.terminationGracePeriodSeconds": 90,
    });
    assert.deepEqual(at(spec, "nodeSelector"), { disk: "fast" });
    assert.deepEqual(at(spec, "tolerations"), [{ key: "spot", operator: "Exists" }]);
    assert.deepEqual(at(spec, "affinity"), { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] } });
    assert.equal(at(spec, "priorityClassName"), "mine");
    assert.equal(at(spec, "terminationGracePeriodSeconds"), 90);
  });
});
