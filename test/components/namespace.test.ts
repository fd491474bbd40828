import assert from "node:assert/strict";
import { at, ofType, only, planWith } from "../support/stacks";

describe("Namespace", () => {
  it("enforces the restricted Pod Security Standard", async () => {
    const { inputs } = only(await planWith("prod"), "core/v1:Namespace");
    assert.deepEqual(at(inputs, "metadata.labels"), {
      "app.kubernetes.io/managed-by": "pulumi",
      "app.kubernetes.io/part-of": "gke-stateful",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/enforce-version": "latest",
      "pod-security.kubernetes.io/warn": "restricted",
    });
  });

  it("denies all traffic but DNS until a workload says otherwise", async () => {
    const plan = await planWith("prod");
    const deny = only(plan, "NetworkPolicy", "namespace-default-deny").inputs;
    assert.deepEqual(deny["spec"], { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const dns = only(plan, "NetworkPolicy", "namespace-allow-dns").inputs;
    assert.deepEqual(at(dns, "spec.policyTypes"), ["Egress"]);
    assert.deepEqual(at(dns, "spec.egress.0.ports"), [
      { port: 53, protocol: "UDP" },
      { port: 53, protocol: "TCP" },
    ]);
  });

  it("takes a namespace that exists as it is", async () => {
    const plan = await planWith("local", { "namespace.create": false, "namespace.name": "db" });
    assert.deepEqual(ofType(plan, "core/v1:Namespace"), []);
    const quota = only(plan, "ResourceQuota");
    assert.equal(at(quota.inputs, "metadata.namespace"), "db");
    assert.equal(quota.options.deletedWith, undefined);
    assert.equal(at(only(plan, "StatefulSet").inputs, "metadata.namespace"), "db");
  });

  it("has a quota and default limits", async () => {
    const plan = await planWith("prod");
    assert.deepEqual(at(only(plan, "ResourceQuota").inputs, "spec.hard"), {
      persistentvolumeclaims: "6",
      pods: "6",
      "requests.cpu": "78400m",
      "requests.memory": "272432Mi",
      "requests.storage": "120Gi",
    });
    assert.equal(at(only(plan, "LimitRange").inputs, "spec.limits.0.type"), "Container");
  });

  it("is protected in prod, but what is in it is not", async () => {
    const plan = await planWith("prod");
    assert.equal(only(plan, "core/v1:Namespace").options.protect, true);
    const inside = [...ofType(plan, "ResourceQuota"), ...ofType(plan, "LimitRange"), ...ofType(plan, "NetworkPolicy")];
    assert.deepEqual(
      inside.map(({ options }) => options.protect),
      [undefined, undefined, undefined, undefined, undefined],
    );
  });

  it("goes with the cluster, unless its claims must be deleted for their disks to go", async () => {
    const prod = await planWith("prod");
    assert.equal(only(prod, "core/v1:Namespace").options.deletedWith, only(prod, "Cluster").urn);
    assert.equal(only(await planWith("dev"), "core/v1:Namespace").options.deletedWith, undefined);
    assert.equal(only(await planWith("local"), "core/v1:Namespace").options.deletedWith, undefined);
  });
});
