import { claimsOf, isGoing } from "../../../cluster/objects";
import { ageOf, conditionOf, eventFact, facts, lastEvent, lengthOf, quoted } from "../case/quotes";
import { refOf } from "../case/ref";
import { timeOf } from "../case/case";
import { workloadPods } from "../case/pods";
import { whyUnschedulable } from "../words/unschedulable";
import type { Case } from "../case/case";
import type { Condition, Event, Pod } from "../case/types";
import type { Indicator, Sign } from "../finding";

/** Seconds that a pod may wait for the scheduler and its disk. */
const GRACE = 120;
/** Seconds that a new node takes, from the autoscaler's decision until pods run on it. Source: research of this project, section 8. */
const NEW_NODE = 600;

/** A pod that no node takes. */
export const podPending: Indicator = {
  id: "pod-pending",
  title: "A pod waits for a node",
  severity: "high",
  runbook: "docs/runbooks/alerts/PodUnschedulable.md",
  alerts: ["PodUnschedulable"],
  find: (the) => workloadPods(the).flatMap((pod) => signOf(the, pod) ?? []),
};

function signOf(the: Case, pod: Pod): Sign | undefined {
  const scheduled = conditionOf(pod, "PodScheduled");
  return scheduled?.status !== "False" || isGoing(pod) || isNodeComing(the, pod)
    ? undefined
    : unscheduled(the, pod, scheduled);
}

function unscheduled(the: Case, pod: Pod, { lastTransitionTime, message = "" }: Condition): Sign | undefined {
  const waited = the.since(lastTransitionTime ?? pod.metadata.creationTimestamp);
  if (waited < GRACE) {
    return undefined;
  }
  const refused = refusalOf(the, pod);
  const absent = absentClaims(the, pod);
  const said = facts(message, refused?.message, ...absent).join(" ");
  const [likely, ...others] = whyUnschedulable(the, pod, said);
  return {
    cause: likely.cause,
    subject: refOf(pod),
    says: likely.says(pod.metadata.name),
    evidence: [
      `unscheduled for ${lengthOf(waited)}: ${quoted(message)}`,
      ...absent,
      ...facts(eventFact(the, refused)),
      ...(likely.seen?.(the, pod) ?? []),
    ],
    also: others.map(({ cause }) => cause),
    next: likely.next(the, pod),
    waitsFor: claimsOf(pod).map((name) => `PersistentVolumeClaim/${pod.metadata.namespace ?? ""}/${name}`),
  };
}

/** Claims that a pod names and that are gone or going, in the scheduler's words, whatever it said last. */
function absentClaims(the: Case, pod: Pod): readonly string[] {
  return claimsOf(pod).flatMap((name) => {
    const claim = the.claim(pod.metadata.namespace ?? "", name);
    if (claim === undefined) {
      return the.knows("PersistentVolumeClaim") ? [`persistentvolumeclaim "${name}" not found`] : [];
    }
    return isGoing(claim) ? [`persistentvolumeclaim "${name}" is being deleted`] : [];
  });
}

/** What the autoscaler says where it makes no node. */
function refusalOf(the: Case, pod: Pod): Event | undefined {
  return lastEvent(the, pod, "FailedScaleUp", "NotTriggerScaleUp");
}

/** Whether the autoscaler makes a node for a pod, and has not failed since. */
function isNodeComing(the: Case, pod: Pod): boolean {
  const grows = lastEvent(the, pod, "TriggeredScaleUp");
  const refused = refusalOf(the, pod);
  return (
    grows !== undefined && (refused === undefined || timeOf(refused) < timeOf(grows)) && ageOf(the, grows) < NEW_NODE
  );
}
