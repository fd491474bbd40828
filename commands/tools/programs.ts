/** A program that a rehearsal runs. */
export interface Program {
  /** Name of the binary. */
  readonly name: string;
  /** Go package that it is built from, as tools/ names it. */
  readonly source: string;
  /** Argument that prints its version, for programs that may come from elsewhere. @default it is always built here */
  readonly versionFlag?: string;
  /** What it is for. */
  readonly purpose: string;
}

/** Version of Kubernetes that tools/control-plane/go.mod pins. `test/rehearsal/programs.test.ts` compares them. */
export const KUBERNETES_VERSION = "v1.36.3";

/** Everything that a rehearsal runs. The first to be needed is the first to be built. */
export const PROGRAMS = [
  { name: "etcd", source: "go.etcd.io/etcd/server/v3", versionFlag: "--version", purpose: "the store" },
  {
    name: "kube-apiserver",
    source: "k8s.io/kubernetes/cmd/kube-apiserver",
    versionFlag: "--version",
    purpose: "the API server",
  },
  {
    name: "kube-controller-manager",
    source: "k8s.io/kubernetes/cmd/kube-controller-manager",
    versionFlag: "--version",
    purpose: "StatefulSets, budgets, garbage",
  },
  {
    name: "kube-scheduler",
    source: "k8s.io/kubernetes/cmd/kube-scheduler",
    versionFlag: "--version",
    purpose: "where pods go",
  },
  { name: "kwok", source: "sigs.k8s.io/kwok/cmd/kwok", purpose: "simulated nodes" },
  { name: "fakepd", source: "./fakepd", purpose: "the Persistent Disk driver over a fake Compute Engine" },
  {
    name: "csi-provisioner",
    source: "github.com/kubernetes-csi/external-provisioner/v6/cmd/csi-provisioner",
    purpose: "disks for claims",
  },
  {
    name: "csi-attacher",
    source: "github.com/kubernetes-csi/external-attacher/v4/cmd/csi-attacher",
    purpose: "disks on nodes",
  },
  {
    name: "csi-resizer",
    source: "github.com/kubernetes-csi/external-resizer/v2/cmd/csi-resizer",
    purpose: "disks that grow",
  },
  {
    name: "csi-snapshotter",
    source: "github.com/kubernetes-csi/external-snapshotter/v8/cmd/csi-snapshotter",
    purpose: "snapshots",
  },
  {
    name: "snapshot-controller",
    source: "github.com/kubernetes-csi/external-snapshotter/v8/cmd/snapshot-controller",
    purpose: "snapshots",
  },
  { name: "kubectl", source: "./kubectl", versionFlag: "version --client", purpose: "for whoever keeps the rehearsal" },
] as const satisfies readonly Program[];

/** Name of a program. */
export type ProgramName = (typeof PROGRAMS)[number]["name"];

/** Definitions that a rehearsal applies, from the Go modules that own them. */
export const DEFINITIONS = [
  {
    module: "github.com/kubernetes-csi/external-snapshotter/client/v8",
    files: [
      "config/crd/snapshot.storage.k8s.io_volumesnapshotclasses.yaml",
      "config/crd/snapshot.storage.k8s.io_volumesnapshotcontents.yaml",
      "config/crd/snapshot.storage.k8s.io_volumesnapshots.yaml",
    ],
  },
  { module: "k8s.io/autoscaler/vertical-pod-autoscaler", files: ["deploy/vpa-v1-crd-gen.yaml"] },
] as const;
