import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ASSUMPTIONS } from "../../commands/rehearse/simulation/assumptions";
import { processesIn } from "../../commands/rehearse/control-plane/folder";
import { runBeside } from "../support/cli";
import {
  drillsOf,
  failed,
  leftovers,
  LIMIT,
  may,
  needsTools,
  rehearsed,
  SCALED,
  SHORT,
  specOf,
  withFault,
} from "../support/cluster";
import { planWith, ROOT } from "../support/stacks";
import type { RehearsalReport } from "../../commands/rehearse/report/report";
import type { Ended } from "../support/cli";
import type { PlanObject } from "../../commands/plan/engine/plan";

const BIN = join(ROOT, "bin", "gke-stateful.js");

/** A workload beside the one that there is. */
const QUEUE = {
  image: "registry.invalid/queue:1",
  volumes: { data: { size: "10Gi", mountPath: "/data" } },
  resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
} as const;

/** Who asks, and the groups that the login says. */
const PEOPLE = [
  ["viewer", []],
  ["operator", []],
  ["somebody", ["sre"]],
  ["stranger", []],
] as const;

/** What they ask for: verb, resource, namespace. */
const ASKED = [
  "get pods/log stateful",
  "create pods/exec stateful",
  "patch statefulsets.apps/scale stateful",
  "delete statefulsets.apps stateful",
  "get secrets stateful",
  "get pods kube-system",
  "create pods/exec kube-system",
] as const;

