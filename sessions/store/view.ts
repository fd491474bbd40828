import { SAFE_TO_EVICT, POOL, SESSION_KEYS } from "../../policy/facts/session-keys";
import { REVISION } from "../../policy/facts/pod-labels";
import { isGoing } from "../../cluster/objects";
import { isReady } from "../../cluster/pods";
import { recordIn } from "./lease";
import type { ApiObject } from "../../cluster/api-object";
import type { SetName } from "../../cluster/claims";
import type { DiskView, PodView, SlotView, Stamp, Version } from "../lifecycle/slot";

/** What there is of a slot. */
export interface SlotObjects {
  readonly ordinal: number;
  readonly lease: ApiObject | undefined;
  readonly pod: ApiObject | undefined;
  readonly claims: readonly ApiObject[];
}

/** The size and shape of a set. */
export interface SetShape {
  /** Ordinal of the first pod. */
  readonly start: number;
  readonly replicas: number;
  /** Names of the claim templates. */
  readonly templates: readonly string[];
  /** The revision that pods should be of, where the set leaves updates to whoever deletes them (OnDelete); else undefined. */
  readonly revision: string | undefined;
}

/** The shape of a StatefulSet. */
export function shapeOf({ spec, status = {} }: ApiObject): SetShape {
  const {
    ordinals,
    replicas = 1,
    updateStrategy,
    volumeClaimTemplates = [],
  } = spec as {
    updateStrategy?: { type?: string };
    replicas?: number;
    ordinals?: { start?: number };
    volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
  return {
    start: ordinals?.start ?? 0,
    replicas,
    templates: volumeClaimTemplates.map(({ metadata }) => metadata.name),
    revision: updateStrategy?.type === "OnDelete" ? (status as { updateRevision?: string }).updateRevision : undefined,
  };
}

/** A slot as its objects show it. */
export function viewOf(
  pool: SetName,
  { claims, lease, ordinal, pod }: SlotObjects,
  { replicas, revision, start, templates }: SetShape,
  isFresh: boolean,
): SlotView {
  const record = lease === undefined ? undefined : recordIn(lease, pool);
  return {
    ordinal,
    record,
    lease: lease && versionOf(lease),
    isForeign: lease !== undefined && record === undefined,
    isWanted: ordinal >= start && ordinal < start + replicas,
    pod: pod === undefined ? undefined : podView(pod, revision),
    disks: claims.map((claim) => diskView(claim, pool)),
    templates: templates.length,
    isFresh,
  };
}

function versionOf({ metadata: { resourceVersion = "", uid = "" } }: ApiObject): Version {
  return { uid, resourceVersion };
}

function diskView(claim: ApiObject, pool: SetName): DiskView {
  const { annotations, labels = {}, name } = claim.metadata;
  return {
    name,
    ...versionOf(claim),
    isGoing: isGoing(claim),
    isOfPool: labels[POOL] === pool.name,
    stamp: stampIn(annotations),
  };
}

function podView(pod: ApiObject, revision: string | undefined): PodView {
  const { annotations = {}, labels = {}, uid = "" } = pod.metadata;
  return {
    uid,
    isGoing: isGoing(pod),
    isReady: isReady(pod),
    misses: missesClaim(pod),
    says: stampIn(annotations),
    isOld: revision !== undefined && labels[REVISION] !== revision,
    isKept: annotations[SAFE_TO_EVICT] === "false",
  };
}

/** What an object says about its session; undefined where it says nothing. */
function stampIn(annotations: Readonly<Record<string, string>> = {}): Stamp | undefined {
  const { [SESSION_KEYS.epoch]: epoch, [SESSION_KEYS.session]: session, [SESSION_KEYS.tenant]: tenant } = annotations;
  return session === undefined ? undefined : { session, tenant: tenant ?? "", epoch: Number(epoch ?? 0) };
}

/** Annotations that say it. */
export function stampNotes({ epoch, session, tenant }: Stamp): Record<string, string> {
  return {
    [SESSION_KEYS.session]: session,
    [SESSION_KEYS.tenant]: tenant,
    [SESSION_KEYS.epoch]: String(epoch),
  };
}

/** How the scheduler says that a pod's claim is not there. Source: kubernetes, pkg/scheduler/framework/plugins/volumebinding */
const MISSING_CLAIM = /persistentvolumeclaim "[^"]*" not found/;

function missesClaim({ status }: ApiObject): boolean {
  const { conditions = [] } = (status ?? {}) as {
    conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
  return conditions.some(
    ({ message = "", status: value, type }) =>
      type === "PodScheduled" && value === "False" && MISSING_CLAIM.test(message),
  );
}
