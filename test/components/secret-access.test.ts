import assert from "node:assert/strict";
import { ofType, only, planWith } from "../support/stacks";

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
});
