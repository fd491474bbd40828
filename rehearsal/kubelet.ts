import { ATTACHED, DISKS_ANNOTATION } from "./stages";
import type { Api, ApiObject } from "./api";
import type { Assumptions } from "./assumptions";

/** What a kubelet waits for before it starts a pod with claims: all its disks, attached to its node. */
export class Kubelet {
  private readonly api: Api;
  private readonly delay: number;
  private readonly pods = new Map<string, ApiObject>();
  /** `claim's namespace/name` → volume. */
  private readonly volumes = new Map<string, string>();
  /** `volume node` of what is attached. */
  private readonly attached = new Set<string>();
  private readonly stops: (() => void)[] = [];

  constructor(api: Api, { attach }: Assumptions) {
    this.api = api;
    this.delay = attach * 1000;
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
        this.look();
      }),
      await this.api.watch("v1", "Pod", ({ object, type }) => {
        if (type === "DELETED" || !isWaiting(object)) {
          this.pods.delete(object.metadata.uid ?? "");
        } else {
          this.pods.set(object.metadata.uid ?? "", object);
          this.look();
        }
      }),
    );
  }

  /** Ends it. */
  stop(): void {
    this.stops.forEach((stop) => {
      stop();
    });
  }

  private hearAttachment({ spec, status }: ApiObject, isGone: boolean): void {
    const { nodeName, source } = spec as { nodeName: string; source: { persistentVolumeName?: string } };
    const key = `${source.persistentVolumeName ?? ""} ${nodeName}`;
    if (isGone || (status as { attached?: boolean } | undefined)?.attached !== true) {
      this.attached.delete(key);
    } else {
      this.attached.add(key);
      this.look();
    }
  }

  private look(): void {
    for (const [uid, pod] of this.pods) {
      if (this.hasDisks(pod)) {
        this.pods.delete(uid);
        setTimeout(() => {
          const change = { metadata: { annotations: { [DISKS_ANNOTATION]: ATTACHED } } };
          // The pod may be gone by now, and that is as good.
          this.api.merge({ ...pod, apiVersion: "v1", kind: "Pod" }, change).catch(() => undefined);
        }, this.delay);
      }
    }
  }

  private hasDisks(pod: ApiObject): boolean {
    const { nodeName } = pod["spec"] as { nodeName?: string };
    return claimsOf(pod).every((claim) => {
      const volume = this.volumes.get(`${pod.metadata.namespace ?? ""}/${claim}`);
      return volume !== undefined && this.attached.has(`${volume} ${nodeName ?? ""}`);
    });
  }
}

function keyOf({ name, namespace = "" }: { name: string; namespace?: string }): string {
  return `${namespace}/${name}`;
}

/** Names of the claims that a pod mounts. */
export function claimsOf({ spec }: ApiObject): readonly string[] {
  const { volumes = [] } = spec as { volumes?: readonly { persistentVolumeClaim?: { claimName: string } }[] };
  return volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

/** Whether a pod has a node, claims, and nobody who has said that they are there. */
function isWaiting(pod: ApiObject): boolean {
  const { nodeName } = pod["spec"] as { nodeName?: string };
  const { annotations = {}, deletionTimestamp } = pod.metadata;
  return (
    nodeName !== undefined &&
    deletionTimestamp === undefined &&
    annotations[DISKS_ANNOTATION] === undefined &&
    claimsOf(pod).length > 0
  );
}
