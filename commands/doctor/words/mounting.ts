import type { Recognized } from "./told";

/** What the kubelet and the attacher say where a disk does not get to its pod. */
const MOUNTING: readonly Recognized[] = [
  {
    cause: "still-elsewhere",
    sign: /Multi-Attach error|already (?:used|attached)|RESOURCE_IN_USE/,
    says: "its disk is still attached to another node",
    next: "See which node has it. It lets go when its pod has ended there, or when GKE has repaired or deleted the node.",
  },
  {
    cause: "disk-gone",
    // A machine or a Secret may be "not found" too: only a disk is a disk.
    sign: /could not find disk|\/disks\/\S+ was not found/i,
    says: "its disk is not there any more",
    stops: true,
    next: "Delete nothing. Find the newest snapshot or backup: npx gke-stateful volumes list.",
  },
  {
    cause: "disk-limit",
    sign: /[Mm]aximum \S* ?disks? count|attach limit|exceeds the limit/,
    says: "its node holds as many disks as it can",
    next: "Let it go to another node: delete the pod. Then add nodes.",
  },
  {
    cause: "type",
    sign: /not (?:a )?compatible|UNSUPPORTED_OPERATION/i,
    says: "its disk does not fit the machine type of its node",
    next: "Let the pod run on a machine type that takes the disk's type.",
  },
  {
    cause: "file-system",
    sign: /(?:bad|can't read) superblock on \/dev\/|fsck found errors|needs cleaning/i,
    says: "the file system of its disk is damaged or another one",
    stops: true,
    next: "Take a snapshot of the disk before anything repairs it.",
  },
  {
    cause: "missing-configuration",
    sign: /(?:secret|configmap) "[^"]+" not found|references non-existent/i,
    says: "a Secret or ConfigMap that it mounts is missing",
    next: "Make it; the kubelet tries again by itself.",
  },
];

/** Why a disk is not attached or mounted, by what is said of it; undefined where that is not known. */
export function whyNotMounted(message: string): Recognized | undefined {
  return MOUNTING.find(({ sign }) => sign.test(message));
}
