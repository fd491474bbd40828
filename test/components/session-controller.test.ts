import assert from "node:assert/strict";
import { ofType, only, planWith } from "../support/stacks";
import type { Plan, PlanObject } from "../../commands/plan/engine/plan";

const POOL = {
  operations: { image: "europe-docker.pkg.dev/my-project/tools/gke-stateful:1.0.0" },
  "@.updateStrategy": { type: "OnDelete" },
  "@.sessions": { warm: 2, max: 5, maxAge: "8h", callers: [{ serviceAccount: "web" }] },
};

describe("SessionController", () => {
  let plan: Plan;
  before(async () => {
    plan = await planWith("prod", POOL);
  });

  it("runs the command line with the rules of the pool", () => {
    const { template } = only(plan, "Deployment").inputs["spec"] as { template: { spec: PlanObject } };
    const [container] = template.spec["containers"] as readonly [PlanObject];
    const args = container["args"] as readonly string[];
    assert.deepEqual(args.slice(0, 5), ["sessions", "serve", "terminal-pods", "--namespace", "stateful"]);
    for (const pair of ["--warm 2", "--max 5", "--max-age 8h", "--on-end retain"]) {
      assert.ok(args.join(" ").includes(pair), pair);
    }
    assert.ok(!args.includes("--keep"));
  });

  it("leaves the size of the set alone, and marks the claims of the pool", () => {
    const { spec } = only(plan, "StatefulSet").inputs as { spec: PlanObject };
    const [claim] = spec["volumeClaimTemplates"] as readonly [{ metadata: { labels: Record<string, string> } }];
    assert.equal(claim.metadata.labels["gke-stateful/pool"], "terminal-pods");
    assert.equal(JSON.stringify(only(plan, "StatefulSet").inputs["metadata"]).includes("controller"), true);
  });

  it("binds callers to the right that they need, and nobody to that of operators", () => {
    const bindings = ofType(plan, "rbac.authorization.k8s.io/v1:RoleBinding").map(
      ({ inputs }) => (inputs["roleRef"] as { name: string }).name,
    );
    assert.ok(bindings.includes("terminal-pods-sessions-caller"));
    assert.ok(!bindings.includes("terminal-pods-sessions-operator"));
  });
});
