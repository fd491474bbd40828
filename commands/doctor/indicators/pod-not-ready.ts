import { conditionOf, eventFact, facts, lastEvent, lengthOf, unreadyFor } from "../case/quotes";
import { isNodeReady } from "../case/nodes";
import { refOf } from "../case/ref";
import { kubectl, listMachine, logs, outOfService } from "../finding";
import { containersOf, workloadPods } from "../case/pods";
import type { Case } from "../case/case";
import type { Pod } from "../case/types";
import type { Indicator, Sign } from "../finding";

/** Seconds that a pod may take until it is ready, once it runs. */
const GRACE = 600;
/** Seconds after the end of its grace period that a pod may take to go. */
const GOING = 120;

/** A pod that runs and is not ready, or that does not go. */
export const podNotReady: Indicator = {
  id: "pod-not-ready",
  title: "A pod runs and is not ready, or does not go",
  severity: "high",
  runbook: "docs/runbooks/alerts/PodNotReady.md",
  alerts: ["PodNotReady"],
  find: (the) => workloadPods(the).flatMap((pod) => notGoing(the, pod) ?? notReady(the, pod) ?? []),
};

function notReady(the: Case, pod: Pod): Sign | undefined {
  const failing = containersOf(pod).filter(({ ready, state }) => state?.running !== undefined && ready !== true);
  const waited = unreadyFor(the, pod);
  const [container] = failing;
  if (container === undefined) {
    return gated(pod, waited);
  }
  if (pod.status?.phase !== "Running" || waited < GRACE) {
    return undefined;
  }
  const unhealthy = lastEvent(the, pod, "Unhealthy");
  return {
    cause: container.started === false ? "startup-probe" : "readiness-probe",
    subject: refOf(pod),
    says: `${pod.metadata.name} runs and is not ready: container ${container.name} does not pass its ${container.started === false ? "startup" : "readiness"} probe.`,
    evidence: [
      `not ready for ${lengthOf(waited)}, ${String(container.restartCount ?? 0)} restarts`,
      ...facts(eventFact(the, unhealthy)),
    ],
    also: ["it waits for its peers", "it recovers or copies data, and needs its time"],
    next: [
      {
        says: "See what it is doing: recovering data must not be interrupted.",
        command: logs(pod, `--container ${container.name} --tail 100`),
      },
      { says: "See what the probe got.", command: kubectl("describe", pod) },
    ],
    waitsFor: pod.spec.nodeName === undefined ? [] : [`Node/${pod.spec.nodeName}`],
  };
}

/** A pod whose containers are ready, and that something outside of it holds back. */
function gated(pod: Pod, waited: number): Sign | undefined {
  const gates = (pod.spec.readinessGates ?? []).map(({ conditionType }) => conditionType);
  const closed = gates.filter((gate) => conditionOf(pod, gate)?.status !== "True");
  return waited < GRACE || conditionOf(pod, "ContainersReady")?.status !== "True" || closed.length === 0
    ? undefined
    : {
        cause: "readiness-gate",
        subject: refOf(pod),
        says: `The containers of ${pod.metadata.name} are ready, and it is not: readiness gate ${closed.join(", ")} is closed.`,
        evidence: [`not ready for ${lengthOf(waited)}`],
        next: [
          {
            says: "See what opens that gate, such as the load balancer of its Service, and why it does not.",
            command: kubectl("describe", pod),
          },
        ],
      };
}

/** A pod that should be gone: its node does not answer, a process does not end, or a finalizer keeps it. */
function notGoing(the: Case, pod: Pod): Sign | undefined {
  const { deletionTimestamp, finalizers = [] } = pod.metadata;
  const { nodeName = "NODE" } = pod.spec;
  // The time of deletion is when its grace period ends.
  const late = the.since(deletionTimestamp);
  if (deletionTimestamp === undefined || late < GOING) {
    return undefined;
  }
  return {
    ...(finalizers.length > 0 ? heldByFinalizer(pod) : heldByNode(the, pod, nodeName)),
    subject: refOf(pod),
    evidence: facts(
      `should have ended ${lengthOf(late)} ago, on node ${nodeName}`,
      finalizers.length > 0 && `finalizers ${finalizers.join(", ")}`,
    ),
    waitsFor: [`Node/${nodeName}`],
  };
}

type Held = Pick<Sign, "cause" | "next" | "says">;

function heldByFinalizer(pod: Pod): Held {
  return {
    cause: "finalizer",
    says: `${pod.metadata.name} is deleted and stays, because a finalizer keeps it.`,
    next: [
      {
        says: "See who set the finalizer, and why it does not take it away.",
        command: kubectl("get", pod, "--output yaml"),
      },
    ],
  };
}

function heldByNode(the: Case, pod: Pod, nodeName: string): Held {
  const node = the.node(nodeName);
  if (node !== undefined && isNodeReady(node)) {
    return {
      cause: "does-not-end",
      says: `${pod.metadata.name} is deleted and stays, although its node answers: a process or the unmount of its disk does not end.`,
      next: [
        {
          says: "Do not force its deletion: its disk may still be mounted there, and two pods would write to it. See what it waits for.",
          command: kubectl("describe", pod),
        },
      ],
    };
  }
  return {
    cause: "node-does-not-answer",
    says: `${pod.metadata.name} is deleted and stays: its node has not said that it has ended. No other pod gets its name until then.`,
    next: [
      {
        says: "Do not force its deletion while the machine may run: two pods would write to one disk. Look at the machine first.",
        command: listMachine(nodeName),
      },
      outOfService(nodeName),
    ],
  };
}
