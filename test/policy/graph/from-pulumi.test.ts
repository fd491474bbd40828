import assert from "node:assert/strict";
import { WIRE_UNKNOWN, wireSecret } from "../../../commands/plan/engine/wire";
import { fromPulumi } from "../../../policy/graph/from-pulumi";
import { UNKNOWN } from "../../../policy/graph/value";
import type { PulumiResource } from "../../../policy/graph/from-pulumi";

const resource = (fields: Partial<PulumiResource>): PulumiResource => ({
  urn: "urn:pulumi:s::p::t::n",
  type: "kubernetes:core/v1:Service",
  name: "n",
  inputs: {},
  isProtected: false,
  ignoreChanges: [],
  ...fields,
});

describe("fromPulumi", () => {
  it("takes version and kind from the type", () => {
    for (const [type, apiVersion, kind] of [
      ["kubernetes:core/v1:Service", "v1", "Service"],
      ["kubernetes:apps/v1:StatefulSet", "apps/v1", "StatefulSet"],
      ["kubernetes:policy/v1beta1:PodDisruptionBudget", "policy/v1beta1", "PodDisruptionBudget"],
      [
        "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass",
        "snapshot.storage.k8s.io/v1",
        "VolumeSnapshotClass",
      ],
      ["kubernetes:apps/v1:StatefulSetPatch", "", "Other"],
      ["kubernetes:helm.sh/v3:Release", "", "HelmRelease"],
      ["kubernetes:helm.sh/v4:Chart", "", "Other"],
      ["kubernetes:yaml/v2:ConfigFile", "", "Other"],
      ["kubernetes:kustomize:Directory", "", "Other"],
      ["gcp:container/cluster:Cluster", "", "Cluster"],
      ["pulumi:providers:kubernetes", "", "Other"],
    ] as const) {
      const [object] = fromPulumi(resource({ type }));
      assert.equal(object?.facts.apiVersion, apiVersion, type);
      assert.equal(object.kind, kind, type);
    }
  });

  it("marks what is not known leaf by leaf, and notes what is secret", () => {
    const [object] = fromPulumi(
      resource({
        inputs: {
          metadata: { name: WIRE_UNKNOWN, labels: { app: "db" } },
          spec: wireSecret({ ports: [{ port: 5432 }], clusterIP: "10.0.0.1" }),
          data: { asset: { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "x" } },
        },
      }),
    );
    assert.deepEqual(object?.root.value, {
      metadata: { name: UNKNOWN, labels: { app: "db" } },
      spec: { ports: [{ port: 5432 }], clusterIP: "10.0.0.1" },
      data: { asset: null },
    });
    assert.deepEqual(object.facts.secrets, ["5432", "10.0.0.1"]);
    assert.equal(object.title, "Service default/n");
  });

  it("knows nothing of a resource that nobody saw", () => {
    const [object] = fromPulumi(resource({ inputs: undefined }));
    assert.equal(object?.root.isUnknown, true);
    assert.equal(object.title, "Service n");
  });

  it("takes lists apart", () => {
    const objects = fromPulumi(
      resource({
        type: "kubernetes:core/v1:ConfigMapList",
        inputs: { items: [{ metadata: { name: "a" } }, { apiVersion: "apps/v1", kind: "Deployment" }, null] },
      }),
    );
    assert.deepEqual(
      objects.map(({ facts, kind }) => [facts.kindName, kind]),
      [
        ["ConfigMap", "ConfigMap"],
        ["Deployment", "Deployment"],
        ["ConfigMap", "ConfigMap"],
      ],
    );
  });

  it("puts objects of one cluster together, whichever provider makes them", () => {
    const clusterOf = (inputs: object, urn = "urn:a"): string =>
      fromPulumi(resource({ provider: { urn, inputs: inputs as Record<string, unknown> } }))[0]!.facts.cluster;
    assert.equal(clusterOf({ kubeconfig: "k" }), clusterOf({ kubeconfig: "k", namespace: "x" }, "urn:b"));
    assert.notEqual(clusterOf({ kubeconfig: "k" }), clusterOf({ kubeconfig: "k", context: "c" }));
    assert.equal(
      clusterOf({ kubeconfig: "k", clusterIdentifier: "i" }),
      clusterOf({ clusterIdentifier: "i" }, "urn:b"),
    );
    assert.notEqual(clusterOf({ kubeconfig: WIRE_UNKNOWN }), clusterOf({ kubeconfig: WIRE_UNKNOWN }, "urn:b"));
    const [object] = fromPulumi(
      resource({ provider: { urn: "u", inputs: { namespace: "x" } }, inputs: { metadata: { name: "n" } } }),
    );
    assert.equal(object?.title, "Service x/n");
  });
});
