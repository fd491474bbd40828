import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { ASSUMPTIONS, detectionFor, givingUp } from "../../../../commands/rehearse/simulation/assumptions";
import { BAD_IMAGE, DISKS_ANNOTATION, LOST_ANNOTATION, stages } from "../../../../commands/rehearse/simulation/stages";

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: {
      readonly matchExpressions: readonly {
        readonly key: string;
        readonly operator: string;
        readonly values?: readonly string[];
      }[];
    };
    readonly delay?: { readonly durationMilliseconds: number };
  };
}

describe("stages of simulated nodes and pods", () => {
  const all = parseAllDocuments(stages({ ...ASSUMPTIONS, start: 7, stop: 3 })).map((one) => one.toJS() as Stage);
  const named = (name: string): Stage => all.find(({ metadata }) => metadata.name === name)!;

  it("take as long as is assumed", () => {
    assert.equal(named("pod-ready").spec.delay?.durationMilliseconds, 7000);
    assert.equal(named("pod-end").spec.delay?.durationMilliseconds, 3000);
  });

  it("never make a pod ready whose image cannot be pulled", () => {
    for (const name of ["pod-ready", "pod-without-claims-ready"]) {
      assert.ok(named(name).spec.selector.matchExpressions.some(({ values }) => values?.includes(BAD_IMAGE)));
    }
  });

  it("make a pod ready again after a late heartbeat, but none whose node was lost", () => {
    const { matchExpressions } = named("pod-ready-again").spec.selector;
    assert.ok(
      matchExpressions.some(({ key, operator }) => key.includes(LOST_ANNOTATION) && operator === "DoesNotExist"),
    );
  });

  it("do not wait for disks on a bare control plane", () => {
    const names = (text: string): readonly string[] =>
      parseAllDocuments(text).map((one) => (one.toJS() as Stage).metadata.name);
    assert.deepEqual(
      names(stages(ASSUMPTIONS)).filter((name) => !names(stages(ASSUMPTIONS, false)).includes(name)),
      ["pod-without-claims-ready"],
    );
    assert.ok(!stages(ASSUMPTIONS, false).includes(DISKS_ANNOTATION));
  });
});

describe("the detection of lost nodes", () => {
  for (const [nodes, lease, grace, scale] of [
    [2, 4, 6, 0.15],
    [20, 4, 6, 0.15],
    [200, 40, 60, 1.5],
  ] as const) {
    it(`gives ${String(nodes)} nodes leases of ${String(lease)} s, and notices after ${String(grace)} s`, () => {
      assert.deepEqual(detectionFor(nodes), { lease, grace, toleration: 3, scale });
    });
  }

  it("is followed by a wait as long as on GKE, scaled: of the operator, or of nobody", () => {
    assert.deepEqual(givingUp(detectionFor(2), 60), { onGke: 100, here: 9 });
    assert.deepEqual(givingUp(detectionFor(2), undefined), { onGke: 480, here: 66 });
  });
});
