import assert from "node:assert/strict";
import fc from "fast-check";
import { loadConfig } from "../../../config/load";
import { PROJECT } from "../../../config/schema/stack";
import { readProjectSettings } from "../../../commands/plan/engine/stack-settings";
import { DATA_KINDS, requirementsSchema } from "../../../commands/recommend/requirements";
import { recommend } from "../../../commands/recommend/recommendation";
import { ROOT } from "../../support/stacks";
import type { StackConfig } from "../../../config/stack-config";
import type { Recommendation } from "../../../commands/recommend/recommendation";

/** A recommendation for answers as a person types them. */
function recommended(answers: Readonly<Record<string, string>>): Recommendation {
  return recommend(requirementsSchema.parse({ data: "single", size: "20Gi", rpo: "1d", ...answers }));
}

/** The configuration as the program would load it. */
function loaded({ settings }: Recommendation): StackConfig {
  const { values } = readProjectSettings(ROOT);
  const own = Object.entries(settings).map(([key, value]) => [
    `${PROJECT}:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return loadConfig({
    stack: "new",
    values: {
      ...values,
      "gcp:project": "my-project",
      "gcp:region": "europe-west1",
      ...(Object.fromEntries(own) as Record<string, string>),
    },
    isSecret: () => false,
  });
}

const choice = ({ decisions }: Recommendation, topic: string): string =>
  decisions.find((decision) => decision.topic === topic)?.choice ?? "";

describe("recommend", () => {
  it("switches nothing on for data that may be lost", () => {
    const config = loaded(recommended({ data: "sessions", rpo: "any" }));
    assert.equal(config.environment, "dev");
    assert.deepEqual(config.zones, ["europe-west1-b"]);
    assert.equal(config.cluster.regional, false);
    assert.equal(config.storage.create, false, "a standard class before a custom one");
    assert.equal(config.backup.enabled, false);
    assert.equal(config.deletionProtection, false);
    assert.equal(config.workloads["db"]?.failover?.enabled, false);
    assert.equal(config.workloads["db"].horizontalAutoscaler, undefined);
  });

  it("keeps data that counts in two zones and in backups", () => {
    const config = loaded(recommended({ rpo: "4h" }));
    assert.equal(config.environment, "prod");
    assert.equal(config.zones.length, 2);
    assert.equal(config.storage.regional, true);
    assert.equal(config.storage.reclaimPolicy, "Retain");
    assert.equal(config.backup.rpoMinutes, 240);
    assert.equal(config.cluster.regional, true);
    assert.equal(config.workloads["db"]?.replicas, 1);
  });

  it("keeps a majority of members that vote", () => {
    const config = loaded(recommended({ data: "replicated" }));
    assert.equal(config.workloads["db"]?.replicas, 3);
    assert.equal(config.workloads["db"].budget.quorum, true);
    assert.equal(loaded(recommended({ data: "replicated", replicas: "2" })).workloads["db"]?.budget.quorum, false);
  });

  it("gives members a node each, in the zone that is left too", () => {
    const config = loaded(recommended({ data: "replicated" }));
    assert.deepEqual(config.workloads["db"]?.spread, { zone: "DoNotSchedule", host: "DoNotSchedule", minHosts: 3 });
    assert.equal(config.pools.find(({ stateful }) => stateful)?.max, 4);
  });

  it("leaves daily backups to the default", () => {
    assert.equal(recommended({ rpo: "1d" }).settings["backup"], undefined);
    assert.equal(recommended({ rpo: "2d" }).settings["backup"], undefined);
  });

  for (const [name, answers, failover] of [
    ["one writer", {}, true],
    ["members of which two may be gone at once", { data: "replicated" }, true],
    ["disks in one zone", { rto: "5m", zones: "1" }, false],
  ] as const) {
    it(`${failover ? "moves" : "does not move"} pods by force: ${name}`, () => {
      const recommendation = recommended(answers);
      assert.equal(loaded(recommendation).workloads["db"]?.failover?.enabled, failover);
      assert.equal(choice(recommendation, "Lost nodes").includes("operator"), failover, "and says so");
    });
  }

  for (const [name, answers, type, size] of [
    ["sessions", { data: "sessions" }, "pd-balanced", "20Gi"],
    ["a database", {}, "pd-ssd", "20Gi"],
    ["few operations", { iops: "100" }, "pd-balanced", "20Gi"],
    ["as many operations as the cheaper disk gives", { iops: "120" }, "pd-balanced", "20Gi"],
    ["one operation more", { iops: "121" }, "pd-ssd", "20Gi"],
    ["some operations", { iops: "500" }, "pd-ssd", "20Gi"],
    ["more operations than the size gives", { iops: "900" }, "pd-ssd", "20Gi"],
    ["growth", { growth: "5Gi" }, "pd-ssd", "35Gi"],
    ["little data", { size: "100Mi" }, "pd-ssd", "10Gi"],
  ] as const) {
    it(`chooses disks: ${name}`, () => {
      const config = loaded(recommended(answers));
      assert.equal(config.storage.diskType, type);
      assert.equal(config.workloads["db"]?.volumes["data"]?.size, size);
    });
  }

  it("watches sizes that nobody has measured, and no others", () => {
    assert.equal(loaded(recommended({})).workloads["db"]?.verticalAutoscaler?.mode, "Off");
    const given = loaded(recommended({ cpu: "3", memory: "12Gi" })).workloads["db"];
    assert.equal(given?.verticalAutoscaler, undefined);
    assert.deepEqual(given?.resources, {
      requests: { cpu: "3", memory: "12Gi" },
      limits: { cpu: "6", memory: "12Gi" },
    });
  });

  it("takes the smallest machine on which a pod fits, and room for all in one zone", () => {
    assert.match(choice(recommended({}), "Nodes"), /^e2-standard-4, 1 to 2 /);
    assert.match(choice(recommended({ memory: "20Gi" }), "Nodes"), /^e2-highmem-4, /);
    assert.match(choice(recommended({ cpu: "40", memory: "20Gi" }), "Nodes"), /^n2-standard-48, /);
    assert.match(choice(recommended({ data: "replicated", replicas: "9", cpu: "3" }), "Nodes"), /1 to 10 in each zone/);
    assert.deepEqual(recommended({ memory: "900Gi" }).unmet, [
      "No machine type that is known here is large enough for one pod.",
    ]);
  });

  for (const [answers, tool] of [
    [{ data: "none" }, /^a Deployment$/],
    [{ data: "shared-files" }, /Filestore/],
    [{ data: "cache", rpo: "any" }, /Memorystore/],
    [{ data: "cache", rpo: "1h" }, undefined],
    [{ data: "replicated", rpo: "any" }, undefined],
  ] as const) {
    it(`${tool === undefined ? "uses a StatefulSet for" : "says that a StatefulSet is wrong for"} ${JSON.stringify(answers)}`, () => {
      const { decisions, otherTool } = recommended(answers);
      assert.equal(otherTool !== undefined, tool !== undefined);
      assert.equal(decisions.length > 0, tool === undefined);
      assert.match(otherTool?.tool ?? "", tool ?? /^$/);
    });
  }

  for (const [answers, unmet] of [
    [{ availability: "99.99", data: "replicated" }, [/^Availability 99\.99 %: Google promises 99\.95 %/]],
    [{ availability: "99.95" }, [/^Availability 99\.95 %: 22 minutes a month/]],
    [{ availability: "99.95", data: "replicated" }, []],
    [{ rpo: "15m" }, [/^Recovery point 15 minutes: regional disks lose nothing/]],
    [{ rpo: "0", zones: "1" }, [/^Recovery point 0 minutes: against deletion/]],
    [{ rto: "1m" }, [/^Recovery time 1 minute: one writer/]],
    [{ rto: "1m", data: "replicated" }, [/^Recovery time 1 minute: a lost node is not felt/]],
    [{ rto: "5m", data: "replicated" }, []],
    [
      { rto: "5m", zones: "1" },
      [/^Recovery time 5 minutes: a pod whose node or zone is lost is away for 8 minutes or more/],
    ],
    [{ rto: "5m", rpo: "any" }, [/^Recovery time 5 minutes: a pod whose node/]],
    [{ availability: "99.9", zones: "1" }, [/^Availability 99\.9 %: 43 minutes .* one outage of the only zone/]],
    [{ replicas: "3" }, [/^3 pods: one writer without copies has one/]],
    [{ data: "replicated", replicas: "1" }, [/^1 members: no majority/]],
    [{ data: "replicated", replicas: "4" }, [/^4 members: no more may be gone than of 3/]],
    [{ iops: "900" }, [/^900 operations a second: a disk of 20Gi gives 600 by its size/]],
  ] as const) {
    it(`says what is not met: ${JSON.stringify(answers)}`, () => {
      const found = recommended(answers).unmet;
      assert.equal(found.length, unmet.length, found.join("\n"));
      unmet.forEach((pattern, index) => {
        assert.match(found[index]!, pattern);
      });
    });
  }

  it("names zones that a region has", () => {
    const zones = (region: string): unknown => recommended({ region, zones: "3" }).settings["zones"];
    assert.deepEqual(zones("europe-west1"), ["europe-west1-b", "europe-west1-c", "europe-west1-d"]);
    assert.deepEqual(zones("us-central1"), ["us-central1-b", "us-central1-c", "us-central1-a"]);
    assert.throws(() => zones("us-central9"), /must be a region whose prices are known here/);
  });

  it("recommends what the program takes, whatever is asked for", () => {
    const text = (values: fc.Arbitrary<number>, unit = ""): fc.Arbitrary<string> =>
      values.map((value) => `${String(value)}${unit}`);
    const answers = fc.record(
      {
        data: fc.constantFrom(...Object.keys(DATA_KINDS)),
        size: text(fc.integer({ min: 1, max: 2000 }), "Gi"),
        rpo: fc.constantFrom("any", "0", "15m", "1h", "6h", "7d"),
        growth: text(fc.integer({ min: 1, max: 100 }), "Mi"),
        replicas: text(fc.integer({ min: 1, max: 60 })),
        rto: fc.constantFrom("1m", "5m", "1d"),
        availability: fc.constantFrom("50", "99", "99.5", "99.9", "99.95", "99.99"),
        zones: fc.constantFrom("1", "2", "3"),
        iops: text(fc.integer({ min: 1, max: 60_000 })),
        cpu: fc.constantFrom("100m", "1", "7.5", "30"),
        memory: fc.constantFrom("128Mi", "8Gi", "100Gi"),
        port: text(fc.integer({ min: 1, max: 65_535 })),
      },
      { requiredKeys: ["data", "size", "rpo"] },
    );
    fc.assert(
      fc.property(answers, (given) => {
        const recommendation = recommended(given);
        assert.ok(recommendation.otherTool !== undefined || loaded(recommendation).stack === "new");
      }),
      { numRuns: 300 },
    );
  });
});
