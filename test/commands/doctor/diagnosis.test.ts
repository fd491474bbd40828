import assert from "node:assert/strict";
import { Case } from "../../../commands/doctor/case/case";
import { diagnose, flat } from "../../../commands/doctor/diagnosis";
import {
  ago,
  claim,
  condition,
  cordoned,
  event,
  node,
  pending,
  pod,
  service,
  set,
  starting,
  unready,
  wellBut,
  without,
} from "../../support/doctor";
import type { ApiObject } from "../../../cluster/api-object";
import type { Ranked } from "../../../commands/doctor/diagnosis";
import type { CaseData, Selection } from "../../../commands/doctor/case/case";

/** Findings as a tree of lines. */
function tree(findings: readonly Ranked[], depth = 0): readonly string[] {
  return findings.flatMap(({ cause, explains, indicator, severity, subject }) => [
    `${"  ".repeat(depth)}${severity} ${indicator} (${cause}) ${subject}`,
    ...tree(explains, depth + 1),
  ]);
}

const diagnosed = (data: CaseData, selection?: Selection): readonly string[] =>
  tree(diagnose(new Case(data, selection)).findings);

describe("a diagnosis", () => {
  it("finds nothing where nothing is wrong", () => {
    const { findings, pods, sets } = diagnose(new Case(wellBut()));
    assert.deepEqual({ findings, pods, sets }, { findings: [], pods: 2, sets: 1 });
  });

  it("puts what a lost node explains below it", () => {
    const lost = node(1, { status: { conditions: [condition("Ready", "Unknown", 20)] } });
    const stuck = pod(1, { metadata: { deletionTimestamp: ago(10) } });
    assert.deepEqual(diagnosed(wellBut(lost, stuck)), [
      "high node-lost (not-heard) Node/n1",
      "  high pod-not-ready (node-does-not-answer) Pod/shop/db-1",
    ]);
  });

  it("puts a pod below the claim that it waits for, and an update below the pod", () => {
    const waits = claim(1, {
      metadata: { creationTimestamp: ago(30) },
      spec: { volumeName: undefined },
      status: { phase: "Pending" },
    });
    const data = wellBut(
      set({ status: { updateRevision: "r2" } }),
      without(
        wellBut(pending(1, 30, "pod has unbound immediate PersistentVolumeClaims")),
        "StatefulSet db",
      ).objects.find(({ metadata }) => metadata.name === "db-1")!,
      waits,
      event(waits, 1, "ProvisioningFailed", "QUOTA_EXCEEDED"),
    );
    assert.deepEqual(diagnosed(data), [
      "high disk-not-made (quota) PersistentVolumeClaim/shop/data-db-1",
      "  high pod-pending (claim-unbound) Pod/shop/db-1",
      "    high rollout-stuck (old-pod-not-ready) StatefulSet/shop/db",
    ]);
  });

  it("names two faults that have nothing to do with each other, the worse one first", () => {
    const data = without(
      wellBut(claim(1, { status: { phase: "Lost" } }), unready(0, 20)),
      "Service db",
      "PersistentVolume v1",
    );
    assert.deepEqual(diagnosed(data), [
      "critical data-loss (volume-gone) PersistentVolumeClaim/shop/data-db-1",
      "high pod-not-ready (readiness-probe) Pod/shop/db-0",
      "high network-identity (service-missing) StatefulSet/shop/db",
    ]);
  });

  it("shows two that wait for each other, each once as a cause and once as what the other explains", () => {
    // Two pods on drained nodes, each held by the sickness of the other.
    const budget = {
      ...service(),
      kind: "PodDisruptionBudget",
      spec: { selector: { matchLabels: { app: "db" } } },
      status: { disruptionsAllowed: 0, expectedPods: 2, currentHealthy: 0, desiredHealthy: 1 },
    };
    const data = wellBut(cordoned(0, 60), cordoned(1, 60), budget, unready(0, 5), unready(1, 5));
    assert.deepEqual(diagnosed(data), [
      "high budget-blocks (sick-pods) Pod/shop/db-0",
      "  high budget-blocks (sick-pods) Pod/shop/db-1",
      "high budget-blocks (sick-pods) Pod/shop/db-1",
      "  high budget-blocks (sick-pods) Pod/shop/db-0",
    ]);
  });

  it("puts what may lose data below nothing that may not", () => {
    const lost = node(1, { status: { conditions: [condition("Ready", "Unknown", 20)] } });
    const data = wellBut(
      lost,
      starting(1, 20),
      event(starting(1, 20), 2, "FailedAttachVolume", 'Could not find disk Key{"pvc-1"}'),
    );
    assert.deepEqual(diagnosed(data), [
      "critical disk-not-attached (disk-gone) Pod/shop/db-1",
      "high node-lost (not-heard) Node/n1",
    ]);
  });

  it("takes names that nobody is seen to use, of pods that are ready, lightly", () => {
    const severity = (...objects: readonly ApiObject[]): string | undefined =>
      diagnosed(without(wellBut(...objects), "Service db"))[0]?.split(" ")[0];
    const caller = pod(0, { spec: { containers: [{ name: "db", args: ["--peers=db-0.db,db-1.db"] }] } });
    assert.equal(severity(), "low");
    assert.equal(severity(unready(1, 3)), "high");
    assert.equal(severity(caller), "high");
  });

  it("loses no finding to another one", () => {
    const data = wellBut(
      node(1, { status: { conditions: [condition("Ready", "Unknown", 20)] } }),
      set({ status: { updateRevision: "r2" } }),
      unready(1, 20, { "controller-revision-hash": "r2" }),
      claim(0, { status: { phase: "Lost" } }),
    );
    const { findings } = diagnose(new Case(data));
    assert.deepEqual(
      flat(findings)
        .map(({ indicator }) => indicator)
        .toSorted(),
      ["data-loss", "node-lost", "pod-not-ready", "rollout-stuck"],
    );
  });

  it("looks at the workload and the namespace that are named, and at what they need", () => {
    const sick = wellBut(unready(1, 20));
    assert.deepEqual(diagnosed(sick, { namespace: "elsewhere" }), []);
    assert.deepEqual(diagnosed(sick, { workload: "other" }), []);
    assert.equal(diagnosed(sick, { namespace: "shop", workload: "db" }).length, 1);
  });

  it("leaves the sets of the cluster itself to GKE", () => {
    const own = wellBut(unready(1, 20));
    const objects = own.objects.map((object) => ({
      ...object,
      metadata: { ...object.metadata, namespace: "kube-system" },
    }));
    assert.equal(diagnose(new Case({ ...own, objects })).sets, 0);
  });

  it("does not take what was said of an object of before for news of this one", () => {
    const before = { ...unready(1, 3), metadata: { ...unready(1, 3).metadata, uid: "before" } };
    const data = wellBut(
      pending(1, 10, "0/2 nodes are available: 2 Insufficient cpu."),
      event(before, 1, "TriggeredScaleUp", "pod triggered scale-up"),
    );
    assert.deepEqual(diagnosed(data), ["high pod-pending (no-room) Pod/shop/db-1"]);
  });
});
