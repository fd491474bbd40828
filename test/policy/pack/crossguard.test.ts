import assert from "node:assert/strict";
import { WIRE_UNKNOWN, wireSecret } from "../../../commands/plan/engine/wire";
import { UserError } from "../../../commands/shared/user-error";
import { judgeWithPack, urnOf } from "../../support/packs";
import type { PackConfig } from "../../../commands/plan/engine/policy-config";
import type { Violation } from "../../../commands/plan/engine/verdicts";
import type { TestResource } from "../../support/packs";

const SET = "kubernetes:apps/v1:StatefulSet";
const labels = { app: "db" };

const set = (spec: object = {}, metadata: object = {}): TestResource => ({
  type: SET,
  name: "db",
  inputs: {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: "data", ...metadata },
    spec: { replicas: 3, template: { metadata: { labels }, spec: { containers: [] } }, ...spec },
  },
});
const budget = (spec: object = {}): TestResource => ({
  type: "kubernetes:policy/v1:PodDisruptionBudget",
  name: "db-budget",
  inputs: { metadata: { name: "db", namespace: "data" }, spec: { selector: { matchLabels: labels }, ...spec } },
});
const storageClass = (inputs: object = {}): TestResource => ({
  type: "kubernetes:storage.k8s.io/v1:StorageClass",
  name: "fast",
  inputs: { metadata: { name: "fast" }, provisioner: "pd.csi.storage.gke.io", ...inputs },
});

const of = (policy: string, violations: readonly Violation[]): Violation[] =>
  violations.filter((violation) => violation.policy === policy);
const level = (value: "advisory" | "mandatory" | "remediate" | "disabled", properties = {}): PackConfig[string] => ({
  level: value,
  properties,
});

