import assert from "node:assert/strict";
import { manifestsOf } from "../../commands/plan/engine/manifests";
import { ASSUMPTIONS } from "../../commands/rehearse/simulation/assumptions";
import { startCluster } from "../../commands/rehearse/cluster";
import { simulatedPools } from "../../commands/rehearse/simulation/pools";
import { makeStandIns } from "../../commands/rehearse/stack/stand-ins";
import { requireTools } from "../../commands/tools/build";
import { growFileSystems, needsTools, requestOf, until } from "./cluster";
import { planWith } from "./stacks";
import type { ClusterClient } from "../../cluster/client";
import type { Cluster } from "../../commands/rehearse/cluster";
import type { Ran } from "./engine";
import type { Changes } from "./stacks";
import type { ApiObject } from "../../cluster/api-object";

const NAMESPACE = "stateful";
const SET: ApiObject = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "terminal-pods", namespace: NAMESPACE },
};

/** What brings a stack up, changes it and destroys it: the small engine, or the real one. */
export interface Engine {
  readonly preview: (changes: Changes) => Promise<Ran>;
  readonly up: (changes: Changes) => Promise<Ran>;
  readonly destroy: (changes: Changes) => Promise<Ran>;
  /** One that may be spoilt. */
  readonly copy: () => Engine;
}

/** What a run may be told of without having changed anything. */
const isNothing = ({ errors, steps }: Ran): boolean => errors.length === 0 && steps.length === 0;

