import assert from "node:assert/strict";
import { namesOf, ofType, only, planWith } from "../support/stacks";

describe("ProjectServices", () => {
  it("switches on what an empty project lacks, and leaves it on", async () => {
    const services = ofType(await planWith("dev"), "Service").filter(({ type }) => type.startsWith("gcp:"));
    assert.deepEqual(services.map(({ inputs }) => inputs["service"]).toSorted(), [
      "cloudresourcemanager.googleapis.com",
      "compute.googleapis.com",
      "container.googleapis.com",
      "dns.googleapis.com",
      "gkebackup.googleapis.com",
      "iam.googleapis.com",
      "iamcredentials.googleapis.com",
      "logging.googleapis.com",
      "monitoring.googleapis.com",
      "serviceusage.googleapis.com",
    ]);
    assert.ok(services.every(({ inputs }) => inputs["disableOnDestroy"] === false));
  });

  it("begins with those that switch on the others, and waits for each", async () => {
    const services = ofType(await planWith("dev"), "Service").filter(({ type }) => type.startsWith("gcp:"));
    for (const { dependencies, name, options } of services) {
      const isFirst = name === "apis-cloudresourcemanager" || name === "apis-serviceusage";
      assert.deepEqual(
        namesOf(dependencies)
          .filter((one) => one.startsWith("apis-"))
          .toSorted(),
        isFirst ? [] : ["apis-cloudresourcemanager", "apis-serviceusage"],
        name,
      );
      assert.deepEqual(options.hooks, { afterCreate: ["apis-propagate"] });
    }
  });

  it("comes before what needs the APIs", async () => {
    const plan = await planWith("dev");
    assert.ok(namesOf(only(plan, "Network", "network-vpc").dependencies).includes("apis-compute"));
    assert.ok(namesOf(only(plan, "Account").dependencies).includes("apis-iam"));
  });

  it("touches nothing when the APIs are somebody else's", async () => {
    const plan = await planWith("dev", { manageApis: false });
    assert.deepEqual(
      ofType(plan, "Service").filter(({ type }) => type.startsWith("gcp:")),
      [],
    );
  });
});
