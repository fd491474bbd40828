import assert from "node:assert/strict";
import { namesOf, ofType, only, planWith } from "../support/stacks";

describe("ClusterNotifications", () => {
  it("makes a topic before the cluster that sends to it", async () => {
    const plan = await planWith("dev", { "cluster.notifications": { events: ["UPGRADE_EVENT"] } });
    assert.deepEqual(only(plan, "Topic").inputs, {
      labels: { environment: "dev" },
      name: "gke-stateful-dev-notifications",
      project: "my-project-dev",
    });
    const cluster = only(plan, "Cluster");
    assert.deepEqual(cluster.inputs["notificationConfig"], {
      pubsub: {
        enabled: true,
        topic: "projects/my-project-dev/topics/gke-stateful-dev-notifications",
        filter: { eventTypes: ["UPGRADE_EVENT"] },
      },
    });
    assert.ok(namesOf(cluster.dependencies).includes("notifications-topic"));
    assert.ok(ofType(plan, "Service").some(({ inputs }) => inputs["service"] === "pubsub.googleapis.com"));
  });

  it("sends everything to a topic that exists, and makes none", async () => {
    const topic = "projects/my-project-dev/topics/upgrades";
    const plan = await planWith("dev", { "cluster.notifications": { topic } });
    assert.deepEqual(ofType(plan, "Topic"), []);
    assert.deepEqual(only(plan, "Cluster").inputs["notificationConfig"], { pubsub: { enabled: true, topic } });
  });

  it("is off unless it is asked for", async () => {
    const plan = await planWith("dev");
    assert.deepEqual(ofType(plan, "Topic"), []);
    assert.deepEqual(only(plan, "Cluster").inputs["notificationConfig"], { pubsub: { enabled: false } });
  });
});