/** The life of the stack local on a real API server, with growth, other writers, a canary and refusals. */
export function livesOnRealCluster(start: (cluster: Cluster) => Engine): void {
  let cluster: Cluster | undefined;
  let engine: Engine;
  const kubelet = new AbortController();
  let kubelets: Promise<void> | undefined;
  const api = (): ClusterClient => cluster!.api;
  after(async () => {
    kubelet.abort();
    await kubelets;
    await cluster?.stop();
  });
  needsTools();

  /** What the stack's file says by now. */
  let changes: Changes = {};
  const up = async (more: Changes): Promise<Ran> => {
    changes = { ...changes, ...more };
    const ran = await engine.up(changes);
    assert.deepEqual(ran.errors, []);
    const next = await engine.preview(changes);
    assert.ok(isNothing(next), `the next preview is empty: ${JSON.stringify(next)}`);
    return ran;
  };
  /** Refused, in the preview that an update begins with, and everything is as it was. */
  const refused = async (more: Changes, message: RegExp): Promise<void> => {
    const before = await claims();
    const { errors } = await engine.copy().up({ ...changes, ...more });
    assert.match(errors.join("\n"), message);
    assert.deepEqual(await claims(), before);
  };
  const pods = async (): Promise<readonly ApiObject[]> => api().list("v1", "Pod", { namespace: NAMESPACE });
  const uids = async (): Promise<readonly (string | undefined)[]> => (await pods()).map(({ metadata }) => metadata.uid);
  const claims = async (): Promise<readonly string[]> =>
    (await api().list("v1", "PersistentVolumeClaim", { namespace: NAMESPACE })).map(
      (claim) => `${claim.metadata.uid ?? ""} ${requestOf(claim)}`,
    );
  const maps = async (): Promise<readonly string[]> =>
    (await api().list("v1", "ConfigMap", { namespace: NAMESPACE }))
      .map(({ metadata }) => metadata.name)
      .filter((name) => name.startsWith("terminal-pods-config-"));

  before(async () => {
    const plan = await planWith("local", {}, "update");
    cluster = await startCluster(requireTools(), simulatedPools(plan), ASSUMPTIONS);
    await makeStandIns(api(), manifestsOf(plan));
    engine = start(cluster);
    kubelets = growFileSystems(api(), NAMESPACE, kubelet.signal);
    await up({});
  });

  it("has three pods with a claim each", async () => {
    assert.equal((await pods()).length, 3);
    assert.equal((await claims()).length, 3);
  });

  it("grows every claim by one change of the size, and no pod moves", async () => {
    const before = await uids();
    const set = (await api().list("apps/v1", "StatefulSet", { namespace: NAMESPACE }))[0]?.metadata.uid;
    await up({ "@.volumes.workspace.size": "30Gi" });
    const now = (await api().list("apps/v1", "StatefulSet", { namespace: NAMESPACE }))[0]?.metadata.uid;
    assert.notEqual(now, set, "the set is replaced");
    assert.deepEqual(
      (await claims()).map((one) => one.split(" ")[1]),
      ["30Gi", "30Gi", "30Gi"],
    );
    assert.deepEqual(await uids(), before);
  });

  it("refuses to lose the namespace, a disk, or the labels, whatever changes with it", async () => {
    await refused({ namespace: { create: false } }, /every claim in it/);
    // The engine refuses to replace what is protected; what is not, the guard.
    await refused({ namespace: { name: "other" } }, /protected|must stay "stateful"/);
    await refused({ "@.volumes.workspace.size": "10Gi", "@.serviceName": "other" }, /must not be below 30Gi/);
    await refused({ "@.labels": { app: "other" }, "@.serviceName": "other" }, /labels is/);
    assert.equal((await pods()).length, 3);
  });

  it("lets the headless Service change its name, and no pod moves", async () => {
    const before = await uids();
    await up({ "@.serviceName": "peers" });
    assert.deepEqual(await uids(), before);
  });

  it("says who scaled, and gives the number away", async () => {
    await api().merge(SET, { spec: { replicas: 5 } }, "scale");
    await until(async () => (await pods()).length === 5);
    await refused(
      { "@.replicas": 4 },
      /replicas: \.spec\.replicas of StatefulSet .*, which is 5 now, belongs to .*scale/,
    );
    await refused({ "@.volumes.workspace.size": "40Gi" }, /somebody scaled the set to 5, and this change replaces it/);
    await up({ "@.replicasOwner": "controller" });
    await refused({ "@.volumes.workspace.size": "40Gi" }, /replicas must come from the program/);
    assert.equal((await pods()).length, 5);
    await up({ "@.replicasOwner": "program", "@.replicas": 5 });
    await up({ "@.volumes.workspace.size": "40Gi" });
    assert.equal((await claims()).length, 5);
    assert.ok((await claims()).every((one) => one.endsWith(" 40Gi")));
  });

  it("moves the canary of a partition, and keeps the configuration of the pods below it until they have moved", async () => {
    const [old] = await maps();
    await up({ "@.updateStrategy": { partition: 4 }, "@.config.files": { "index.html": "new" } });
    const canary = (await pods()).find(({ metadata }) => metadata.name === "terminal-pods-4");
    const mounted = JSON.stringify(canary?.["spec"]);
    const now = await maps();
    assert.equal(now.length, 2);
    assert.ok(now.includes(old!), "pods below the partition need it when they restart");
    assert.ok(mounted.includes(now.find((name) => name !== old)!), "the canary has moved when up ends");
    // Back, while pods still use the old one, and forth again.
    await up({ "@.config.files": { "index.html": "terminal-pods is ready\n" } });
    assert.deepEqual(await maps(), [old]);
    await up({ "@.config.files": { "index.html": "new" } });
    await up({ "@.updateStrategy": { partition: 0 } });
    assert.deepEqual(
      await maps(),
      now.filter((name) => name !== old),
    );
  });

  it("replaces a set that is updated by hand, while its pods run an old revision", async () => {
    await up({ "@.updateStrategy": { type: "OnDelete" } });
    await up({ "@.config.files": { "index.html": "by hand" } });
    const before = await uids();
    await up({ "@.volumes.workspace.size": "41Gi" });
    assert.deepEqual(await uids(), before);
    assert.equal((await maps()).length, 2, "old pods need theirs");
    await up({ "@.updateStrategy": { type: "RollingUpdate" } });
    assert.equal((await maps()).length, 1);
  });

  it("says which claims cannot grow where a quota of others has no room, before anything is touched", async () => {
    const metadata = { name: "of-others", namespace: NAMESPACE };
    const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata };
    await api().create({ ...quota, spec: { hard: { "requests.storage": "206Gi" } } });
    await until(async () => (await api().get("v1", "ResourceQuota", "of-others", NAMESPACE))?.["status"] !== undefined);
    const before = await uids();
    await refused({ "@.volumes.workspace.size": "50Gi" }, /volumes cannot grow: Quota of-others .* growth needs 45Gi/);
    assert.deepEqual(await uids(), before);
    await api().delete(quota);
  });

  it("lets a workload leave in two steps, and clears its configuration and not its claims", async () => {
    await refused({ workloads: {} }, /workloads\.terminal-pods would be gone, and it has 5 replicas/);
    await up({ "@.replicas": 0 });
    await until(async () => (await pods()).length === 0);
    await api().merge(SET, { spec: { replicas: 1 } }, "scale");
    await until(async () => (await pods()).length === 1);
    await refused({ workloads: {} }, /would be gone, and it has terminal-pods-0: must stay/);
    await api().merge(SET, { spec: { replicas: 0 } }, "scale");
    await until(async () => (await pods()).length === 0);
    const kept = changes;
    changes = { workloads: {} };
    await up({});
    assert.equal((await claims()).length, 5);
    assert.deepEqual(await maps(), []);
    changes = { ...kept, "@.replicas": 2 };
    await up({});
    assert.equal((await claims()).length, 5, "it finds its claims again");
  });

  it("is destroyed with its namespace, when that is asked for", async () => {
    await engine.up({ ...changes, deletionProtection: false });
    const { errors } = await engine.destroy({ ...changes, deletionProtection: false });
    assert.deepEqual(errors, []);
    await until(async () => (await api().get("v1", "Namespace", NAMESPACE)) === undefined);
  });

  it("leaves a namespace that is retained, with its claims, and comes back to it", async () => {
    changes = { deletionProtection: false, namespace: { retain: true } };
    await up({});
    const { errors } = await engine.destroy(changes);
    assert.match(errors.join("\n"), /would be gone, and it has terminal-pods-0, terminal-pods-1, terminal-pods-2/);
    await up({ "@.replicas": 0 });
    await until(async () => (await pods()).length === 0);
    assert.deepEqual((await engine.destroy(changes)).errors, []);
    const kept = await claims();
    assert.equal(kept.length, 3);
    changes = { deletionProtection: false, namespace: { create: false } };
    await up({});
    assert.deepEqual(await claims(), kept);
  });
}
