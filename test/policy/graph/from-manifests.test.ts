import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate } from "../../../policy/rules/engine/evaluate";
import { fromManifest } from "../../../policy/graph/from-manifests";
import { ObjectGraph } from "../../../policy/graph/graph";
import { ALL_KUBERNETES_KINDS, KUBERNETES_KINDS } from "../../../policy/graph/kinds";
import { RULES } from "../../../policy/rules";
import { TODAY } from "../../support/rules";

const objects = (value: unknown): readonly string[] =>
  fromManifest({ file: "a.yaml", document: 3, value }).map(({ kind, title }) => `${kind}: ${title}`);

describe("fromManifest", () => {
  it("gives the object of a document, with its origin", () => {
    const [object] = fromManifest({
      file: "a.yaml",
      document: 3,
      value: { apiVersion: "v1", kind: "Service", metadata: { name: "s", namespace: "n" } },
    });
    assert.equal(object?.title, "Service n/s");
    assert.deepEqual(object.facts.origin, { file: "a.yaml", document: 3 });
  });

  it("gives nothing for what is not an object", () => {
    for (const value of [
      null,
      undefined,
      "text",
      3,
      [],
      [{ kind: "Pod" }],
      {},
      { kind: "Pod" },
      { apiVersion: "v1" },
    ]) {
      assert.deepEqual(objects(value), []);
    }
  });

  it("takes lists apart, also those with nothing in them", () => {
    const list = (items: unknown): object => ({ apiVersion: "v1", kind: "List", items });
    assert.deepEqual(objects(list(null)), []);
    assert.deepEqual(objects(list([null, { apiVersion: "v1", kind: "Pod", metadata: { name: "p" } }, list([])])), [
      "Pod: Pod default/p",
    ]);
  });

  it("does not take a custom resource for what it is called", () => {
    assert.deepEqual(objects({ apiVersion: "apps.kruise.io/v1beta1", kind: "StatefulSet", metadata: { name: "s" } }), [
      "Other: StatefulSet s",
    ]);
  });

  it("is judged without a crash, whatever is in it", () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const key = fc.constantFrom(
      ..."metadata name namespace labels annotations spec template containers volumes volumeClaimTemplates replicas selector matchLabels matchExpressions image resources requests storage provisioner parameters persistentVolumeClaim claimName accessModes".split(
        " ",
      ),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        leaf,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 6 }),
      ),
    }));
    const kinds = ALL_KUBERNETES_KINDS.filter((kind) => kind !== "Other");
    const document = fc
      .tuple(fc.constantFrom(...kinds), fc.dictionary(key, value, { maxKeys: 4 }))
      .map(([kind, content]) => {
        const group: string = KUBERNETES_KINDS[kind as keyof typeof KUBERNETES_KINDS][0];
        return { ...content, apiVersion: group === "" ? "v1" : `${group}/v1`, kind };
      });
    fc.assert(
      fc.property(fc.array(document, { maxLength: 4 }), (documents) => {
        const all = documents.flatMap((one, index) => fromManifest({ file: "x.yaml", document: index, value: one }));
        evaluate(new ObjectGraph(all), RULES, { today: TODAY });
      }),
      { numRuns: 300 },
    );
  });
});
