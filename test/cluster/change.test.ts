import assert from "node:assert/strict";
import { conflictsOf } from "../../cluster/conflicts";
import { growClaims } from "../../cluster/growth";
import { planGrowth } from "../../cluster/growth-plan";
import { clusterId } from "../../cluster/identity";
import { untilRolledOut } from "../../cluster/rollout";
import { clearUnused } from "../../cluster/unused-configuration";
import { fieldRefusals } from "../../components/guard/field-refusals";
import { askForGrowth, finishChange } from "../../components/guard/finish-change";
import { growthNotes } from "../../components/guard/growth-notes";
import { workloadFacts } from "../../components/guard/workload-facts";
import { runBeside } from "../support/cli";
import { growFileSystems, LIMIT, requestOf, standingCluster, until } from "../support/cluster";
import { planWith } from "../support/stacks";
import type { ClusterClient } from "../../cluster/client";
import type { ApiObject } from "../../cluster/api-object";

const SET = { namespace: "stateful", name: "terminal-pods" } as const;
const VOLUME = "workspace";
const claimName = (ordinal: number): string => `${VOLUME}-${SET.name}-${String(ordinal)}`;
/** Name under which a rehearsal applies. */
const MANAGER = "pulumi-kubernetes";

/** What lasts: the set as it is, and its claims. */
async function objects(api: ClusterClient): Promise<{ set: ApiObject; claims: readonly ApiObject[] }> {
  const set = await api.get("apps/v1", "StatefulSet", SET.name, SET.namespace);
  return { set: set!, claims: await api.list("v1", "PersistentVolumeClaim", { namespace: SET.namespace }) };
}

async function requests(api: ClusterClient): Promise<readonly string[]> {
  return (await objects(api)).claims.map(requestOf);
}

