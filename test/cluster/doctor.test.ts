import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import { readLive } from "../../commands/doctor/case/read-live";
import { Case } from "../../commands/doctor/case/case";
import { diagnose, flat } from "../../commands/doctor/diagnosis";
import { evict } from "../../cluster/pods";
import { makeDumpFolder, readDump, writeDump } from "../../commands/doctor/case/dump";
import { kubeconfigOf, LIMIT, may, standingCluster, until } from "../support/cluster";
import { runBeside, temporaryFolder } from "../support/cli";
import { FAULTS, get, SERVICE, setOf } from "../support/faults";
import { ROOT } from "../support/stacks";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";
import type { Ranked } from "../../commands/doctor/diagnosis";

/** Milliseconds by which the doctor comes later than the fault: what it waits for is not waited for here. */
const LATER = 15 * 60_000;
/** Seconds until a fault shows. */
const SHOWS = 40;

/** A set, as far as it says that it is at rest. */
type Settling = ApiObject & {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly replicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
  };
};

describe("doctor on a real API server, scheduler and driver", function () {
  this.timeout(LIMIT);

  const cluster = standingCluster();
  const api = (): ClusterClient => cluster().api;
  const findings = async (namespace: string, later = LATER): Promise<readonly Ranked[]> => {
    const data = await readLive(api(), namespace);
    return diagnose(new Case({ ...data, now: new Date(data.now.getTime() + later) }, { namespace })).findings;
  };
  const folder = temporaryFolder();
  const shown = (all: readonly Ranked[]): string =>
    flat(all)
      .map(({ cause, evidence, indicator, says }) => `${indicator}/${cause}: ${says} [${evidence.join("; ")}]`)
      .join("\n");

  async function apply(text: string, namespace?: string): Promise<void> {
    for (const document of parseAllDocuments(text)) {
      const object = document.toJS() as ApiObject;
      const { body, status } = await api().apply({
        ...object,
        metadata: { ...object.metadata, ...(namespace !== undefined && { namespace }) },
      });
      assert.ok(status < 300, JSON.stringify(body));
    }
  }

  const readyIn = (namespace: string): Promise<void> =>
    until(async () => {
      const { status = {} } = (await get(api(), "StatefulSet", "db", namespace)) as Settling;
      return status.readyReplicas === 2;
    }, SHOWS);

  before(async () => {
    for (const { name, objects, shared } of FAULTS) {
      const labels = name === "scale-security" ? { "pod-security.kubernetes.io/enforce": "baseline" } : {};
      await api().create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
      if (shared !== undefined) {
        await apply(shared);
      }
      await apply(objects, name);
    }
    await api().create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "two" } });
    await apply(`${setOf({ className: "gone" })}---${SERVICE.replace("app: db }", "app: web }")}`, "two");
    for (const { act, name } of FAULTS) {
      if (act !== undefined) {
        await readyIn(name);
        await act(api(), name);
      }
    }
  });

  it("says nothing about a stack that is well, nor while it scales, rolls out and loses a node to a drain", async () => {
    assert.equal(shown(await findings("stateful")), "");
    const path = "/apis/apps/v1/namespaces/stateful/statefulsets/terminal-pods";
    const seen = new Set<string>();
    const settles = (replicas: number): Promise<void> =>
      until(async () => {
        seen.add(shown(await findings("stateful", 0)));
        const { metadata, status = {} } = (await get(api(), "StatefulSet", "terminal-pods", "stateful")) as Settling;
        const isSeen = status.observedGeneration === metadata.generation;
        const counts = [status.readyReplicas, status.updatedReplicas, status.replicas];
        return (
          isSeen && status.currentRevision === status.updateRevision && counts.every((count) => count === replicas)
        );
      }, SHOWS);
    await api().request("PATCH", `${path}/scale`, { spec: { replicas: 4 } }, "application/merge-patch+json");
    await settles(4);
    const change = { spec: { template: { metadata: { annotations: { changed: "yes" } } } } };
    await api().request("PATCH", path, change, "application/merge-patch+json");
    await settles(4);
    const pod = await get(api(), "Pod", "terminal-pods-0", "stateful");
    const { nodeName } = pod["spec"] as { readonly nodeName: string };
    await api().merge(await get(api(), "Node", nodeName), { spec: { unschedulable: true } });
    assert.equal((await evict(api(), pod)).status, 201);
    await settles(4);
    assert.deepEqual([...seen], [""]);
  });

  it("may do with the rights of docs/doctor.md what it has to, and nothing else", async () => {
    const [, rights = ""] = /```yaml\n([^]+?)```/.exec(readFileSync(join(ROOT, "docs", "doctor.md"), "utf8")) ?? [];
    await apply(rights);
    const subject = { kind: "ServiceAccount", name: "doctor", namespace: "stateful" };
    await api().create({ apiVersion: "v1", kind: "ServiceAccount", metadata: subject });
    const bind = (kind: string, role: string, where: object): Promise<unknown> =>
      api().create({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind,
        metadata: { name: role, ...where },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
        subjects: [subject],
      });
    await bind("RoleBinding", "gke-stateful-doctor", { namespace: "names-selector" });
    const KUBECONFIG = await kubeconfigOf(cluster(), ["stateful", "doctor"], folder);
    const doctor = (...args: readonly string[]): ReturnType<typeof runBeside> =>
      runBeside(["doctor", ...args], { env: { KUBECONFIG } });

    const narrow = await doctor("--namespace", "names-selector");
    assert.equal(narrow.status, 1, narrow.stderr);
    assert.match(
      narrow.stdout,
      /network-identity \(selector\)[^]+Not read, because the right is missing: PersistentVolume, /,
    );
    const none = await doctor();
    assert.equal(none.status, 2);
    assert.match(none.stderr, /StatefulSet and Pod may not be listed here/);
    await bind("ClusterRoleBinding", "gke-stateful-doctor-cluster", {});
    await bind("ClusterRoleBinding", "gke-stateful-doctor", {});
    const wide = await doctor("--format", "json");
    assert.equal(wide.status, 1, wide.stderr);
    assert.deepEqual((JSON.parse(wide.stdout) as { forbidden: unknown }).forbidden, []);

    const account = { user: "system:serviceaccount:stateful:doctor", groups: ["system:authenticated"] };
    const refused = ["secrets", "configmaps", "pods/log", "pods/exec"].flatMap((what) =>
      ["get", "list", "create"].map((verb) => `${verb} ${what}`),
    );
    const writes = ["create", "patch", "delete"].flatMap((verb) =>
      ["pods", "statefulsets.apps", "persistentvolumeclaims", "persistentvolumes", "nodes"].map(
        (what) => `${verb} ${what}`,
      ),
    );
    for (const asked of [...refused, ...writes]) {
      assert.equal(await may(api(), account, `${asked} stateful`), false, asked);
    }
  });

  for (const { first, later = LATER, name } of FAULTS) {
    it(`${name}: ${first.join(", ")} comes first`, async () => {
      let found: readonly Ranked[] = [];
      for (let wait = 0; wait < SHOWS; wait++) {
        found = await findings(name, later);
        const [top] = found;
        if (top?.indicator === first[0] && top.cause === first[1]) {
          return;
        }
        await sleep(1000);
      }
      assert.fail(`found instead:\n${shown(found)}`);
    });
  }

  it("names two faults of one set, each for itself", async () => {
    const found = await findings("two");
    assert.deepEqual(
      found.map(({ cause, indicator }) => `${indicator} ${cause}`),
      ["disk-not-made class-missing", "disk-not-made class-missing", "network-identity selector"],
    );
    assert.ok(
      found[0]?.explains.some(({ indicator }) => indicator === "pod-pending"),
      "the cause explains the pod",
    );
  });

  it("says of a dump what it says of the cluster", async () => {
    const data = await readLive(api(), undefined);
    makeDumpFolder(join(folder, "dump"));
    writeDump(join(folder, "dump"), data);
    const [live, dumped] = [data, readDump(join(folder, "dump"))].map((one) => diagnose(new Case(one)));
    assert.ok((live?.findings.length ?? 0) > FAULTS.length / 2);
    assert.deepEqual(JSON.parse(JSON.stringify(dumped)), JSON.parse(JSON.stringify(live)));
  });
});
