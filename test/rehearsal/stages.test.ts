import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { ASSUMPTIONS } from "../../rehearsal/assumptions";
import { BAD_IMAGE, stages } from "../../rehearsal/stages";

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: { readonly matchExpressions: readonly { readonly values?: readonly string[] }[] };
    readonly delay?: { readonly durationMilliseconds: number };
  };
}

describe("stages of simulated nodes and pods", () => {
  const all = parseAllDocuments(stages({ ...ASSUMPTIONS, start: 7, stop: 3 })).map((one) => one.toJS() as Stage);
  const named = (name: string): Stage => all.find(({ metadata }) => metadata.name === name)!;

  it("take as long as is assumed", () => {
    assert.equal(named("pod-ready").spec.delay?.durationMilliseconds, 7000);
    assert.equal(named("pod-delete").spec.delay?.durationMilliseconds, 3000);
  });

  it("never make a pod ready whose image cannot be pulled", () => {
    for (const name of ["pod-ready", "pod-without-claims-ready"]) {
      assert.ok(named(name).spec.selector.matchExpressions.some(({ values }) => values?.includes(BAD_IMAGE)));
    }
  });
});
