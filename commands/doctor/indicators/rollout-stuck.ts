import { REVISION } from "../../../policy/facts/pod-labels";
import { lengthOf, unreadyFor } from "../case/quotes";
import { refOf } from "../case/ref";
import { kubectl, refsOf } from "../finding";
import type { Case } from "../case/case";
import type { Pod, StatefulSet } from "../case/types";
import type { Indicator, Sign, Step } from "../finding";

/** Seconds that a pod of an update may take. */
const GRACE = 600;
/** Seconds after which an update that waits for somebody has been forgotten: a day. */
const FORGOTTEN = 86_400;

/** An update that stands still. */
export const rolloutStuck: Indicator = {
  id: "rollout-stuck",
  title: "An update of a StatefulSet stands still",
  severity: "high",
  runbook: "docs/runbooks/alerts/StatefulSetRolloutStuck.md",
  alerts: ["StatefulSetRolloutStuck"],
  find: (the) => the.sets.flatMap((set) => signOf(the, set) ?? []),
};

function signOf(the: Case, set: StatefulSet): Sign | undefined {
  const { currentRevision, updateRevision = "" } = set.status ?? {};
  const pods = the.podsOf(set).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const old = pods.filter((pod) => revisionOf(pod) !== updateRevision);
  if (currentRevision === undefined || updateRevision === "" || old.length === 0) {
    return undefined;
  }
  const broken = pods.filter((pod) => unreadyFor(the, pod) > GRACE);
  const newest = broken.filter((pod) => revisionOf(pod) === updateRevision);
  const abandoned = broken.filter((pod) => ![updateRevision, currentRevision].includes(revisionOf(pod)));
  const isOrdered = set.spec.podManagementPolicy !== "Parallel";
  if (newest.length > 0) {
    return stopped(set, old, newest, "new-revision-not-ready");
  }
  if (abandoned.length > 0 && isOrdered) {
    return goneBack(set, abandoned);
  }
  return broken.length > 0 ? stopped(set, old, broken, "old-pod-not-ready") : waits(the, set, old);
}

function revisionOf({ metadata }: Pod): string {
  return metadata.labels?.[REVISION] ?? "";
}

function namesOf(pods: readonly Pod[]): string {
  return pods.map(({ metadata }) => metadata.name).join(", ");
}

const status = (set: StatefulSet): Step => ({
  says: "See how far it is.",
  command: kubectl("rollout status", set, "--timeout 10s"),
});

function stopped(set: StatefulSet, old: readonly Pod[], broken: readonly Pod[], cause: string): Sign {
  const isNew = cause === "new-revision-not-ready";
  return {
    cause,
    subject: refOf(set),
    says: isNew
      ? `The update of ${set.metadata.name} stops at ${namesOf(broken)}, which does not get ready with the new revision.`
      : `The update of ${set.metadata.name} waits for ${namesOf(broken)}, which was not ready before it.`,
    evidence: [`still of the old revision: ${namesOf(old)}`, `updateRevision ${set.status?.updateRevision ?? "?"}`],
    next: [
      status(set),
      isNew
        ? {
            says: "Mend the new revision, or go back and put the configuration back too, or the next pulumi up brings it again.",
            command: kubectl("rollout undo", set),
          }
        : { says: "Mend that pod first. It gets the new revision last or when it is deleted." },
      ...(set.spec.podManagementPolicy === "Parallel"
        ? []
        : [
            {
              says: "After going back, a broken pod of an ordered set must be deleted by hand (kubernetes/kubernetes#67250).",
              command: `kubectl delete pod ${broken[0]?.metadata.name ?? ""} --namespace ${set.metadata.namespace ?? ""}`,
            },
          ]),
    ],
    waitsFor: refsOf(broken),
  };
}

/** Somebody went back, and the broken pod of the revision in between keeps an ordered set from going on. */
function goneBack(set: StatefulSet, abandoned: readonly Pod[]): Sign {
  return {
    cause: "abandoned-revision",
    subject: refOf(set),
    says: `${set.metadata.name} cannot go back while ${namesOf(abandoned)} of an abandoned revision is not ready: the controller waits for it.`,
    evidence: abandoned.map(
      (pod) => `${pod.metadata.name} is of revision ${revisionOf(pod)}, which is neither the current nor the new one`,
    ),
    next: [
      {
        says: "Delete it; it comes back with the right revision, and its disk stays.",
        command: kubectl("delete", abandoned[0] ?? set),
      },
    ],
    waitsFor: refsOf(abandoned),
  };
}

/** Nothing is broken: the update was told to wait, and maybe somebody forgot. */
function waits(the: Case, set: StatefulSet, old: readonly Pod[]): Sign | undefined {
  const { rollingUpdate = {}, type } = set.spec.updateStrategy ?? {};
  const { partition = 0 } = rollingUpdate;
  // As long as the oldest pod of the new revision has been there; while there is none, nobody here knows when it began.
  const updated = the.podsOf(set).filter((pod) => revisionOf(pod) === set.status?.updateRevision);
  const waited = Math.max(0, ...updated.map(({ metadata }) => the.since(metadata.creationTimestamp)));
  const isToldTo = type === "OnDelete" || partition > 0;
  return isToldTo && waited >= FORGOTTEN
    ? {
        ...(type === "OnDelete" ? untilDeleted(set, old) : belowPartition(set, partition)),
        severity: "low",
        subject: refOf(set),
        evidence: [`still of the old revision, for ${lengthOf(waited)} or more: ${namesOf(old)}`],
      }
    : undefined;
}

function untilDeleted(set: StatefulSet, old: readonly Pod[]): Pick<Sign, "cause" | "next" | "says"> {
  return {
    cause: "on-delete",
    says: `The update of ${set.metadata.name} waits, as it was told to: pods are updated when they are deleted.`,
    next: [
      {
        says: "Delete its pods one by one, each when all others are ready.",
        command: kubectl("delete", old.at(-1) ?? set),
      },
    ],
  };
}

function belowPartition(set: StatefulSet, partition: number): Pick<Sign, "cause" | "next" | "says"> {
  return {
    cause: "partition",
    says: `The update of ${set.metadata.name} waits, as it was told to: pods below ${String(partition)} keep the old revision.`,
    next: [{ says: "Set updateStrategy.partition to 0 where it is written, if the wait is over." }],
  };
}
