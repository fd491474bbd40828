import assert from "node:assert/strict";
import { DeliveryConfigError, readDelivery } from "../../delivery/config";

const GOOGLE = {
  projectNumber: "123456789012",
  workloadPoolId: "pulumi",
  providerId: "pulumi",
  serviceAccount: "deployments@my-project.iam.gserviceaccount.com",
};
const values = (changes: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      organization: "acme",
      repository: "acme/gke-stateful",
      stacks: { dev: { deploy: "merge", google: GOOGLE } },
      ...changes,
    }).map(([key, value]) => [
      `gke-stateful-delivery:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );

describe("readDelivery", () => {
  it("fills defaults in", () => {
    assert.deepEqual(readDelivery({ ...values(), "other:key": "x" }), {
      organization: "acme",
      repository: "acme/gke-stateful",
      branch: "main",
      driftCron: "0 5 * * *",
      executorImage: "",
      stacks: { dev: { deploy: "merge", google: GOOGLE, remediateDrift: false } },
    });
  });

  for (const [what, changes, message] of [
    [
      "no organization",
      { organization: "" },
      /gke-stateful-delivery:organization is "": must be the name of an organization/,
    ],
    ["a repository by its URL", { repository: "https://github.com/a/b" }, /:repository is .*: must be OWNER\/NAME/],
    ["no stack", { stacks: {} }, /:stacks is {}: must have at least one stack/],
    [
      "a stack without Google",
      { stacks: { dev: { deploy: "merge" } } },
      /:stacks\.dev\.google is not set: is required/,
    ],
    [
      "another way to deploy",
      { stacks: { dev: { deploy: "tag", google: GOOGLE } } },
      /:stacks\.dev\.deploy is "tag": must be one of merge, request, review/,
    ],
    [
      "a project's id",
      { stacks: { dev: { deploy: "merge", google: { ...GOOGLE, projectNumber: "my-project" } } } },
      /projectNumber is "my-project": must be the project's number in quotes/,
    ],
    [
      "a person",
      { stacks: { dev: { deploy: "merge", google: { ...GOOGLE, serviceAccount: "me@acme.example" } } } },
      /serviceAccount is "me@acme\.example": must be the address of a service account/,
    ],
    ["a schedule that is none", { driftCron: "daily" }, /:driftCron is "daily": must be a cron expression/],
    [
      "a moment that is none",
      { stacks: { dev: { deploy: "merge", google: GOOGLE, destroyAt: "tomorrow" } } },
      /destroyAt is "tomorrow": must be a moment in UTC/,
    ],
    [
      "an unknown key",
      { stacks: { dev: { deploy: "merge", google: GOOGLE, ttl: 1 } } },
      /stacks\.dev\.ttl is 1: is not a key that exists/,
    ],
    [
      "policies for a stack that is not delivered",
      { policyGroup: { version: "0.1.0", stacks: ["prod"] } },
      /policyGroup\.stacks has prod: must be stacks of/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => readDelivery(values(changes)),
        (error: Error) => {
          assert.ok(error instanceof DeliveryConfigError);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});
