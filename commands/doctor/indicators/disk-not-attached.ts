import { timeOf } from "../case/case";
import { conditionOf, eventFact, facts, lastEvent, lengthOf, quoted } from "../case/quotes";
import { refOf } from "../case/ref";
import { kubectl, severityOf, stopFirst } from "../finding";
import { containersOf, workloadPods } from "../case/pods";
import { whyNotMounted } from "../words/mounting";
import type { Case } from "../case/case";
import type { Event, Pod } from "../case/types";
import type { Indicator, Sign } from "../finding";
import type { Told } from "../words/told";

/** Seconds that a disk may take to be attached and mounted. */
const GRACE = 120;
const UNKNOWN: Told = {
  cause: "attach",
  says: "its disk does not get to its node",
  next: "See what the kubelet and the attacher say.",
};

/** A disk that does not get to its pod. */
export const diskNotAttached: Indicator = {
  id: "disk-not-attached",
  title: "A disk is not attached, or not mounted",
  severity: "high",
  runbook: "docs/runbooks/alerts/VolumeAttachFailing.md",
  alerts: ["VolumeAttachFailing"],
  find: (the) => workloadPods(the).flatMap((pod) => signOf(the, pod) ?? []),
};

function signOf(the: Case, pod: Pod): Sign | undefined {
  const { nodeName } = pod.spec;
  if (nodeName === undefined || !isStarting(pod) || the.since(pod.metadata.creationTimestamp) < GRACE) {
    return undefined;
  }
  const failed = failedNow(the, pod);
  const error = attachError(the, pod, nodeName);
  const said = facts(error, failed?.message);
  const why = whyNotMounted(said.join(" ")) ?? UNKNOWN;
  return said.length === 0
    ? undefined
    : {
        cause: why.cause,
        subject: refOf(pod),
        says: `${pod.metadata.name} does not start: ${why.says}.`,
        evidence: facts(
          `on node ${nodeName}, made ${lengthOf(the.since(pod.metadata.creationTimestamp))} ago`,
          error,
          eventFact(the, failed),
        ),
        next: [
          ...stopFirst(why),
          { says: why.next },
          { says: "See all that was said of the pod.", command: kubectl("describe", pod) },
          { says: "See which node has which disk.", command: "kubectl get volumeattachments" },
        ],
        waitsFor: [`Node/${nodeName}`],
        ...severityOf(why),
      };
}

/** What was said last of its disks, unless what came after shows that it is over. */
function failedNow(the: Case, pod: Pod): Event | undefined {
  const failed = lastEvent(the, pod, "FailedAttachVolume", "FailedMount", "FailedMapVolume");
  const attached = failed?.reason === "FailedAttachVolume" ? ["SuccessfulAttachVolume"] : [];
  const better = lastEvent(the, pod, ...attached, "Pulling", "Pulled", "Created");
  return failed !== undefined && better !== undefined && timeOf(better) > timeOf(failed) ? undefined : failed;
}

/** Whether a pod has a node, and nothing of it has run yet. */
function isStarting(pod: Pod): boolean {
  const hasRun = containersOf(pod).some(
    (container) => container.state?.running !== undefined || (container.restartCount ?? 0) > 0,
  );
  // Its volumes are there when its sandbox is.
  const hasVolumes = conditionOf(pod, "PodReadyToStartContainers")?.status === "True";
  return pod.metadata.deletionTimestamp === undefined && pod.status?.phase === "Pending" && !hasRun && !hasVolumes;
}

/** What the attacher says of the disks of a pod, on its node. */
function attachError(the: Case, pod: Pod, nodeName: string): string | undefined {
  const volumes = new Set(the.claimsOf(pod).map(({ spec }) => spec.volumeName));
  const failing = the.attachments.find(
    ({ spec, status }) =>
      spec.nodeName === nodeName &&
      volumes.has(spec.source.persistentVolumeName) &&
      status?.attachError?.message !== undefined,
  );
  return failing && `VolumeAttachment ${failing.metadata.name}: ${quoted(failing.status?.attachError?.message ?? "")}`;
}
