import assert from "node:assert/strict";
import { at, namesOf, ofType, only, planWith } from "../support/stacks";
import type { Plan, PlanObject, PlanValue } from "../../commands/plan/engine/plan";

const secrets = (settings: PlanObject): PlanObject => ({ "@.secrets": { db: { mountPath: "/db", ...settings } } });
const given = (token: string): Promise<Plan> =>
  planWith(
    "dev",
    { ...secrets({ fromConfig: ["token"] }), secrets: { "terminal-pods": { db: { token } } } },
    "preview",
    ["gke-stateful:secrets"],
  );
const nameIn = (plan: Plan): PlanValue | undefined => at(only(plan, "core/v1:Secret").inputs, "metadata.name");

describe("credentials", () => {
  it("makes a random value for each generated key", async () => {
    const plan = await planWith("dev", secrets({ generate: ["password", "admin"] }));
    assert.deepEqual(
      ofType(plan, "RandomPassword").map(({ inputs, name }) => [name, inputs["length"], inputs["special"]]),
      [
        ["terminal-pods-db-admin", 32, false],
        ["terminal-pods-db-password", 32, false],
      ],
    );
    assert.ok(
      namesOf(only(plan, "core/v1:Secret").propertyDependencies["stringData"] ?? []).includes(
        "terminal-pods-db-password",
      ),
    );
  });

  it("is immutable, and another Secret when a given value changes", async () => {
    assert.equal(only(await given("one"), "core/v1:Secret").inputs["immutable"], true);
    assert.notEqual(nameIn(await given("one")), nameIn(await given("two")));
    assert.equal(ofType(await given("one"), "RandomPassword").length, 0);
  });

  it("makes new values, and another Secret, when it is rotated", async () => {
    const [before, after] = [
      await planWith("dev", secrets({ generate: ["password"] })),
      await planWith("dev", secrets({ generate: ["password"], rotation: 1 })),
    ];
    assert.notEqual(nameIn(before), nameIn(after));
    assert.notDeepEqual(
      only(before, "RandomPassword").inputs["keepers"],
      only(after, "RandomPassword").inputs["keepers"],
    );
  });

  it("keeps values secret after an update too", async () => {
    const plan = await planWith("dev", secrets({ generate: ["password"] }), "update");
    assert.deepEqual(only(plan, "core/v1:Secret").inputs["stringData"], { password: { $secret: true } });
  });
});
