import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { phaseOf } from "../../cluster/objects";
import { SNAPSHOT_API, snapshotOf } from "../../cluster/snapshots";
import { SNAPSHOTS_OF } from "../../policy/facts/snapshot-schedule";
import { endPod } from "../support/bytes";
import { temporaryFolder } from "../support/cli";
import { kubeconfigOf, LIMIT, may, standingCluster, until } from "../support/cluster";
import { ROOT } from "../support/stacks";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";

const NAMESPACE = "stateful";
const SET = "terminal-pods";
const JOB = `${SET}-snapshots`;
/** Runs that are waited for, a minute each; a second one has something to delete. */
const RUNS = Number(process.env["GKE_STATEFUL_RUNS"] ?? "1");
/** Seconds until a schedule of every minute has begun a run. */
const MINUTE = 90;

describe("a schedule of snapshots on a real API server, with the bundle of the image", function () {
  this.timeout(LIMIT);

  const cluster = standingCluster({
    operations: { image: "europe-docker.pkg.dev/my-project/tools/gke-stateful:1.0.0" },
    "@.backup": { snapshots: { cron: "* * * * *", keep: 1 } },
  });
  const api = (): ClusterClient => cluster().api;
  const folder = temporaryFolder();
  before(() => {
    execFileSync(process.execPath, ["--import", "tsx", "tools/build/image.ts"], { cwd: ROOT });
  });

  it("may do what it has to, and nothing else", async () => {
    const account = {
      user: `system:serviceaccount:${NAMESPACE}:${JOB}`,
      groups: ["system:serviceaccounts", `system:serviceaccounts:${NAMESPACE}`, "system:authenticated"],
    };
    for (const allowed of [
      `create volumesnapshots.snapshot.storage.k8s.io ${NAMESPACE}`,
      `list persistentvolumeclaims ${NAMESPACE}`,
      `get statefulsets.apps ${NAMESPACE} ${SET}`,
      `update leases.coordination.k8s.io ${NAMESPACE} gke-stateful-snapshot-${SET}`,
    ]) {
      assert.equal(await may(api(), account, allowed), true, allowed);
    }
    for (const refused of [
      `get statefulsets.apps ${NAMESPACE} other`,
      `update leases.coordination.k8s.io ${NAMESPACE} leader-of-the-workload`,
      `delete leases.coordination.k8s.io ${NAMESPACE} gke-stateful-move-${SET}`,
    ]) {
      assert.equal(await may(api(), account, refused), false, refused);
    }
    for (const [verbs, resources] of [
      [
        ["create", "update", "patch", "delete"],
        ["persistentvolumeclaims", "persistentvolumes", "pods", "statefulsets.apps", "statefulsets.apps/scale"],
      ],
      [
        ["get", "list", "create", "delete"],
        ["secrets", "configmaps", "pods", "pods/exec", "namespaces", "rolebindings.rbac.authorization.k8s.io"],
      ],
      [
        ["delete", "create"],
        ["volumesnapshotcontents.snapshot.storage.k8s.io", "volumesnapshotclasses.snapshot.storage.k8s.io"],
      ],
    ] as const) {
      for (const refused of verbs.flatMap((verb) => resources.map((resource) => `${verb} ${resource}`))) {
        assert.equal(await may(api(), account, `${refused} ${NAMESPACE}`), false, refused);
        assert.equal(await may(api(), account, `${refused} kube-system`), false, `${refused} elsewhere`);
      }
    }
    assert.equal(await may(api(), account, "delete volumesnapshots.snapshot.storage.k8s.io default"), false);
  });

  it("makes good snapshots with those rights, keeps as many as it is told, and says so", async () => {
    const kubeconfig = await kubeconfigOf(cluster(), [NAMESPACE, JOB], folder);
    const done: string[] = [];
    const pods = (): Promise<readonly ApiObject[]> =>
      api().list("v1", "Pod", { namespace: NAMESPACE, labels: `${SNAPSHOTS_OF}=${SET}` });
    while (done.length < RUNS) {
      await until(async () => (await pods()).some((pod) => phaseOf(pod) === "Running"), MINUTE);
      const pod = (await pods()).find((one) => phaseOf(one) === "Running");
      assert.ok(pod !== undefined);
      const { args } = (pod["spec"] as { containers: readonly [{ args: readonly string[] }] }).containers[0];
      const { status, stderr, stdout } = spawnSync(
        process.execPath,
        [join(ROOT, "dist", "image", "start.js"), ...args],
        {
          cwd: folder,
          encoding: "utf8",
          env: { PATH: process.env["PATH"], KUBECONFIG: kubeconfig },
        },
      );
      assert.equal(status, 0, stderr + stdout);
      await endPod(api(), pod, { exitCode: status, message: "" });
      done.push(pod.metadata.name);
    }
    const good = (await api().list(SNAPSHOT_API, "VolumeSnapshot", { namespace: NAMESPACE })).map(snapshotOf);
    for (const ordinal of [0, 1, 2]) {
      const own = good.filter(({ claim, isReady }) => claim === `workspace-${SET}-${String(ordinal)}` && isReady);
      assert.equal(own.length, 1);
    }
    await until(async () => {
      const { lastSuccessfulTime } = ((await api().get("batch/v1", "CronJob", JOB, NAMESPACE))?.["status"] ?? {}) as {
        lastSuccessfulTime?: string;
      };
      return lastSuccessfulTime !== undefined;
    });
    const events = await api().list("v1", "Event", { namespace: NAMESPACE, fields: "reason=SnapshotsTaken" });
    assert.equal(events.length, RUNS);
    assert.match(String(events[0]?.["message"]), /3 snapshots good/);
  });
});
