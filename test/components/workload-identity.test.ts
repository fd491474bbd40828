import assert from "node:assert/strict";
import { only, planWith } from "../support/stacks";

describe("WorkloadIdentity", () => {
  it("lets one Kubernetes service account act as one Google service account, of another project too", async () => {
    const plan = await planWith("prod", { "@.googleServiceAccount": "app@other-project.iam.gserviceaccount.com" });
    const { dependencies, inputs } = only(plan, "serviceaccount/iAMMember:IAMMember");
    assert.deepEqual(inputs, {
      member: "serviceAccount:my-project-prod.svc.id.goog[stateful/terminal-pods]",
      role: "roles/iam.workloadIdentityUser",
      serviceAccountId: "projects/other-project/serviceAccounts/app@other-project.iam.gserviceaccount.com",
    });
    assert.ok(
      dependencies.some((urn) => urn.endsWith("cluster-cluster")),
      "the identity pool comes with the first cluster",
    );
  });
});
