import { claimsOf, nodeNameOf } from "../../../cluster/objects";
import { ATTACHED, DISKS_ANNOTATION } from "./stages";
import type { ClusterClient } from "../../../cluster/client";
import type { Assumptions } from "./assumptions";
import type { ApiObject } from "../../../cluster/api-object";

/**
 * What a kubelet waits for before it starts a pod with claims: all its disks, attached to its node. And what its readiness probe
 * may wait for: peers that run.
 */
export class Kubelet {
  private readonly api: ClusterClient;
  private readonly delay: number;
  private readonly peers: number;
  private readonly pods = new Map<string, ApiObject>();
  /** `claim's namespace/name` → volume. */
  private readonly volumes = new Map<string, string>();
  /** Pods that run, ready or not, by the set that they belong to. */
  private readonly running = new Map<string, Set<string>>();
  /** `volume node` of what is attached. */
  private readonly attached = new Set<string>();
  private readonly stops: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(api: ClusterClient, { attach, peers }: Assumptions) {
    this.api = api;
    this.delay = attach * 1000;
    this.peers = peers;
  }

  /** Begins to watch. */
  async start(): Promise<void> {
    this.stops.push(
      await this.api.watch("storage.k8s.io/v1", "VolumeAttachment", ({ object, type }) => {
        this.hearAttachment(object, type === "DELETED");
      }),
      await this.api.watch("v1", "PersistentVolumeClaim", ({ object: { metadata, ...rest } }) => {
        const { volumeName } = rest["spec"] as { volumeName?: string };
        if (volumeName !== undefined) {
          this.volumes.set(keyOf(metadata), volumeName);
        }
        this.lookSoon();
      }),
      await this.api.watch("v1", "Pod", ({ object, type }) => {
        this.hearPod(object, type === "DELETED");
      }),
    );
  }

  /** Ends it. */
  stop(): void {
    clearTimeout(this.timer);
    this.stops.forEach((stop) => {
      stop();
    });
  }

  private hearPod(pod: ApiObject, isGone: boolean): void {
    const { uid = "" } = pod.metadata;
    if (isGone) {
      this.running.get(ownerOf(pod))?.delete(uid);
    }
    if (isGone || !isWaiting(pod)) {
      this.pods.delete(uid);
    } else {
      this.pods.set(uid, pod);
      this.lookSoon();
    }
  }

  private hearAttachment({ metadata, spec, status }: ApiObject, isDeleted: boolean): void {
    const isGone = isDeleted || metadata.deletionTimestamp !== undefined;
    const { nodeName, source } = spec as { nodeName: string; source: { persistentVolumeName?: string } };
    const key = `${source.persistentVolumeName ?? ""} ${nodeName}`;
    if (isGone || (status as { attached?: boolean } | undefined)?.attached !== true) {
      this.attached.delete(key);
    } else {
      this.attached.add(key);
      this.lookSoon();
    }
  }

  /** Many things change at once: one look is enough for all of them. */
  private lookSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.look();
    }, MOMENT);
  }

  private look(): void {
    const started = [...this.pods].filter(([, pod]) => this.hasDisks(pod));
    for (const [uid, pod] of started) {
      const peers = this.running.get(ownerOf(pod)) ?? new Set();
      this.running.set(ownerOf(pod), peers.add(uid));
    }
    for (const [uid, pod] of started) {
      if ((this.running.get(ownerOf(pod))?.size ?? 0) >= this.peers) {
        this.pods.delete(uid);
        setTimeout(() => {
          const change = { metadata: { annotations: { [DISKS_ANNOTATION]: ATTACHED } } };
          // The pod may be gone by now, and that is as good.
          this.api.merge(pod, change).catch(() => undefined);
        }, this.delay);
      }
    }
  }

  private hasDisks(pod: ApiObject): boolean {
    const nodeName = nodeNameOf(pod);
    return claimsOf(pod).every((claim) => {
      const volume = this.volumes.get(`${pod.metadata.namespace ?? ""}/${claim}`);
      return volume !== undefined && this.attached.has(`${volume} ${nodeName ?? ""}`);
    });
  }
}

/** Milliseconds in which changes come together. */
const MOMENT = 20;

/** The set that a pod belongs to, or the pod itself. */
function ownerOf({ metadata: { ownerReferences = [], uid = "" } }: ApiObject): string {
  return ownerReferences[0]?.uid ?? uid;
}

function keyOf({ name, namespace = "" }: { name: string; namespace?: string }): string {
  return `${namespace}/${name}`;
}

/** Whether a pod has a node, claims, and nobody who has said that they are there. */
function isWaiting(pod: ApiObject): boolean {
  const { annotations = {}, deletionTimestamp } = pod.metadata;
  return (
    nodeNameOf(pod) !== undefined &&
    deletionTimestamp === undefined &&
    annotations[DISKS_ANNOTATION] === undefined &&
    claimsOf(pod).length > 0
  );
}