describe("rehearse", function () {
  this.timeout(LIMIT);
  needsTools();

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
      rehearsed(await planWith("dev", {}, "update"), { drills: ["validation", "names", "zone-loss"] }),
      rehearsed(await planWith("local", {}, "update"), { drills: ["validation", "names"] }),
    ]);
    assert.deepEqual([...failed(dev), ...failed(local)], []);
    assert.equal(drillsOf(dev).find(({ id }) => id === "zone-loss")?.outcome, "skipped");
  });

  it("shows analyze --live a real API server", async () => {
    let ended: Ended | undefined;
    await rehearsed(await planWith("dev", {}, "update"), {
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
    assert.match(ended.stdout, /terminal-pods\n.*high .* single-zone-disk$/m);
    // The set names its plan, of which the cluster knows nothing.
    assert.match(ended.stdout, /; backup by projects\/.+\/backupPlans\/gke-stateful-dev\.$/m);
    assert.match(ended.stdout, /^Readiness \d+ %, pending: disks and class/m);
  });

  it("lets members do what their role says, and nothing beyond the namespace", async () => {
    const access = { view: ["user:viewer"], operate: ["user:operator"], admin: ["group:sre"] };
    const allowed: string[] = [];
    await rehearsed(await planWith("local", { access }, "update"), {
      drills: [],
      onEnd: async ({ api }) => {
        for (const [user, groups] of PEOPLE) {
          for (const asked of ASKED) {
            if (await may(api, { user, groups }, asked)) {
              allowed.push(`${user} ${asked}`);
            }
          }
        }
      },
    });
    assert.deepEqual(allowed, [
      "viewer get pods/log stateful",
      "operator get pods/log stateful",
      "operator create pods/exec stateful",
      "operator patch statefulsets.apps/scale stateful",
      "somebody get pods/log stateful",
      "somebody create pods/exec stateful",
      "somebody patch statefulsets.apps/scale stateful",
      "somebody delete statefulsets.apps stateful",
      "somebody get secrets stateful",
    ]);
  });

  it("drills every workload of a stack", async () => {
    const plan = await planWith("dev", { "workloads.queue": QUEUE }, "update");
    const report = await rehearsed(plan, { drills: ["names", "scale", "disk-growth", "node-drain"] });
    assert.deepEqual(failed(report), []);
    assert.deepEqual(
      report.workloads.map(({ drills, name }) => [name, drills.length]),
      [
        ["queue", 5],
        ["terminal-pods", 5],
      ],
    );
  });

  it("rehearses what a cluster has already, sets that are updated by hand, and none without pods", async () => {
    const changes = {
      namespace: { create: false },
      "@.priorityClassName": "important",
      "@.updateStrategy": { type: "OnDelete" },
      "workloads.queue": { ...QUEUE, replicas: 0 },
    };
    const report = await rehearsed(await planWith("prod", changes, "update"), {
      drills: ["isolation", "rollout", "partition", "node-drain"],
    });
    assert.deepEqual(failed(report), []);
    assert.deepEqual(
      report.workloads.map(({ drills, name }) => [name, ...drills.map(({ outcome }) => outcome)]),
      [
        ["queue", ...Array.from({ length: 5 }, () => "skipped")],
        ["terminal-pods", "passed", "passed", "skipped", "skipped", "passed"],
      ],
    );
    assert.ok(report.simulated.some((one) => one.startsWith("namespace stateful, which the stack does not make")));
  });

  it("lets an autoscaler set the number of pods", async () => {
    const report = await rehearsed(await planWith("prod", SCALED, "update"), { drills: ["two-writers", "quota"] });
    assert.deepEqual(failed(report), []);
    assert.ok(drillsOf(report).every(({ outcome }) => outcome === "passed"));
  });

  it("comes up where pods are ready only with their peers, and catches the deadlock of an ordered set", async () => {
    const plan = await planWith("prod", {}, "update");
    const faulty = withFault(plan, ":StatefulSet", (inputs) => specOf(inputs, { podManagementPolicy: "OrderedReady" }));
    const options = { drills: ["rollout"], patience: SHORT, assumptions: { ...ASSUMPTIONS, peers: 2 } };
    const [parallel, ordered] = await Promise.all([rehearsed(plan, options), rehearsed(faulty, options)]);
    assert.deepEqual(failed(parallel), []);
    assert.deepEqual(failed(ordered), ["bring-up: 0 of 3 pods became ready."]);
    assert.match(drillsOf(ordered)[0]?.advice ?? "", /^The set is OrderedReady: 2 pods wait for the ones before them/);
    assert.equal(ordered.holds, false);
    assert.equal(drillsOf(ordered)[0]?.recovery, null);
  });

  it("moves pods off a Spot machine that is taken back", async () => {
    const pools = [{ name: "stateful", tainted: false, spot: true, min: 2, max: 4 }];
    const report = await rehearsed(await planWith("dev", { pools, "@.terminationGracePeriodSeconds": 20 }, "update"), {
      drills: ["spot-preemption"],
    });
    assert.deepEqual(failed(report), []);
    assert.equal(drillsOf(report).at(-1)?.outcome, "passed");
  });

  it("shows the long wait for a lost node where nothing moves its pods", async () => {
    const plan = await planWith("prod", { "@.failover": { enabled: false } }, "update");
    const drill = drillsOf(await rehearsed(plan, { drills: ["node-loss"] })).at(-1);
    assert.equal(drill?.outcome, "passed", drill?.says);
    assert.match(drill.says, /^1 pod came back\..*nothing moves them for 480 s or more.*here that took 72 s\.$/);
    assert.ok((drill.recovery ?? 0) > 72, String(drill.recovery));
    assert.equal(drill.lowest, 2, "the other pods have other nodes");
  });

  for (const upgrade of [{ strategy: "BLUE_GREEN" }, { maxSurge: 1, maxUnavailable: 1 }]) {
    it(`upgrades nodes as a pool says: ${JSON.stringify(upgrade)}`, async () => {
      const pools = [{ name: "stateful", tainted: false, min: 1, max: 3, upgrade }];
      const drill = drillsOf(
        await rehearsed(await planWith("prod", { pools }, "update"), { drills: ["pool-upgrade"] }),
      ).at(-1);
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
    const drill = drillsOf(await rehearsed(plan, { drills: ["idle-nodes"] })).at(-1);
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
