import { eventFact, facts, lastEvent, lengthOf, quoted } from "../case/quotes";
import { refOf } from "../case/ref";
import { kubectl, logs, severityOf, stopFirst } from "../finding";
import { endOf, whyEnded } from "../words/ended";
import type { Ended } from "../words/ended";
import { whyWaiting } from "../words/waiting";
import { containersOf, workloadPods } from "../case/pods";
import type { Case } from "../case/case";
import type { ContainerStatus, Pod } from "../case/types";
import type { Indicator, Sign } from "../finding";

/** Restarts within a day that are no accident any more. */
const RESTARTS = 3;
/** Seconds for which a restart is news. */
const RECENT = 1800;
/** Seconds that an image may take to be pulled. */
const PULL = 300;

/** A container that ends again and again, or never starts. */
export const crashLoop: Indicator = {
  id: "crash-loop",
  title: "A container does not start, or does not stay up",
  severity: "high",
  runbook: "docs/runbooks/alerts/PodCrashLooping.md",
  alerts: ["PodCrashLooping", "ContainerWaiting", "ContainerOutOfMemory"],
  find: (the) =>
    workloadPods(the).flatMap((pod) =>
      pod.metadata.deletionTimestamp === undefined
        ? (containersOf(pod)
            .map((container) => crashing(the, pod, container) ?? waiting(the, pod, container))
            .find((sign) => sign !== undefined) ?? [])
        : [],
    ),
};

function crashing(the: Case, pod: Pod, container: ContainerStatus): Sign | undefined {
  const ended = endOf(container);
  if (ended === undefined || !isCrashing(the, container)) {
    return undefined;
  }
  const { name, started } = container;
  const probe = lastEvent(the, pod, "Unhealthy");
  const killed = lastEvent(the, pod, "Killing");
  const why = whyEnded(container, ended, facts(killed?.message, probe?.message).join(" "));
  return {
    cause: why.cause,
    subject: refOf(pod),
    says: `Container ${name} of ${pod.metadata.name} crashes again and again: ${why.says}.`,
    evidence: facts(
      endText(container, ended),
      started === false && "it is not past its startup probe",
      ended.message !== undefined && `its last words: ${quoted(ended.message)}`,
      why.cause === "probe" && eventFact(the, probe),
    ),
    next: [
      ...stopFirst(why),
      { says: "See what it wrote before it ended.", command: logs(pod, `--container ${name} --previous --tail 100`) },
      { says: why.next },
    ],
    ...severityOf(why),
    ...(why.cause === "memory" && { runbook: "docs/runbooks/alerts/ContainerOutOfMemory.md" }),
  };
}

function endText({ restartCount = 0 }: ContainerStatus, { exitCode, reason = "no reason given" }: Ended): string {
  return `${String(restartCount)} restarts; it ended with code ${String(exitCode)} (${reason})`;
}

function isCrashing(the: Case, container: ContainerStatus): boolean {
  const { ready, restartCount = 0, state } = container;
  const isRepeated = restartCount >= RESTARTS && the.since(endOf(container)?.finishedAt) < RECENT;
  return state?.waiting?.reason === "CrashLoopBackOff" || (isRepeated && ready !== true);
}

function waiting(the: Case, pod: Pod, { image = "unknown", name, state }: ContainerStatus): Sign | undefined {
  const { message = "no message", reason = "" } = state?.waiting ?? {};
  const why = whyWaiting(reason, message);
  const waited = the.since(pod.metadata.creationTimestamp);
  if (why === undefined || (reason === "ErrImagePull" && waited < PULL)) {
    return undefined;
  }
  return {
    cause: why.cause,
    subject: refOf(pod),
    says: `Container ${name} of ${pod.metadata.name} does not start: ${why.says}.`,
    evidence: facts(
      `${reason} for up to ${lengthOf(waited)}: ${quoted(message)}`,
      why.cause === "image" && `image ${image}`,
    ),
    next: [{ says: why.next }, { says: "See all that was said of it.", command: kubectl("describe", pod) }],
    runbook: "docs/runbooks/alerts/ContainerWaiting.md",
  };
}
