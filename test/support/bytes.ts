import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { phaseOf } from "../../cluster/objects";
import { bytesFolder } from "../../commands/rehearse/control-plane/disks";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";
import type { Cluster } from "../../commands/rehearse/cluster";

/** Folder with what is on the disk of a claim. */
async function diskFolder({ api, plane }: Cluster, namespace: string, claim: string): Promise<string> {
  const object = await api.get("v1", "PersistentVolumeClaim", claim, namespace);
  const { volumeName = "" } = (object?.["spec"] ?? {}) as { volumeName?: string };
  const volume = await api.get("v1", "PersistentVolume", volumeName);
  const { csi } = (volume?.["spec"] ?? {}) as { csi?: { volumeHandle: string } };
  return join(bytesFolder(plane), "disks", (csi?.volumeHandle ?? "none").replaceAll("/", "_"));
}

/** The one file of a disk, for tests. */
const FILE = "written.txt";

/** Writes something on the disk of a claim, as a pod would. */
export async function writeOn(cluster: Cluster, namespace: string, claim: string, text: string): Promise<void> {
  writeFileSync(join(await diskFolder(cluster, namespace, claim), FILE), text);
}

/** What was written on the disk that a claim has now. */
export async function readFrom(cluster: Cluster, namespace: string, claim: string): Promise<string> {
  return readFileSync(join(await diskFolder(cluster, namespace, claim), FILE), "utf8");
}

interface CheckSpec {
  readonly containers: readonly {
    readonly command: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  }[];
  readonly volumes: readonly {
    readonly name: string;
    readonly persistentVolumeClaim?: { readonly claimName: string };
  }[];
}

/** Runs what the one container of pods of a namespace says, on the folders of their disks, as a kubelet would: none runs here. */
export async function runPods(cluster: Cluster, namespace: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // A cluster that is being stopped does not answer, and a pod that was deleted in between has no disks.
    await runOnce(cluster, namespace).catch(() => undefined);
    await sleep(300);
  }
}

async function runOnce(cluster: Cluster, namespace: string): Promise<void> {
  for (const pod of await cluster.api.list("v1", "Pod", { namespace })) {
    if (phaseOf(pod) === "Running" && pod.metadata.deletionTimestamp === undefined) {
      await runPod(cluster, pod);
    }
  }
}

async function runPod(cluster: Cluster, pod: ApiObject): Promise<void> {
  const { containers, volumes } = pod["spec"] as CheckSpec;
  const [container] = containers;
  const folders = new Map<string, string>();
  for (const { mountPath, name } of container?.volumeMounts ?? []) {
    const claim = volumes.find((one) => one.name === name)?.persistentVolumeClaim?.claimName;
    if (claim !== undefined) {
      folders.set(mountPath, await diskFolder(cluster, pod.metadata.namespace ?? "", claim));
    }
  }
  const own = mkdtempSync(join(tmpdir(), "gke-stateful-pod-"));
  const log = join(own, "termination-log");
  writeFileSync(log, "");
  const onFolders = (text: string): string =>
    [...folders].reduce((all, [mountPath, folder]) => all.replaceAll(mountPath, folder), text);
  const [program = "", ...args] = container?.command ?? [];
  const env = Object.fromEntries((container?.env ?? []).map(({ name, value = "" }) => [name, onFolders(value)]));
  const { status } = spawnSync(program, args.map(onFolders), { env: { ...process.env, ...env, TERMINATION_LOG: log } });
  const message = readFileSync(log, "utf8");
  rmSync(own, { recursive: true });
  await endPod(cluster.api, pod, { exitCode: status ?? 1, message });
}

/** Ends a pod, as a kubelet would say it. */
export async function endPod(
  api: ClusterClient,
  pod: ApiObject,
  terminated: { readonly exitCode: number; readonly message: string },
): Promise<void> {
  const phase = terminated.exitCode === 0 ? "Succeeded" : "Failed";
  const reason = terminated.exitCode === 0 ? "Completed" : "Error";
  const containerStatuses = [
    {
      name: "check",
      image: "",
      imageID: "",
      ready: false,
      restartCount: 0,
      state: { terminated: { ...terminated, reason } },
    },
  ];
  await api.tryMerge(pod, { status: { phase, containerStatuses } }, "status");
}
