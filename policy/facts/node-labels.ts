/** Labels that Kubernetes and GKE set on nodes, by which pods, classes and pools name places. */

/** Zone, on nodes. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone */
export const ZONE_LABEL = "topology.kubernetes.io/zone";
/** Zone, as the driver of Persistent Disk names it, on nodes and in classes. Source: gcp-compute-persistent-disk-csi-driver b560165c, pkg/common/constants.go */
export const DISK_ZONE_LABEL = "topology.gke.io/zone";
/** A node's own name. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetesiohostname */
export const HOST_LABEL = "kubernetes.io/hostname";
/** Every label by which classes and pods name zones; the last one is of Kubernetes before 1.17. */
export const ZONE_LABELS: readonly string[] = [DISK_ZONE_LABEL, ZONE_LABEL, "failure-domain.beta.kubernetes.io/zone"];

/** Name of the pool. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels */
export const GKE_POOL_LABEL = "cloud.google.com/gke-nodepool";
/** "true" on Spot machines. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms */
export const SPOT_LABEL = "cloud.google.com/gke-spot";
/** "true" on preemptible machines. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/preemptible-vms */
export const PREEMPTIBLE_LABEL = "cloud.google.com/gke-preemptible";
/** "spot" or "standard". Source: as {@link SPOT_LABEL} */
export const PROVISIONING_LABEL = "cloud.google.com/gke-provisioning";
/** Machine type. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/#nodekubernetesioinstance-type */
export const MACHINE_LABEL = "node.kubernetes.io/instance-type";
/** Processor architecture, such as amd64. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch */
export const ARCHITECTURE_LABEL = "kubernetes.io/arch";
/** Operating system. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-os */
export const OS_LABEL = "kubernetes.io/os";

/** Label and taint of the nodes of GKE Sandbox. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/sandbox-pods */
export const SANDBOX_KEY = "sandbox.gke.io/runtime";
/** Its value, and the RuntimeClass of pods that run there; the class selects the label and tolerates the taint. Source: as {@link SANDBOX_KEY} */
export const SANDBOX_RUNTIME = "gvisor";
