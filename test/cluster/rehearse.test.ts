import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ASSUMPTIONS } from "../../rehearsal/assumptions";
import { rehearse } from "../../rehearsal/rehearse";
import { processesIn } from "../../rehearsal/folder";
import { findTools } from "../../rehearsal/tools";
import { runBeside } from "../support/cli";
import { planWith, ROOT } from "../support/stacks";
import type { DrillReport, RehearsalReport } from "../../rehearsal/report";
import type { Ended } from "../support/cli";
import type { Changes } from "../support/stacks";
import type { Tools } from "../../rehearsal/tools";
import type { Plan, PlanObject, PlanResource } from "../../plan/plan";

const TARGET = 0.999;
const BIN = join(ROOT, "bin", "gke-stateful.js");
/** Seconds for what is expected not to happen. */
const SHORT = 25;
/** Rehearsals of others may run beside this one. */
const PARENT = mkdtempSync(join(tmpdir(), "gke-stateful-cluster-"));
process.env["TMPDIR"] = PARENT;
const leftovers = (): readonly string[] => globSync(join(PARENT, "gke-stateful-rehearsal-*"));

/** A plan in which the inputs of resources of a type are other ones; undefined takes them out. */
function withFault(plan: Plan, type: string, change: (inputs: PlanObject) => PlanObject | undefined): Plan {
  const resources = plan.resources.flatMap((resource): PlanResource[] => {
    if (!resource.type.endsWith(type)) {
      return [resource];
    }
    const inputs = change(resource.inputs);
    return inputs === undefined ? [] : [{ ...resource, inputs }];
  });
  assert.notDeepEqual(resources, plan.resources, "the fault changes something");
  return { ...plan, resources };
}

/** A plan in which the stack gives no field to others. */
function withoutIgnoring(plan: Plan): Plan {
  const resources = plan.resources.map((resource) =>
    resource.type.endsWith(":StatefulSet")
      ? { ...resource, options: { ...resource.options, ignoreChanges: [] } }
      : resource,
  );
  return { ...plan, resources };
}

/** A workload beside the one that there is. */
const QUEUE = {
  image: "registry.invalid/queue:1",
  volumes: { data: { size: "10Gi", mountPath: "/data" } },
  resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
} as const;

/** A stack whose pods an autoscaler counts. */
const SCALED = { "@.horizontalAutoscaler": { min: 3, max: 6, cpuPercent: 70 } } as const;

const specOf = (inputs: PlanObject, change: PlanObject): PlanObject => ({
  ...inputs,
  spec: { ...(inputs["spec"] as PlanObject), ...change },
});

