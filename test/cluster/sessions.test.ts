import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { POOL, SESSION_KEYS } from "../../policy/facts/session-keys";
import { SessionsError } from "../../sessions/client";
import { temporaryFolder } from "../support/cli";
import { kubeconfigOf, LIMIT, may, standingCluster, until } from "../support/cluster";
import { clientOf, startReplicaProcess, tokenOf } from "../support/session-processes";
import { ROOT } from "../support/stacks";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";
import type { ReplicaProcess } from "../support/session-processes";
import type { SessionsClient } from "../../sessions/client";

const NAMESPACE = "stateful";
const SET = "terminal-pods";
const CONTROLLER = `${SET}-sessions`;
/** Seconds until a follower takes over from a leader that was killed. */
const TAKEOVER = 40;

describe("the controller of sessions on a real API server, with the bundle of the image", function () {
  this.timeout(LIMIT);

  const cluster = standingCluster({
    operations: { image: "europe-docker.pkg.dev/my-project/tools/gke-stateful:1.0.0" },
    "@.updateStrategy": { type: "OnDelete" },
    "@.sessions": {
      warm: 1,
      max: 5,
      perTenant: 3,
      callers: [{ serviceAccount: "web" }, { serviceAccount: "gateway", allTenants: true }],
    },
  });
  const api = (): ClusterClient => cluster().api;
  const folder = temporaryFolder();
  let replicas: readonly [ReplicaProcess, ReplicaProcess];
  let web: SessionsClient;
  let gateway: string;

  const claim = (ordinal: number): Promise<ApiObject | undefined> =>
    api().get("v1", "PersistentVolumeClaim", `workspace-${SET}-${String(ordinal)}`, NAMESPACE);
  const pod = (ordinal: number): Promise<ApiObject | undefined> =>
    api().get("v1", "Pod", `${SET}-${String(ordinal)}`, NAMESPACE);
  const refused = (reason: string) => (error: unknown) => {
    assert.ok(error instanceof SessionsError, String(error));
    assert.equal(error.reason, reason, error.message);
    return true;
  };

  before(async () => {
    execFileSync(process.execPath, ["--import", "tsx", "tools/build/image.ts"], { cwd: ROOT });
    for (const account of ["web", "gateway", "stranger"]) {
      await api().create({
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { name: account, namespace: NAMESPACE },
      });
    }
    const [first, second] = await Promise.all([startOne(), startOne()]);
    replicas = [first, second];
    web = clientOf(first, await tokenOf(api(), [NAMESPACE, "web"]));
    gateway = await tokenOf(api(), [NAMESPACE, "gateway"]);
  });
  after(async () => {
    await Promise.all(replicas.map((replica) => replica.end("SIGTERM")));
  });

  it("may do what it has to, and nothing else", async () => {
    const account = {
      user: `system:serviceaccount:${NAMESPACE}:${CONTROLLER}`,
      groups: ["system:serviceaccounts", `system:serviceaccounts:${NAMESPACE}`, "system:authenticated"],
    };
    for (const allowed of [
      `patch statefulsets.apps/scale ${NAMESPACE} ${SET}`,
      `delete pods ${NAMESPACE}`,
      `delete leases.coordination.k8s.io ${NAMESPACE} gke-stateful-sessions-${SET}`,
    ]) {
      assert.equal(await may(api(), account, allowed), true, allowed);
    }
    for (const what of [
      `create pods ${NAMESPACE}`,
      `create persistentvolumeclaims ${NAMESPACE}`,
      `create pods/exec ${NAMESPACE}`,
      `patch statefulsets.apps ${NAMESPACE} ${SET}`,
      `patch statefulsets.apps/scale ${NAMESPACE} other`,
      `delete leases.coordination.k8s.io ${NAMESPACE} ${SET}-0`,
      `get secrets ${NAMESPACE}`,
      `delete pods default`,
      `delete persistentvolumes ${NAMESPACE}`,
    ]) {
      assert.equal(await may(api(), account, what), false, what);
    }
  });

  it("gives a slot, says on pod and disk whose it is, and gives the same again", async () => {
    const ann = await web.acquire("ann");
    assert.deepEqual([ann.ordinal, ann.launch, ann.state], [0, "warm", "Active"]);
    assert.equal(ann.tenant, `system:serviceaccount:${NAMESPACE}:web`);
    assert.equal(ann.host, `${SET}-0.${SET}-headless.${NAMESPACE}.svc`);
    const [disk, its] = [(await claim(0))!, (await pod(0))!];
    assert.equal(disk.metadata.labels?.[POOL], SET);
    assert.equal(disk.metadata.annotations?.[SESSION_KEYS.session], "ann");
    assert.equal(its.metadata.labels?.[SESSION_KEYS.session], "ann");
    assert.equal(its.metadata.annotations?.["cluster-autoscaler.kubernetes.io/safe-to-evict"], "false");
    assert.deepEqual({ ...(await web.acquire("ann")), active: ann.active }, ann);
    assert.equal((await web.heartbeat(ann)).state, "Active");
  });

  it("answers the same at a replica that follows", async () => {
    const { epoch } = await web.acquire("ann");
    for (const replica of replicas) {
      const client = clientOf(replica, await tokenOf(api(), [NAMESPACE, "web"]));
      const ann = await client.acquire("ann");
      assert.deepEqual([ann.ordinal, ann.epoch], [0, epoch]);
      assert.deepEqual(
        (await client.list()).map(({ session }) => session),
        ["ann"],
      );
    }
  });

  it("fences off whoever held a session before", async () => {
    const before = await web.acquire("ann");
    const after = await web.acquire("ann", { takeOver: true });
    assert.deepEqual([after.ordinal, after.epoch], [before.ordinal, before.epoch + 1]);
    await assert.rejects(web.heartbeat(before), refused("Fenced"));
    await assert.rejects(web.release(before, "wipe"), refused("Fenced"));
  });

  it("keeps a session's disk when it is given back, and wipes it, disk and all, when that is asked for", async () => {
    const ann = await web.acquire("ann");
    const old = await claim(0);
    const volume = (old?.["spec"] as { volumeName: string }).volumeName;
    assert.equal((await web.release(ann)).state, "Suspended");
    await until(
      async () =>
        (await pod(0))?.metadata.annotations?.["cluster-autoscaler.kubernetes.io/safe-to-evict"] === undefined,
    );
    const again = await web.acquire("ann");
    assert.equal(again.ordinal, 0);
    assert.equal((await claim(0))?.metadata.uid, old?.metadata.uid);
    await web.release(again, "wipe");
    await until(async () => (await slots()).find(({ ordinal }) => ordinal === 0)?.state === "Free", 90);
    const fresh = await claim(0);
    assert.notEqual(fresh?.metadata.uid, old?.metadata.uid);
    assert.equal(fresh?.metadata.annotations?.[SESSION_KEYS.session], undefined);
    await until(async () => (await api().get("v1", "PersistentVolume", volume)) === undefined);
  });

  it("scales out while slots are taken, up to the most, and tells those who come later", async () => {
    const all = await Promise.all(
      ["u1", "u2", "u3", "u4", "u5"].map((tenant) =>
        clientOf(replicas[0], gateway, { tenant }).acquire("s", { waitSeconds: 120 }),
      ),
    );
    assert.deepEqual(all.map(({ ordinal }) => ordinal).toSorted(), [0, 1, 2, 3, 4]);
    await assert.rejects(
      clientOf(replicas[0], gateway, { tenant: "u6" }).acquire("s", { waitSeconds: 1 }),
      refused("PoolFull"),
    );
    // Whoever waits gets what is given back.
    const late = clientOf(replicas[0], gateway, { tenant: "u6" }).acquire("s", { waitSeconds: 120 });
    await clientOf(replicas[1], gateway, { tenant: "u1" }).release({ session: "s", epoch: all[0]!.epoch }, "wipe");
    assert.equal((await late).ordinal, all[0]!.ordinal);
    for (const { epoch, tenant } of [...all.slice(1), await late]) {
      await clientOf(replicas[0], gateway, { tenant }).release({ session: "s", epoch }, "wipe");
    }
    await until(async () => (await slots()).every(({ state }) => state === "Free"), 120);
  });

  it("loses no session when the leader is killed", async () => {
    const ann = await web.acquire("ann", { waitSeconds: 120 });
    const lease = await api().get("coordination.k8s.io/v1", "Lease", `gke-stateful-sessions-${SET}`, NAMESPACE);
    const { holderIdentity } = lease?.["spec"] as { holderIdentity: string };
    const leader = replicas.findIndex(({ url }) => holderIdentity.includes(new URL(url).host));
    const follower = replicas[1 - leader]!;
    await replicas[leader]!.end("SIGKILL");
    const began = performance.now();
    const client = clientOf(follower, await tokenOf(api(), [NAMESPACE, "web"]), { patience: TAKEOVER * 1000 });
    const now = await client.heartbeat(ann);
    console.log(`    The follower led after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
    assert.deepEqual([now.ordinal, now.epoch, now.state], [ann.ordinal, ann.epoch, "Active"]);
    await client.release(ann);
    replicas = [follower, await startOne()];
    web = client;
  });

  it("makes a record again that somebody deleted, from what the disk says", async () => {
    const ann = await web.acquire("ann");
    const name = `${SET}-${String(ann.ordinal)}`;
    await api().delete((await api().get("coordination.k8s.io/v1", "Lease", name, NAMESPACE))!);
    await until(async () => (await web.list()).some(({ epoch, session }) => session === "ann" && epoch > ann.epoch));
    await assert.rejects(web.heartbeat(ann), refused("Fenced"));
    assert.equal((await web.acquire("ann")).ordinal, ann.ordinal);
  });

  it("gives a slot to nobody whose disk says that it is somebody else's", async () => {
    const disk = (await claim(1))!;
    await api().merge(disk, {
      metadata: {
        annotations: { [SESSION_KEYS.session]: "eve", [SESSION_KEYS.tenant]: "eve", [SESSION_KEYS.epoch]: "7" },
      },
    });
    const lease = await api().get("coordination.k8s.io/v1", "Lease", `${SET}-1`, NAMESPACE);
    assert.ok(lease !== undefined);
    await until(async () => (await slots()).find(({ ordinal }) => ordinal === 1)?.state === "Quarantined");
    const { reason } = (await slots()).find(({ ordinal }) => ordinal === 1)!;
    assert.equal(reason, "DiskHasOtherOwner");
    const operator = clientOf(replicas[0], await operatorToken());
    await operator.operate(1, "wipe");
    await until(async () => (await slots()).find(({ ordinal }) => ordinal === 1)?.state === "Free", 90);
  });

  it("refuses whoever may not, and tells nothing", async () => {
    const stranger = clientOf(replicas[0], await tokenOf(api(), [NAMESPACE, "stranger"]));
    await assert.rejects(stranger.acquire("x"), refused("AccessRefused"));
    await assert.rejects(clientOf(replicas[0], "forged").list(), refused("AccessRefused"));
    const foreign = await tokenOf(api(), [NAMESPACE, "web"], "somebody-else");
    await assert.rejects(clientOf(replicas[0], foreign).list(), refused("AccessRefused"));
    await assert.rejects(
      clientOf(replicas[0], await tokenOf(api(), [NAMESPACE, "web"]), { tenant: "u1" }).list(),
      refused("AccessRefused"),
    );
    await assert.rejects(web.slots(), refused("AccessRefused"));
    const other = clientOf(replicas[0], gateway, { tenant: "u9" });
    await assert.rejects(other.get("ann"), refused("NoSuchSession"));
    await assert.rejects(other.heartbeat({ session: "ann", epoch: 1 }), refused("NoSuchSession"));
    await assert.rejects(web.acquire("a b"), refused("BadRequest"));
    const big = await fetch(`${replicas[0].url}/v1/sessions`, {
      method: "POST",
      body: "x".repeat(100_000),
      headers: { "content-type": "application/json" },
    });
    assert.equal(big.status, 413);
  });

  /** A replica, as the Deployment of the stack starts it. */
  const startOne = async (): Promise<ReplicaProcess> => {
    const deployment = await api().get("apps/v1", "Deployment", CONTROLLER, NAMESPACE);
    const { args } = (
      deployment?.["spec"] as {
        template: { spec: { containers: readonly [{ args: readonly string[] }] } };
      }
    ).template.spec.containers[0];
    return startReplicaProcess(await kubeconfigOf(cluster(), [NAMESPACE, CONTROLLER], folder), args, folder);
  };

  /** An operator is bound to the Role by hand. */
  const operatorToken = async (): Promise<string> => {
    await api().apply({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "operator", namespace: NAMESPACE },
    });
    await api().apply({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "operator", namespace: NAMESPACE },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: `${CONTROLLER}-operator` },
      subjects: [{ kind: "ServiceAccount", name: "operator", namespace: NAMESPACE }],
    });
    return tokenOf(api(), [NAMESPACE, "operator"]);
  };

  const slots = async (): ReturnType<SessionsClient["slots"]> => clientOf(replicas[0], await operatorToken()).slots();
});
