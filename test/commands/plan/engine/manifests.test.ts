import assert from "node:assert/strict";
import { parse } from "yaml";
import { manifestsOf, manifestYaml, unknownPaths, WITHHELD } from "../../../../commands/plan/engine/manifests";
import { UNKNOWN } from "../../../../commands/plan/engine/plan";
import { planWith } from "../../../support/stacks";
import type { Plan, PlanObject } from "../../../../commands/plan/engine/plan";

const secrets = { "@.secrets": { db: { generate: ["password"], mountPath: "/db" } } };

describe("manifests", () => {
  for (const stack of ["dev", "prod", "local"] as const) {
    it(`of ${stack} know everything on a first preview, and read back as they were`, async () => {
      for (const manifest of manifestsOf(await planWith(stack))) {
        assert.deepEqual(manifest.unknowns, [], manifest.file);
        assert.deepEqual(parse(manifestYaml(manifest)), manifest.object);
        assert.deepEqual(parse(manifestYaml(manifest), { version: "1.1" }), manifest.object, "kubectl reads YAML 1.1");
      }
    });
  }

  it("come in the order in which they can be applied", async () => {
    const kinds = manifestsOf(await planWith("dev")).map(({ object }) => object["kind"]);
    const order = ["Namespace", "StorageClass", "ConfigMap", "StatefulSet", "VerticalPodAutoscaler"].map((kind) =>
      kinds.indexOf(kind),
    );
    assert.deepEqual(
      order,
      order.toSorted((one, other) => one - other),
    );
    const files = manifestsOf(await planWith("dev")).map(({ file }) => file);
    assert.deepEqual(files, files.toSorted());
    assert.equal(new Set(files).size, files.length);
  });

  it("hold no secret in clear, and every key of it", async () => {
    const secret = manifestsOf(await planWith("dev", secrets, "update")).find(
      ({ object }) => object["kind"] === "Secret",
    );
    assert.deepEqual(secret?.object["stringData"], { password: WITHHELD });
  });

  it("say what is unknown, so that nobody takes them for complete", async () => {
    const secret = manifestsOf(await planWith("dev", secrets)).find(({ object }) => object["kind"] === "Secret");
    assert.deepEqual(secret?.unknowns, ["stringData"]);
    assert.deepEqual(unknownPaths({ a: [1, UNKNOWN], b: { c: UNKNOWN } }), ["a.1", "b.c"]);
  });

  it("hold nothing but objects of the cluster", async () => {
    const cloud = (await planWith("dev")).resources.filter(({ type }) => !type.startsWith("kubernetes:"));
    assert.deepEqual(manifestsOf({ ...(await planWith("dev")), resources: cloud }), []);
  });

  it("put kinds that nobody thought of last, and escape file names that are none", () => {
    const object = (kind: string, name: unknown): PlanObject => ({
      apiVersion: "x/v1",
      kind,
      metadata: { name } as PlanObject,
    });
    const resources = [object("Widget", "w"), object("Namespace", undefined)].map((inputs) => ({
      custom: true,
      inputs,
      name: "n",
      options: { ignoreChanges: ["spec.replicas"] },
      type: "kubernetes:x/v1:X",
    }));
    assert.deepEqual(
      manifestsOf({ resources } as unknown as Plan).map(({ file, ignored }) => [file, ...ignored]),
      [
        ["0000-namespace-unnamed.yaml", "spec.replicas"],
        ["0001-widget-w.yaml", "spec.replicas"],
      ],
    );
  });
});