describe("a change of a StatefulSet on a real API server", function () {
  this.timeout(LIMIT);

  const cluster = standingCluster();
  const api = (): ClusterClient => cluster().api;

  it("tells the cluster from others", async () => {
    const namespace = await api().get("v1", "Namespace", "kube-system");
    assert.equal(await clusterId(api()), namespace?.metadata.uid);
  });

  it("touches nothing where the quota has no room", async () => {
    const before = await requests(api());
    const quota = (await api().get("v1", "ResourceQuota", "quota", SET.namespace))!;
    const { hard } = quota["spec"] as { hard: Record<string, string> };
    await api().merge(quota, { spec: { hard: { "requests.storage": "61Gi" } } });
    const sizes = { [VOLUME]: "30Gi" };
    await assert.rejects(
      growClaims(api(), SET, sizes),
      /^ClusterError: Quota quota of namespace stateful has 1Gi left of 61Gi \(requests\.storage\), and the growth needs 30Gi\. Raise/,
    );
    assert.deepEqual((await planGrowth(api(), SET, sizes, { ownQuotas: { quota: hard } })).blocked, []);
    assert.deepEqual(await requests(api()), before);
    await api().merge(quota, { spec: { hard } });
    await until(async () => {
      const { status } = (await api().get("v1", "ResourceQuota", "quota", SET.namespace))!;
      return (status as { hard: Record<string, string> }).hard["requests.storage"] === hard["requests.storage"];
    });
  });

  it("touches nothing where the class forbids it", async () => {
    const before = await requests(api());
    const storageClass = (await api().get("storage.k8s.io/v1", "StorageClass", "fast-ssd"))!;
    await api().merge(storageClass, { allowVolumeExpansion: false });
    await assert.rejects(
      growClaims(api(), SET, { [VOLUME]: "30Gi" }),
      /Storage class fast-ssd of the claims .* does not let disks grow/,
    );
    assert.deepEqual(await requests(api()), before);
    await api().merge(storageClass, { allowVolumeExpansion: true });
  });

  it("grows what is smaller, online and without a pod, leaves what is larger, and can be run again", async () => {
    // Ordinal 2 has no pod, and ordinal 1 a larger disk.
    const { set } = await objects(api());
    await api().merge(set, { spec: { replicas: 2 } }, "scale");
    await until(async () => (await api().list("v1", "Pod", { namespace: SET.namespace })).length === 2);
    const larger = (await api().get("v1", "PersistentVolumeClaim", claimName(1), SET.namespace))!;
    await api().merge(larger, { spec: { resources: { requests: { storage: "40Gi" } } } });
    const uids = (await api().list("v1", "Pod", { namespace: SET.namespace })).map(({ metadata }) => metadata.uid);

    const plan = await planGrowth(api(), SET, { [VOLUME]: "30Gi" });
    assert.deepEqual(
      plan.grows.map(({ claim }) => claim.name),
      [claimName(0), claimName(2)],
    );
    assert.deepEqual(plan.larger, [claimName(1)]);
    assert.deepEqual(
      growthNotes(plan, () => 0.34),
      [
        `Claims of terminal-pods that will grow: ${claimName(0)} from 20Gi to 30Gi, ${claimName(2)} from 20Gi to 30Gi; $6.80 more a month.`,
        `Claims of terminal-pods that are larger already, and stay so: ${claimName(1)}.`,
      ],
    );

    const kubelet = new AbortController();
    const kubelets = growFileSystems(api(), SET.namespace, kubelet.signal);
    // The same function that the hook calls, with the set as a bigger template makes it.
    const facts = workloadFacts({
      ...set,
      spec: { ...(set["spec"] as object), volumeClaimTemplates: [template("30Gi")] },
    });
    const terms = { timeoutMinutes: 1, mustGrow: true };
    await askForGrowth(api(), facts, {});
    assert.deepEqual(await requests(api()), ["30Gi", "40Gi", "30Gi"], "asked for before anything is waited for");
    await finishChange(api(), facts, terms);
    const again = await growClaims(api(), SET, { [VOLUME]: "30Gi" });
    kubelet.abort();
    await kubelets;

    assert.deepEqual(await requests(api()), ["30Gi", "40Gi", "30Gi"]);
    assert.deepEqual(again.waitingForPod, [claimName(2)], "its disk has grown, and its file system waits for a pod");
    assert.ok(again.grown.includes(claimName(0)));
    assert.deepEqual((await planGrowth(api(), SET, { [VOLUME]: "30Gi" })).grows, []);
    const pods = await api().list("v1", "Pod", { namespace: SET.namespace });
    assert.deepEqual(
      pods.map(({ metadata }) => metadata.uid),
      uids,
      "no pod has moved",
    );
  });

  it("says which claims have not grown, what they wait for, and how to go on", async () => {
    const { set } = await objects(api());
    const facts = workloadFacts({
      ...set,
      spec: { ...(set["spec"] as object), volumeClaimTemplates: [template("31Gi")] },
    });
    // No kubelet grows a file system this time.
    const terms = { timeoutMinutes: 0.1, mustGrow: true };
    await assert.rejects(
      finishChange(api(), facts, terms),
      new RegExp(
        `Claim ${claimName(0)} has not grown to 31Gi: its disk is larger, and the node has not grown the file system yet[^]*To finish the growth, run: npx gke-stateful volumes grow terminal-pods --namespace stateful --apply`,
      ),
    );
    const finished = new AbortController();
    const kubelets = growFileSystems(api(), SET.namespace, finished.signal);
    await growClaims(api(), SET, { [VOLUME]: "31Gi" });
    finished.abort();
    await kubelets;
  });

  it("is shown and done by volumes grow", async () => {
    const env = { KUBECONFIG: cluster().plane.kubeconfig };
    const shown = await runBeside(["volumes", "grow", SET.name], { env });
    assert.equal(shown.status, 0, shown.stderr);
    assert.match(shown.stdout, /workspace-terminal-pods-1: larger already, stays/);
    const missing = await runBeside(["volumes", "grow", "other"], { env });
    assert.equal(missing.status, 2);
    assert.match(
      missing.stderr,
      /^Namespace stateful of context rehearsal has no StatefulSet other; it has terminal-pods\./,
    );
  });

  it("says who owns a field, what it holds, and both ways out", async () => {
    const plan = await planWith("prod", {}, "update");
    const wanted = plan.resources.find(({ type }) => type.endsWith(":StatefulSet"))!.inputs as unknown as ApiObject;
    assert.deepEqual(await conflictsOf(api(), wanted, MANAGER), [
      { field: ".spec.replicas", owner: '"gke-stateful" with subresource "scale"', value: 2 },
    ]);
    const [sentence] = await fieldRefusals(api(), { newInputs: wanted, oldOutputs: { __fieldManager: MANAGER } });
    assert.match(
      sentence ?? "",
      /^gke-stateful:workloads\.terminal-pods\.replicas: \.spec\.replicas of StatefulSet stateful\/terminal-pods, which is 2 now, belongs to "gke-stateful" with subresource "scale".*PULUMI_K8S_ENABLE_PATCH_FORCE=true npx pulumi up; or give it away for good: set .*replicasOwner to controller/,
    );
    const given = {
      ...wanted,
      metadata: { ...wanted.metadata, annotations: { "gke-stateful/replicas-owner": "controller" } },
    };
    assert.deepEqual(await fieldRefusals(api(), { newInputs: given, oldOutputs: { __fieldManager: MANAGER } }), []);
  });

  it("waits for what a partition lets move, and says what does not", async () => {
    const { set } = await objects(api());
    await api().merge(set, { spec: { replicas: 3 } }, "scale");
    await until(async () => (await api().list("v1", "Pod", { namespace: SET.namespace })).length === 3);
    await api().merge(set, {
      spec: {
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } },
        template: { metadata: { annotations: { revision: "two" } } },
      },
    });
    await untilRolledOut(api(), SET, 60);
    const pods = await api().list("v1", "Pod", { namespace: SET.namespace });
    const revisions = pods.map(({ metadata }) => metadata.labels?.["controller-revision-hash"]);
    assert.equal(revisions[0], revisions[1]);
    assert.notEqual(revisions[2], revisions[0], "the canary has moved");

    await api().merge(set, { spec: { template: { spec: { nodeSelector: { no: "such-node" } } } } });
    await assert.rejects(
      untilRolledOut(api(), SET, 5),
      /is not as it should be after 5 seconds: terminal-pods-2 (?:is not ready|is not there|runs the old revision)/,
    );
    await api().merge(set, {
      spec: { updateStrategy: { rollingUpdate: { partition: 0 } }, template: { spec: { nodeSelector: { no: null } } } },
    });
  });

  it("keeps configuration that a pod of any revision uses, and clears it when none does", async () => {
    const map = (name: string): ApiObject => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: SET.namespace },
    });
    const used = map("used-by-the-old-pods");
    const unused = map("used-by-nobody");
    await Promise.all([api().create(used), api().create(unused)]);
    const { set } = await objects(api());
    const volumes = (name: string): object => ({
      spec: {
        updateStrategy: { type: "OnDelete", rollingUpdate: null },
        template: { spec: { containers: undefined, volumes: [{ name: "config", configMap: { name } }] } },
      },
    });
    const patch = async (name: string): Promise<void> => {
      const path = await api().pathOf("apps/v1", "StatefulSet", SET.namespace, SET.name);
      const type = "application/strategic-merge-patch+json";
      const { status } = await api().request("PATCH", path, volumes(name), type);
      assert.equal(status, 200);
    };
    await patch(used.metadata.name);
    const pod = (await api().get("v1", "Pod", `${SET.name}-0`, SET.namespace))!;
    await api().delete(pod);
    await until(async () => {
      const now = await api().get("v1", "Pod", `${SET.name}-0`, SET.namespace);
      return now !== undefined && now.metadata.uid !== pod.metadata.uid;
    });
    await patch("the-new-one");
    const candidates = [used, unused].map(({ kind, metadata }) => ({ kind, name: metadata.name }));
    assert.deepEqual(await clearUnused(api(), SET, candidates), [used.metadata.name]);
    assert.notEqual(await api().get("v1", "ConfigMap", used.metadata.name, SET.namespace), undefined);
    assert.equal(await api().get("v1", "ConfigMap", unused.metadata.name, SET.namespace), undefined);
    assert.notEqual(set.metadata.uid, undefined);
  });
});

function template(size: string): object {
  return { metadata: { name: VOLUME }, spec: { resources: { requests: { storage: size } } } };
}
