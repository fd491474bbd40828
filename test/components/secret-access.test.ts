import assert from "node:assert/strict";
import { configWith, ofType, only, planWith } from "../support/stacks";

const changes = {
  "cluster.secretManager": true,
  "@.secrets": {
    login: {
      mountPath: "/login",
      fromSecretManager: {
        "old.txt": "projects/vault-project/secrets/database/versions/3",
        "new.txt": "projects/vault-project/secrets/database/versions/latest",
      },
    },
  },
};

describe("SecretAccess", () => {
  it("lets the workload's own pods read the secrets that they name, once for each secret", async () => {
    const { inputs } = only(await planWith("dev", changes, "update"), "SecretIamMember");
    assert.deepEqual(inputs, {
      member:
        "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/my-project-dev.svc.id.goog/subject/ns/stateful/sa/terminal-pods",
      project: "vault-project",
      role: "roles/secretmanager.secretAccessor",
      secretId: "database",
    });
  });

  it("lets the account read them as which the pods act", async () => {
    const googleServiceAccount = "reader@my-project-dev.iam.gserviceaccount.com";
    const egress = { "@.network.egress": [{ cidr: "0.0.0.0/0", ports: [443] }] };
    const plan = await planWith("dev", { ...changes, ...egress, "@.googleServiceAccount": googleServiceAccount });
    assert.equal(only(plan, "SecretIamMember").inputs["member"], `serviceAccount:${googleServiceAccount}`);
  });

  it("gives nothing to workloads without such secrets", async () => {
    assert.deepEqual(ofType(await planWith("dev"), "SecretIamMember"), []);
  });

  it("stays when the stack goes, because clusters of a project share the identity", async () => {
    assert.equal(only(await planWith("dev", changes), "SecretIamMember").options.retainOnDelete, true);
  });

  it("gives an account that two workloads act as its rights once, and tells secrets of two projects apart", async () => {
    const googleServiceAccount = "reader@my-project-dev.iam.gserviceaccount.com";
    const secret = (path: string): object => ({ mountPath: "/login", fromSecretManager: { a: `${path}/versions/1` } });
    const base = configWith("dev").workloads["terminal-pods"];
    const one = (path: string, other = path): object => ({
      image: base?.image,
      volumes: { data: { size: "20Gi", mountPath: "/data" } },
      resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "100m", memory: "64Mi" } },
      network: { egress: [{ cidr: "0.0.0.0/0", ports: [443] }] },
      googleServiceAccount,
      secrets: { login: secret(path), other: { ...secret(other), mountPath: "/other" } },
    });
    const plan = await planWith("dev", {
      "cluster.secretManager": true,
      workloads: {
        a: one("projects/proj-a/secrets/b-c"),
        b: one("projects/proj-a/secrets/b-c", "projects/proj-a-b/secrets/c"),
      },
    });
    assert.deepEqual(
      ofType(plan, "SecretIamMember")
        .map(({ inputs }) => `${String(inputs["project"])}/${String(inputs["secretId"])}`)
        .toSorted(),
      ["proj-a-b/c", "proj-a/b-c"],
    );
  });
});