describe("rehearse", function () {
  this.timeout(600_000);
  let tools: Tools;
  before(function () {
    const found = findTools();
    if (found === undefined) {
      // The reason stands in the log, and every test counts as skipped.
      console.log("    The programs of a rehearsal are not built: npm run tools does that, with Go.");
      this.skip();
    }
    tools = found;
  });
  after(() => {
    assert.deepEqual(leftovers(), [], "nothing is left behind");
    rmSync(PARENT, { recursive: true });
  });

  const rehearsed = async (
    plan: Plan,
    drills?: readonly string[],
    patience = 60,
    assumptions = ASSUMPTIONS,
  ): Promise<RehearsalReport> =>
    rehearse(plan, { tools, target: TARGET, patience, assumptions, ...(drills !== undefined && { drills }) });
  const drillsOf = ({ workloads }: RehearsalReport): readonly DrillReport[] =>
    workloads.flatMap(({ drills }) => drills);
  const failed = (report: RehearsalReport): readonly string[] =>
    drillsOf(report)
      .filter(({ outcome }) => outcome === "failed")
      .map(({ id, says }) => `${id}: ${says}`);

  let prod: RehearsalReport;
  it("brings prod up, and it holds in every drill", async () => {
    prod = await rehearsed(await planWith("prod", {}, "update"));
    assert.deepEqual(failed(prod), []);
    assert.deepEqual(
      drillsOf(prod)
        .filter(({ outcome }) => outcome === "skipped")
        .map(({ id }) => id),
      ["two-writers", "spot-preemption"],
    );
    assert.equal(drillsOf(prod).length, 18);
    assert.ok(prod.holds);
    assert.equal(prod.workloads[0]?.least, 2);
    const upgrade = drillsOf(prod).find(({ id }) => id === "pool-upgrade");
    assert.equal(upgrade?.lowest, 2, "the budget is respected at every instant");
    assert.ok(
      prod.workloads[0].moments.some(({ ready }) => Object.keys(ready).length === 2),
      "pods in two zones",
    );
  });

  it("brings dev and local up side by side, and skips the loss of their only zone", async () => {
    const [dev, local] = await Promise.all([
      rehearsed(await planWith("dev", {}, "update"), ["validation", "names", "zone-loss"]),
      rehearsed(await planWith("local", {}, "update"), ["validation", "names"]),
    ]);
    assert.deepEqual([...failed(dev), ...failed(local)], []);
    assert.equal(drillsOf(dev).find(({ id }) => id === "zone-loss")?.outcome, "skipped");
  });

  it("shows analyze --live a real API server", async () => {
    let ended: Ended | undefined;
    await rehearse(await planWith("dev", {}, "update"), {
      tools,
      target: TARGET,
      drills: [],
      onEnd: async ({ plane }) => {
        ended = await runBeside(["analyze", "--live", "--no-config"], { env: { KUBECONFIG: plane.kubeconfig } });
      },
    });
    assert.equal(ended?.status, 1, ended?.stderr);
    assert.match(
      ended.stdout,
      /^ {2}claim stateful\/workspace-terminal-pods-0: Bound, 20Gi, class fast-ssd in europe-west1-b, Delete$/m,
    );
    assert.match(ended.stdout, /terminal-pods\n.*critical .* no-backup$/m);
    assert.match(ended.stdout, /^Readiness \d+ %, pending: backup/m);
  });

  it("drills every workload of a stack", async () => {
    const plan = await planWith("dev", { "workloads.queue": QUEUE }, "update");
    const report = await rehearsed(plan, ["names", "scale", "disk-growth", "node-drain"]);
    assert.deepEqual(failed(report), []);
    assert.deepEqual(
      report.workloads.map(({ drills, name }) => [name, drills.length]),
      [
        ["queue", 5],
        ["terminal-pods", 5],
      ],
    );
  });

  it("lets an autoscaler set the number of pods", async () => {
    const report = await rehearsed(await planWith("prod", SCALED, "update"), ["two-writers", "quota"]);
    assert.deepEqual(failed(report), []);
    assert.ok(drillsOf(report).every(({ outcome }) => outcome === "passed"));
  });

  it("comes up where pods are ready only with their peers, and catches the deadlock of an ordered set", async () => {
    const withPeers = { ...ASSUMPTIONS, peers: 2 };
    const parallel = await rehearsed(await planWith("prod", {}, "update"), ["rollout"], SHORT, withPeers);
    assert.deepEqual(failed(parallel), []);
    const plan = withFault(await planWith("prod", {}, "update"), ":StatefulSet", (inputs) =>
      specOf(inputs, { podManagementPolicy: "OrderedReady" }),
    );
    const ordered = await rehearsed(plan, ["rollout"], SHORT, withPeers);
    assert.deepEqual(failed(ordered), ["bring-up: 0 of 3 pods became ready."]);
    assert.match(drillsOf(ordered)[0]?.advice ?? "", /^The set is OrderedReady: 2 pods wait for the ones before them/);
    assert.equal(ordered.holds, false);
    assert.equal(drillsOf(ordered)[0]?.recovery, null);
  });

  it("moves pods off a Spot machine that is taken back", async () => {
    const pools = [{ name: "stateful", tainted: false, spot: true, min: 2, max: 4 }];
    const report = await rehearsed(await planWith("dev", { pools, "@.terminationGracePeriodSeconds": 20 }, "update"), [
      "spot-preemption",
    ]);
    assert.deepEqual(failed(report), []);
    assert.equal(drillsOf(report).at(-1)?.outcome, "passed");
  });

  const faults: readonly (readonly [
    name: string,
    drill: string,
    seed: (plan: Plan) => Plan,
    says: RegExp,
    changes?: Changes,
  ])[] = [
    [
      "an autoscaler beside a number that the stack insists on",
      "two-writers",
      withoutIgnoring,
      /^two-writers: An update of the stack fails while another writer sets the number of pods: .*\.spec\.replicas/s,
      SCALED,
    ],
    [
      "a quota that has no room for what the autoscaler may make",
      "quota",
      (plan) => withFault(plan, ":ResourceQuota", (inputs) => specOf(inputs, { hard: { pods: "4" } })),
      /^quota: An autoscaler may make 6 pods, and the quota has room for 4/,
      SCALED,
    ],
    [
      "a budget that blocks",
      "node-drain",
      (plan) => withFault(plan, ":PodDisruptionBudget", (inputs) => specOf(inputs, { maxUnavailable: 0 })),
      /^node-drain: The drain of the node did not end within \d+ seconds: the budget let 0 pods go/,
    ],
    [
      "a class of one zone",
      "zone-loss",
      (plan) => withFault(plan, ":StorageClass", (inputs) => ({ ...inputs, parameters: { type: "pd-ssd" } })),
      /^zone-loss: \d of \d pods of europe-west1-[bc] did not come back until the zone did/,
    ],
    [
      "a wrong serviceName",
      "names",
      (plan) => withFault(plan, ":StatefulSet", (inputs) => specOf(inputs, { serviceName: "nobody" })),
      /^names: The set names Service nobody, and there is none/,
    ],
    [
      "a namespace that lets everything in",
      "isolation",
      (plan) => withFault(plan, ":Namespace", (inputs) => ({ ...inputs, metadata: { name: "stateful" } })),
      /^isolation: A privileged pod is let into namespace stateful/,
    ],
    [
      "a quota that is too small",
      "validation",
      (plan) => withFault(plan, ":ResourceQuota", (inputs) => specOf(inputs, { hard: { pods: "2" } })),
      /^bring-up: 2 of 3 pods became ready/,
    ],
  ];
  for (const [name, drill, seed, says, changes] of faults) {
    it(`catches ${name}`, async () => {
      const report = await rehearsed(seed(await planWith("prod", changes ?? {}, "update")), [drill], SHORT);
      const found = failed(report);
      assert.equal(found.length, 1, JSON.stringify(drillsOf(report)));
      assert.match(found[0]!, says);
      assert.equal(report.holds, false);
    });
  }

  it("scores a stack without a budget worse", async () => {
    const plan = withFault(await planWith("prod", {}, "update"), ":PodDisruptionBudget", () => undefined);
    const report = await rehearsed(plan, ["node-drain", "pool-upgrade"]);
    assert.ok(
      (report.workloads[0]?.availability ?? 1) < (prod.workloads[0]?.availability ?? 0),
      "too few pods for a while",
    );
    assert.equal(report.holds, false);
  });

  for (const upgrade of [{ strategy: "BLUE_GREEN" }, { maxSurge: 1, maxUnavailable: 1 }]) {
    it(`upgrades nodes as a pool says: ${JSON.stringify(upgrade)}`, async () => {
      const pools = [{ name: "stateful", tainted: false, min: 1, max: 3, upgrade }];
      const drill = drillsOf(await rehearsed(await planWith("prod", { pools }, "update"), ["pool-upgrade"])).at(-1);
      assert.equal(drill?.outcome, "passed", drill?.says);
      assert.equal(drill.lowest, 2, "the budget is respected at every instant");
      assert.ok((drill.evictions?.granted ?? 0) >= 3);
    });
  }

  it("keeps nodes whose pods must not be moved", async () => {
    const plan = withFault(await planWith("prod", {}, "update"), ":StatefulSet", (inputs) => {
      const spec = inputs["spec"] as { template: { metadata: PlanObject } };
      const annotations = { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" };
      return specOf(inputs, { template: { ...spec.template, metadata: { ...spec.template.metadata, annotations } } });
    });
    const drill = drillsOf(await rehearsed(plan, ["idle-nodes"])).at(-1);
    assert.equal(drill?.outcome, "passed");
    assert.equal(drill.evictions?.granted, 0);
    assert.match(
      drill.says,
      /^\d nodes? went, and 0 pods moved meanwhile\. \d nodes? had to stay, because a pod says so/,
    );
  });

  it("ends with what a program says, and leaves nothing, where files cannot grow, as on a full disk", () => {
    const command = `ulimit -f 1024; exec "$0" "$@"`;
    const { status, stderr } = spawnSync("sh", ["-c", command, process.execPath, BIN, "rehearse", "dev"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /^etcd ended with \w+\. The end of its log:$/m);
    assert.doesNotMatch(stderr, /^ +at /m);
    assert.deepEqual(leftovers(), []);
  });

  it("leaves nothing behind when it is killed", async () => {
    const child = spawn(process.execPath, [BIN, "rehearse", "dev"], {
      stdio: "ignore",
    });
    for (let tries = 0; tries < 300 && leftovers().every((folder) => processesIn(folder).length < 5); tries++) {
      await sleep(100);
    }
    const folders = leftovers();
    assert.equal(folders.length, 1, "it was up");
    child.kill("SIGKILL");
    for (let tries = 0; tries < 100 && leftovers().length > 0; tries++) {
      await sleep(100);
    }
    assert.deepEqual(leftovers(), []);
    assert.deepEqual(processesIn(folders[0]!), []);
  });
});
