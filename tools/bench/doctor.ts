import { setTimeout as sleep } from "node:timers/promises";
import { listAllowed } from "../../cluster/list-allowed";
import { Case } from "../../commands/doctor/case/case";
import { KINDS } from "../../commands/doctor/case/kinds";
import { conditionOf } from "../../commands/doctor/case/quotes";
import { readLive } from "../../commands/doctor/case/read-live";
import { diagnose } from "../../commands/doctor/diagnosis";
import { textOf } from "../../commands/doctor/formats/text";
import { startControlPlane } from "../../commands/rehearse/control-plane/control-plane";
import { detectionFor } from "../../commands/rehearse/simulation/assumptions";
import { requireTools } from "../../commands/tools/build";
import { median } from "./median";
import type { Pod } from "../../commands/doctor/case/types";
import type { ClusterClient } from "../../cluster/client";
import type { Diagnosis } from "../../commands/doctor/diagnosis";

/**
 * What `doctor` adds to reading a cluster: 5,000 pods of five sets in one namespace, with their claims and what the scheduler says of each,
 * on a real control plane without nodes, so that every pod is a finding. The floor is listing the same objects once with the same client.
 * Both in one process, in turn; ratio of medians, goal at most 1.5. Memory is the peak of the process, both together. Needs the programs of
 * npm run tools. Exits 1 if the goal is missed.
 */

const NAMESPACE = "default";
const SETS = 5;
const REPLICAS = 1000;
const ROUNDS = 7;
const GOAL = 1.5;
const PATIENCE = 300;
/** Milliseconds after which nothing is waited for any more. */
const LATER = 15 * 60_000;

async function fill(api: ClusterClient): Promise<void> {
  await api.create({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "fast" },
    provisioner: "pd.csi.storage.gke.io",
    volumeBindingMode: "WaitForFirstConsumer",
  });
  for (let number = 0; number < SETS; number++) {
    const name = `db${String(number)}`;
    const labels = { app: name };
    const ports = [{ port: 5432 }];
    const spec = { clusterIP: "None", selector: labels, ports, publishNotReadyAddresses: true };
    await api.create({ apiVersion: "v1", kind: "Service", metadata: { name, namespace: NAMESPACE }, spec });
    await api.create({
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name, namespace: NAMESPACE },
      spec: setSpec(name, labels),
    });
  }
  // While the controllers write as fast as they can, the API server's cache may be behind, and refuse a list.
  const refused = (): Promise<number> => refusedCount(api).catch(() => 0);
  for (let wait = 0; (await refused()) < SETS * REPLICAS; wait++) {
    if (wait >= PATIENCE) {
      throw new Error("the scheduler did not look at every pod in time");
    }
    await sleep(1000);
  }
}

/** Pods for which the scheduler has found no node. */
async function refusedCount(api: ClusterClient): Promise<number> {
  const pods = (await api.list("v1", "Pod", { namespace: NAMESPACE })) as readonly Pod[];
  return pods.filter((pod) => conditionOf(pod, "PodScheduled")?.status === "False").length;
}

function setSpec(serviceName: string, labels: Readonly<Record<string, string>>): object {
  const resources = { requests: { storage: "10Gi" } };
  const claim = { accessModes: ["ReadWriteOnce"], storageClassName: "fast", resources };
  return {
    replicas: REPLICAS,
    serviceName,
    podManagementPolicy: "Parallel",
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "db", image: "example.com/db:1" }] } },
    volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim }],
  };
}

async function list(api: ClusterClient): Promise<void> {
  await Promise.all(KINDS.map((kind) => listAllowed(api, kind, NAMESPACE)));
}

async function doctor(api: ClusterClient): Promise<Diagnosis> {
  const data = await readLive(api, NAMESPACE);
  const diagnosis = diagnose(
    new Case({ ...data, now: new Date(data.now.getTime() + LATER) }, { namespace: NAMESPACE }),
  );
  textOf(diagnosis, false);
  return diagnosis;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function main(): Promise<void> {
  const plane = await startControlPlane(requireTools(), detectionFor(0));
  try {
    const { api } = plane;
    await fill(api);
    const { findings, pods } = await doctor(api);
    await list(api);
    const times = { list: [] as number[], doctor: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      times.list.push(await timed(() => list(api)));
      times.doctor.push(await timed(() => doctor(api)));
    }
    const ratio = median(times.doctor) / median(times.list);
    const megabytes = process.resourceUsage().maxRSS / 1000;
    process.stdout.write(
      `${String(pods)} pods, ${String(findings.length)} findings: ${median(times.doctor).toFixed(0)} ms, ${ratio.toFixed(2)} × listing (${median(times.list).toFixed(0)} ms; goal: at most ${String(GOAL)}); ${megabytes.toFixed(0)} MB${ratio <= GOAL ? "" : ", MISSED"}\n`,
    );
    process.exitCode = ratio <= GOAL ? 0 : 1;
  } finally {
    await plane.stop();
  }
}

void main();
