import { expectOk, STATUS } from "../../cluster/answer";
import { SAFE_TO_EVICT, SESSION_KEYS } from "../../policy/facts/session-keys";
import { volumeNameOf } from "../../cluster/objects";
import { deleteWithClaim } from "../../cluster/volumes";
import { leaseOf } from "./lease";
import { stampNotes } from "./view";
import type { Answer } from "../../cluster/answer";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";
import type { DiskView, SlotRecord, SlotView, Stamp } from "../lifecycle/slot";
import type { Mirror } from "./mirror";

const POD = { apiVersion: "v1", kind: "Pod" } as const;
const CLAIM = { apiVersion: "v1", kind: "PersistentVolumeClaim" } as const;

/** One of the namespace's objects. */
interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** How a write ended: done, or what was looked at has changed since. */
export type Written = "done" | "stale";

/**
 * All writes of the controller. Each is told the view that it was decided upon, and says which objects those were (uid and version), so that one that
 * was decided too late does nothing. What the mirror has learned since does not count.
 * Errors of all: ClusterError where the API server refuses, or does not answer.
 */
export class Writes {
  private readonly client: ClusterClient;
  private readonly mirror: Mirror;
  private readonly idle: number;
  private readonly check: () => void;

  /**
   * @param idle milliseconds until a session is idle
   * @param check throws once somebody else leads
   */
  constructor(client: ClusterClient, mirror: Mirror, { check, idle }: { idle: number; check: () => void }) {
    this.client = client;
    this.mirror = mirror;
    this.idle = idle;
    this.check = check;
  }

  /** Makes the record of a slot another one. */
  async record({ lease: before, ordinal }: SlotView, record: SlotRecord): Promise<Written> {
    this.check();
    const { pool } = this.mirror;
    const lease = leaseOf(pool, ordinal, record, { before, idle: this.idle });
    const path = await this.client.pathOf(lease.apiVersion, lease.kind, pool.namespace);
    const answer =
      before === undefined
        ? await this.client.request("POST", path, lease)
        : await this.client.request("PUT", `${path}/${lease.metadata.name}`, lease);
    return this.ended(answer, ordinal, lease);
  }

  /** Stamps claims. */
  async stamp({ ordinal }: SlotView, disks: readonly DiskView[], stamp: Stamp): Promise<Written> {
    const all = await Promise.all(
      disks.map(({ name, resourceVersion, uid }) =>
        this.merge(ordinal, { ...CLAIM, name }, { annotations: stampNotes(stamp), uid, resourceVersion }),
      ),
    );
    return all.includes("stale") ? "stale" : "done";
  }

  /** Says on the pod whose it is. Which version it has does not matter: it changes often, and nothing depends on it. */
  async project({ ordinal, pod }: SlotView, stamp: Stamp | undefined, isKept: boolean): Promise<Written> {
    if (pod === undefined) {
      return "done";
    }
    const labels = { [SESSION_KEYS.session]: stamp?.session ?? null };
    const annotations = {
      ...(stamp !== undefined && stampNotes(stamp)),
      [SAFE_TO_EVICT]: isKept ? "false" : null,
    };
    return this.merge(ordinal, { ...POD, name: this.podName(ordinal) }, { labels, annotations, uid: pod.uid });
  }

  /** Deletes claims, with their disks also where the class retains those: whoever asks for a wipe wants the data gone. */
  async deleteDisks({ ordinal }: SlotView, disks: readonly DiskView[]): Promise<Written> {
    for (const { name, uid } of disks) {
      const claim = this.mirror.objectsOf(ordinal).claims.find(({ metadata }) => metadata.uid === uid);
      if (claim !== undefined) {
        await this.giveUpVolume(claim);
      }
      this.check();
      await this.client.delete(this.object({ ...CLAIM, name }), { preconditions: { uid } });
    }
    return "done";
  }

  /** Deletes the pod. */
  async deletePod({ ordinal, pod }: SlotView): Promise<Written> {
    if (pod !== undefined) {
      this.check();
      await this.client.delete(this.object({ ...POD, name: this.podName(ordinal) }), {
        preconditions: { uid: pod.uid },
      });
      await this.mirror.freshSlot(ordinal); // Nobody gets a slot whose pod goes.
    }
    return "done";
  }

  /** Scales the set, if it is still the one that is known. */
  async scale(replicas: number): Promise<Written> {
    const set = this.mirror.statefulSet();
    if (set === undefined) {
      return "stale";
    }
    this.check();
    const { resourceVersion } = set.metadata;
    const answer = await this.client.tryMerge(set, { metadata: { resourceVersion }, spec: { replicas } }, "scale");
    if (answer.status === STATUS.conflict) {
      return "stale";
    }
    expectOk(answer, `the scale of StatefulSet ${set.metadata.name}`);
    return "done";
  }

  /** A volume that is bound to the claim goes with it. */
  private async giveUpVolume(claim: ApiObject): Promise<void> {
    const name = volumeNameOf(claim);
    const volume = name === undefined ? undefined : await this.client.get("v1", "PersistentVolume", name);
    const { claimRef, persistentVolumeReclaimPolicy } = (volume?.["spec"] ?? {}) as {
      claimRef?: { uid?: string };
      persistentVolumeReclaimPolicy?: string;
    };
    if (volume !== undefined && claimRef?.uid === claim.metadata.uid && persistentVolumeReclaimPolicy !== "Delete") {
      this.check();
      await deleteWithClaim(this.client, volume);
    }
  }

  private podName(ordinal: number): string {
    return `${this.mirror.pool.name}-${String(ordinal)}`;
  }

  private object({ name, ...type }: Named): ApiObject {
    return { ...type, metadata: { name, namespace: this.mirror.pool.namespace } };
  }

  private async merge(ordinal: number, named: Named, metadata: object): Promise<Written> {
    this.check();
    const object = this.object(named);
    const answer = await this.client.tryMerge(object, { metadata });
    return this.ended(answer, ordinal, object);
  }

  /** What the mirror learns from an answer: the object as it is now, or that it is another one by now (409), or gone (404). */
  private async ended(answer: Answer, ordinal: number, { apiVersion, kind, metadata }: ApiObject): Promise<Written> {
    if (answer.status === STATUS.conflict || answer.status === STATUS.notFound) {
      await this.mirror.freshSlot(ordinal);
      return "stale";
    }
    const body = expectOk(answer, `${kind} ${metadata.name}`);
    this.mirror.takeOwn({ ...body, apiVersion, kind } as unknown as ApiObject, ordinal);
    return "done";
  }
}
