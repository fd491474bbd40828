import assert from "node:assert/strict";
import { at, ofType, only, planWith } from "../support/stacks";
import type { Changes, StackName } from "../support/stacks";
import type { Plan, PlanObject } from "../../commands/plan/engine/plan";

const ACCESS = {
  securityGroup: "gke-security-groups@example.com",
  view: ["group:all@example.com"],
  operate: ["user:jo@example.com", "serviceAccount:sessions@shop-data.iam.gserviceaccount.com"],
  admin: ["group:sre@example.com"],
};
const plan = (stack: StackName = "prod", changes: Changes = { access: ACCESS }): Promise<Plan> =>
  planWith(stack, changes);
const subjects = ({ inputs }: { readonly inputs: PlanObject }): readonly string[] =>
  (at(inputs, "subjects") as readonly { kind: string; name: string }[]).map(({ kind, name }) => `${kind} ${name}`);

describe("access", () => {
  it("gives nobody anything unless somebody is named", async () => {
    for (const stack of ["dev", "prod", "local"] as const) {
      const made = await planWith(stack);
      for (const type of ["RoleBinding", "v1:Role", "ClusterRoleBinding", "IAMCustomRole"]) {
        assert.deepEqual(ofType(made, type), []);
      }
      assert.deepEqual(
        ofType(made, "gcp:container/cluster:Cluster").map(({ inputs }) => inputs["authenticatorGroupsConfig"]),
        stack === "local" ? [] : [undefined],
      );
    }
  });

  it("binds roles in the namespace, to groups, people and accounts of Google", async () => {
    const bindings = ofType(await plan(), "RoleBinding");
    assert.deepEqual(
      bindings.map((binding) => [
        at(binding.inputs, "metadata.name"),
        at(binding.inputs, "metadata.namespace"),
        `${String(at(binding.inputs, "roleRef.kind"))} ${String(at(binding.inputs, "roleRef.name"))}`,
        subjects(binding),
      ]),
      [
        ["stack-admin", "stateful", "ClusterRole admin", ["Group sre@example.com"]],
        [
          "stack-operate",
          "stateful",
          "Role stack-operate",
          ["User jo@example.com", "User sessions@shop-data.iam.gserviceaccount.com"],
        ],
        [
          "stack-view",
          "stateful",
          "ClusterRole view",
          ["Group all@example.com", "User jo@example.com", "User sessions@shop-data.iam.gserviceaccount.com"],
        ],
      ],
    );
    assert.deepEqual(ofType(await plan(), "ClusterRoleBinding"), [], "nobody gets anything beyond the namespace");
  });

  it("lets the cluster ask who is in a group", async () => {
    assert.deepEqual(only(await plan(), "gcp:container/cluster:Cluster").inputs["authenticatorGroupsConfig"], {
      securityGroup: "gke-security-groups@example.com",
    });
  });

  it("lets each member reach the cluster once, by a role that holds nothing in it", async () => {
    const role = only(await plan(), "IAMCustomRole").inputs;
    assert.equal(role["roleId"], "gke_stateful_prod_europe_west1");
    assert.deepEqual(role["permissions"], ["container.clusters.get", "container.clusters.connect"]);
    const members = ofType(await plan(), "projects/iAMMember:IAMMember").filter(({ name }) =>
      name.startsWith("access-"),
    );
    assert.deepEqual(
      members.map(({ inputs }) => inputs["member"]),
      [...ACCESS.view, ...ACCESS.operate, ...ACCESS.admin].toSorted(),
    );
  });

  it("needs no Google Cloud", async () => {
    const local = await plan("local", { access: { operate: ["user:kubernetes-admin", "group:dev"] } });
    assert.deepEqual(ofType(local, "RoleBinding").map(subjects), [
      ["User kubernetes-admin", "Group dev"],
      ["User kubernetes-admin", "Group dev"],
    ]);
  });
});
