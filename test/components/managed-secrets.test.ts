import assert from "node:assert/strict";
import { at, namesOf, ofType, only, planWith } from "../support/stacks";
import type { Plan, PlanResource } from "../../commands/plan/engine/plan";

const VERSION = "projects/vault-project/secrets/database/versions/3";
const changes = (version: string): Record<string, unknown> => ({
  "cluster.secretManager": true,
  "@.secrets": { login: { mountPath: "/login", fromSecretManager: { "password.txt": version } } },
});
const template = (plan: Plan): unknown => at(only(plan, "StatefulSet").inputs, "spec.template");

describe("Secrets of Secret Manager", () => {
  it("are mounted as files by the add-on's driver, and make no Secret", async () => {
    const plan = await planWith("dev", changes(VERSION));
    assert.deepEqual(only(plan, "Cluster").inputs["secretManagerConfig"], { enabled: true });
    assert.deepEqual(ofType(plan, "core/v1:Secret"), []);
    const { inputs } = only(plan, "SecretProviderClass");
    assert.deepEqual(inputs["spec"], {
      provider: "gke",
      parameters: { secrets: `- resourceName: ${VERSION}\n  path: password.txt\n` },
    });
    const spec = at(template(plan) as never, "spec") as unknown as {
      volumes: { name: string }[];
      containers: { volumeMounts: { name: string }[] }[];
    };
    const name = "pod-volume-secret-login";
    assert.deepEqual(
      spec.volumes.find((volume) => volume.name === name),
      {
        name,
        csi: {
          driver: "secrets-store-gke.csi.k8s.io",
          readOnly: true,
          volumeAttributes: { secretProviderClass: at(inputs, "metadata.name") },
        },
      },
    );
    assert.deepEqual(
      spec.containers[0]?.volumeMounts.find((mount) => mount.name === name),
      { name, mountPath: "/login", readOnly: true },
    );
    assert.ok(namesOf(only(plan, "StatefulSet").dependencies).includes("terminal-pods-login-files"));
  });

  it("roll the pods when another version is wanted, and leave pods of an earlier revision theirs", async () => {
    const made = async (version: string): Promise<PlanResource> =>
      only(await planWith("dev", changes(version)), "SecretProviderClass");
    const [old, young] = [await made(VERSION), await made(VERSION.replace("3", "4"))];
    assert.match(String(at(old.inputs, "metadata.name")), /^terminal-pods-login-[0-9a-f]{10}$/);
    assert.notEqual(at(old.inputs, "metadata.name"), at(young.inputs, "metadata.name"));
    assert.equal(at(old.inputs, "metadata.labels.gke-stateful/configuration-of"), "terminal-pods");
    assert.equal(old.options.retainOnDelete, true);
  });
});
