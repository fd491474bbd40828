import { join } from "node:path";
import { UNTHROTTLED } from "./control-plane";
import { DISK_DRIVER, possibleNodes, PROJECT } from "../simulation/nodes";
import type { ControlPlane } from "./control-plane";
import type { SimulatedPool } from "../simulation/pools";
import type { Tools } from "../../tools/build";

/** Folder with what is on the disks and in the snapshots of a control plane: `disks/` and `snapshots/`, with a folder for each by its handle. */
export function bytesFolder({ folder }: ControlPlane): string {
  return join(folder, "bytes");
}

/** Starts GKE's driver of disks over its fake cloud, and the controllers of Kubernetes that ask it. */
export async function startDisks(
  plane: ControlPlane,
  tools: Tools,
  pools: readonly SimulatedPool[],
  workloads: number,
): Promise<void> {
  const { folder, kubeconfig, processes } = plane;
  const socket = join(folder, "csi.sock");
  const zone = pools[0]?.zones[0] ?? "";
  await plane.api.create({
    apiVersion: "storage.k8s.io/v1",
    kind: "CSIDriver",
    metadata: { name: DISK_DRIVER },
    spec: { attachRequired: true, podInfoOnMount: false },
  });
  await processes.start("fakepd", tools.fakepd, [
    `-endpoint=unix:${socket}`,
    `-project=${PROJECT}`,
    `-zone=${zone}`,
    `-bytes=${bytesFolder(plane)}`,
    ...possibleNodes(pools, workloads).map(
      ({ count, prefix, zone: place }) => `-nodes=${prefix}=${place}=${String(count)}`,
    ),
  ]);
  const common = [`--csi-address=${socket}`, `--kubeconfig=${kubeconfig}`, "--leader-election=false", ...UNTHROTTLED];
  // The fake cloud keeps its disks without a lock: one at a time.
  const one = "--worker-threads=1";
  await processes.start("csi-provisioner", tools["csi-provisioner"], [
    ...common,
    one,
    "--feature-gates=Topology=true",
    "--extra-create-metadata",
  ]);
  await processes.start("csi-attacher", tools["csi-attacher"], [...common, one]);
  await processes.start("csi-resizer", tools["csi-resizer"], [...common, "--workers=1"]);
  await processes.start("csi-snapshotter", tools["csi-snapshotter"], [...common, one]);
  await processes.start("snapshot-controller", tools["snapshot-controller"], [
    `--kubeconfig=${kubeconfig}`,
    "--leader-election=false",
  ]);
}
