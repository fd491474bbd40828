import type { Told } from "./told";

/** Reasons for which a container has never been started. Source: kubernetes v1.36, pkg/kubelet/images/types.go, kuberuntime_container.go */
const WAITING: Readonly<Record<string, Told>> = {
  ImagePullBackOff: {
    cause: "image",
    says: "its image cannot be pulled",
    next: "Correct the image's name and tag, or let the nodes read the repository (cluster.artifactRegistry).",
  },
  ErrImagePull: {
    cause: "image",
    says: "its image cannot be pulled",
    next: "Correct the image's name and tag, or let the nodes read the repository (cluster.artifactRegistry).",
  },
  InvalidImageName: { cause: "image", says: "its image has no valid name", next: "Correct the image's name." },
  ErrImageNeverPull: {
    cause: "image",
    says: "its image is not on the node, and may not be pulled",
    next: "Set imagePullPolicy to IfNotPresent.",
  },
  CreateContainerConfigError: {
    cause: "configuration",
    says: "a Secret or ConfigMap that it names is missing",
    next: "Make it, or correct its name; the kubelet tries again by itself.",
  },
  CreateContainerError: { cause: "container", says: "its container cannot be made", next: "See the event." },
  RunContainerError: { cause: "command", says: "its command cannot be run", next: "Correct command and args." },
};

const USER: Told = {
  cause: "user",
  says: "its image runs as root, and the pod must not",
  next: "Set runAsUser to a user of the image that is not 0.",
};

/** Why a container has never been started; undefined where that is normal for a while, or not known. */
export function whyWaiting(reason: string, message: string): Told | undefined {
  if (/runAsNonRoot|non-numeric user/.test(message)) {
    return USER;
  }
  return Object.hasOwn(WAITING, reason) ? WAITING[reason] : undefined;
}