describe("policiesOf, in the pack's own process", () => {
  it("decides from inputs where a stack policy sees no outputs, as on the first preview of a cluster", async () => {
    const { verdicts } = await judgeWithPack([{ ...set(), outputs: {} }]);
    const [violation] = of("no-disruption-budget", verdicts.violations);
    assert.equal(violation?.urn, urnOf({ type: SET, name: "db" }));
    assert.match(
      violation.message,
      /StatefulSet data\/db has 3 replicas, and no PodDisruptionBudget selects its pods\./,
    );
    assert.match(violation.message, /\nMend: Add a PodDisruptionBudget/);
    assert.match(violation.message, /\nEffort: minutes\./);
  });

  it("meets the budget by inputs, too", async () => {
    const { verdicts } = await judgeWithPack([
      { ...set(), outputs: {} },
      { ...budget(), outputs: {} },
    ]);
    assert.deepEqual(of("no-disruption-budget", verdicts.violations), []);
  });

  it("says what it cannot decide, once for all rules that wait for it, and goes on with the rest", async () => {
    const { verdicts } = await judgeWithPack([set({ replicas: WIRE_UNKNOWN })], { all: level("mandatory") });
    const doubts = of("undecidable", verdicts.violations);
    const [doubt] = doubts.filter(({ message }) => message.includes("spec.replicas"));
    assert.match(
      doubt?.message ?? "",
      /StatefulSet data\/db cannot be judged in full, because spec\.replicas is not known/,
    );
    assert.match(doubt?.message ?? "", /Rules that wait for it: .*no-disruption-budget/);
    assert.ok(of("governing-service", verdicts.violations).length > 0, "other rules still decide");
    assert.ok(verdicts.violations.every(({ message }) => !message.includes("can't run policy")));
  });

  it("never shows a secret", async () => {
    const image = "registry.example.com/s3cret-name:latest";
    const { verdicts } = await judgeWithPack([
      set({ template: { metadata: { labels }, spec: { containers: [{ name: "db", image: wireSecret(image) }] } } }),
    ]);
    const [violation] = of("mutable-image", verdicts.violations);
    assert.match(violation?.message ?? "", /runs \[secret\] in container db/);
    assert.ok(!JSON.stringify(verdicts).includes("s3cret-name"));
  });

  it("takes levels and settings from the configuration, and leaves disabled policies out", async () => {
    const { verdicts } = await judgeWithPack([set({ replicas: 3, serviceName: "db" })], {
      all: level("mandatory"),
      "no-disruption-budget": level("disabled"),
      "pod-management-policy": level("advisory"),
      "single-replica": level("mandatory"),
    });
    assert.deepEqual(of("no-disruption-budget", verdicts.violations), []);
    assert.equal(of("pod-management-policy", verdicts.violations)[0]?.level, "advisory");
    assert.equal(of("governing-service", verdicts.violations)[0]?.level, "mandatory");
  });

  it("never makes advice mandatory", async () => {
    const { verdicts } = await judgeWithPack([set({ replicas: 1 })], { all: level("mandatory") });
    assert.equal(of("single-replica", verdicts.violations)[0]?.level, "advisory");
    assert.match(of("single-replica", verdicts.violations)[0]?.message ?? "", /has one replica/);
  });

  it("refuses a setting that cannot be used, by its name, without a stack trace", async () => {
    await assert.rejects(
      judgeWithPack([set()], { "oversized-storage": level("mandatory", { fixedLimit: "much" }) }),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /test\.json: oversized-storage\.fixedLimit is "much"; it must be like/);
        assert.doesNotMatch(error.message, /\n\s+at /);
        return true;
      },
    );
  });

  it("refuses a policy that it does not have", async () => {
    await assert.rejects(
      judgeWithPack([set()], { "no-bakcup": level("mandatory") }),
      /test\.json: the pack has no policy no-bakcup/,
    );
  });

  it("lists an exemption that counts, and reports one that does not", async () => {
    const exemptions = [{ object: "StatefulSet data/db", expires: "2020-01-01", reason: "long ago" }];
    const { verdicts } = await judgeWithPack(
      [
        set(
          {},
          { annotations: { "exempt.gke-stateful/no-disruption-budget": `until ${inDays(30)}: rebuilt every night` } },
        ),
      ],
      { all: level("mandatory"), "governing-service": level("mandatory", { exemptions }) },
    );
    assert.deepEqual(of("no-disruption-budget", verdicts.violations), []);
    const [listed] = of("exempted", verdicts.violations);
    assert.equal(listed?.level, "advisory");
    assert.match(listed.message, /is exempt from no-disruption-budget until .* \(annotation\): rebuilt every night/);
    assert.ok(of("governing-service", verdicts.violations).length > 0);
    const [invalid] = of("invalid-exemption", verdicts.violations);
    assert.equal(invalid?.level, "mandatory");
    assert.match(invalid.message, /from governing-service \(configuration\) expired on 2020-01-01/);
  });

  it("changes inputs only where the configuration says remediate", async () => {
    const resources = [storageClass({ reclaimPolicy: "Retain" }), budget(), set()];
    const untouched = await judgeWithPack(resources, { all: level("mandatory") });
    assert.deepEqual(untouched.verdicts.remediations, []);
    const { registrations, verdicts } = await judgeWithPack(resources, {
      "no-volume-expansion": level("remediate"),
      "immediate-binding": level("remediate"),
      "unhealthy-pods-block-drain": level("remediate"),
      "token-automount-remedy": level("remediate"),
    });
    const [changedClass, changedBudget, changedSet] = registrations.map(({ inputs }) => inputs);
    assert.equal(changedClass?.["allowVolumeExpansion"], true);
    assert.equal(changedClass["volumeBindingMode"], "WaitForFirstConsumer");
    assert.deepEqual(changedBudget?.["spec"], {
      selector: { matchLabels: labels },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
    assert.match(JSON.stringify(changedSet), /"automountServiceAccountToken":false/);
    assert.equal(verdicts.remediations.length, 4);
    for (const policy of [
      "no-volume-expansion",
      "immediate-binding",
      "unhealthy-pods-block-drain",
      "token-automount",
    ]) {
      assert.deepEqual(of(policy, verdicts.violations), [], policy);
    }
  });

  it("keeps secrets secret and unknowns unknown where it changes inputs", async () => {
    const parameters = { type: wireSecret("pd-ssd"), "csi.storage.k8s.io/fstype": WIRE_UNKNOWN };
    const { registrations } = await judgeWithPack([storageClass({ parameters })], {
      "no-volume-expansion": level("remediate"),
    });
    assert.deepEqual(registrations[0]?.inputs["parameters"], parameters);
  });

  it("leaves an exempt object as it is", async () => {
    const exemptions = [{ object: "StorageClass fast", expires: inDays(30), reason: "replaced next month" }];
    const { verdicts } = await judgeWithPack([storageClass()], {
      "no-volume-expansion": level("remediate", { exemptions }),
    });
    assert.deepEqual(verdicts.remediations, []);
  });

  it("takes a storage class of the configuration for defined", async () => {
    const claim: TestResource = {
      type: "kubernetes:core/v1:PersistentVolumeClaim",
      name: "data",
      inputs: { metadata: { name: "data" }, spec: { storageClassName: "gold" } },
    };
    const without = await judgeWithPack([claim]);
    assert.equal(of("hardcoded-storage-class", without.verdicts.violations).length, 1);
    const values = { "shop:storage": JSON.stringify({ className: "gold" }) };
    const { verdicts } = await judgeWithPack([claim], {}, { values });
    assert.deepEqual(of("hardcoded-storage-class", verdicts.violations), []);
  });

  it("says that it saw nothing, where resource policies are off and a first preview shows no outputs", async () => {
    const { verdicts } = await judgeWithPack([{ ...set(), outputs: {} }], {
      all: level("disabled"),
      "no-disruption-budget": level("mandatory"),
      undecidable: level("mandatory"),
    });
    const [doubt] = verdicts.violations;
    assert.equal(doubt?.policy, "undecidable");
    assert.match(doubt.message, /nothing is known yet\. Let the pack see the inputs/);
  });

  it("leaves alone what is not Kubernetes or Google Cloud, components, patches and custom resources", async () => {
    const { verdicts } = await judgeWithPack([
      { type: "random:index/randomId:RandomId", name: "id", inputs: { byteLength: 2 } },
      { type: "gke-stateful:index:Storage", name: "component", inputs: {} },
      { type: "kubernetes:apps/v1:StatefulSetPatch", name: "patch", inputs: set().inputs },
      { type: "kubernetes:apps.kruise.io/v1beta1:StatefulSet", name: "kruise", inputs: set().inputs },
      { type: "kubernetes:yaml/v2:ConfigGroup", name: "group", inputs: {} },
    ]);
    assert.deepEqual(verdicts.violations, []);
  });
});

function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
