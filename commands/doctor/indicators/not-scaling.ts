import { ordinalsIn } from "../../../cluster/pods";
import { isGoing } from "../../../cluster/objects";
import { claimBases } from "../../../cluster/claims";
import { ageOf, eventFact, facts, lastEvent, lengthOf, unreadyFor } from "../case/quotes";
import { refOf } from "../case/ref";
import { kubectl, refsOf } from "../finding";
import type { Case } from "../case/case";
import type { StatefulSet } from "../case/types";
import type { Indicator, Sign, Step } from "../finding";

/** Seconds that a controller may take to see a change. */
const LAG = 120;
/** Seconds that a pod may be missing or not ready before the next one waits too long. */
const GRACE = 300;
/** Seconds for which a refusal is news: the controller tries again at least that often. Source: kubernetes, the longest back-off of the controller's queue is 1000 s */
const NEWS = 1200;

/** A set that does not get the pods that it wants, or does not lose those that it does not. */
export const notScaling: Indicator = {
  id: "not-scaling",
  title: "A StatefulSet does not get the size that it should have",
  severity: "medium",
  runbook: "docs/runbooks/alerts/StatefulSetReplicasMismatch.md",
  alerts: ["StatefulSetReplicasMismatch", "StatefulSetGenerationMismatch"],
  find: (the) => the.sets.flatMap((set) => unseen(the, set) ?? refused(the, set) ?? heldUp(the, set) ?? []),
};

const see = (set: StatefulSet): Step => ({ says: "See what its controller says.", command: kubectl("describe", set) });

/** The controller has not looked at the newest change. */
function unseen(the: Case, set: StatefulSet): Sign | undefined {
  const { generation = 0 } = set.metadata;
  const { observedGeneration = 0 } = set.status ?? {};
  const age = the.since(set.metadata.creationTimestamp);
  return observedGeneration >= generation || age < LAG || hasRecentEvent(the, set, LAG)
    ? undefined
    : {
        cause: "controller",
        subject: refOf(set),
        says: `The StatefulSet controller has not looked at the newest ${set.metadata.name}.`,
        evidence: [`generation ${String(generation)}, seen ${String(observedGeneration)}`],
        next: [
          { says: "Other sets too? Then the control plane is at fault: https://status.cloud.google.com" },
          see(set),
        ],
        runbook: "docs/runbooks/alerts/StatefulSetGenerationMismatch.md",
      };
}

function hasRecentEvent(the: Case, set: StatefulSet, seconds: number): boolean {
  return the.eventsOf(set).some((event) => ageOf(the, event) < seconds);
}

interface Refusal {
  readonly cause: string;
  readonly sign: RegExp;
  readonly says: string;
  readonly next: string;
}

/** Why the API server takes no pod or claim. Texts: kubernetes v1.36 */
const REFUSALS: readonly Refusal[] = [
  {
    cause: "quota",
    sign: /exceeded quota/,
    says: "the namespace's quota is used up",
    next: "Raise namespace.quota, or take away what is not needed.",
  },
  {
    cause: "security",
    sign: /violates PodSecurity/,
    says: "its pods break the namespace's Pod Security level",
    next: "Mend the pod's securityContext; analyze names what is wrong.",
  },
  {
    cause: "webhook",
    sign: /admission webhook|failed calling webhook/,
    says: "an admission webhook refuses or does not answer",
    next: "Look at that webhook; one that does not answer stops every pod.",
  },
  {
    cause: "limits",
    sign: /LimitRange|maximum .* usage per/,
    says: "its pods ask for more than the namespace's LimitRange allows",
    next: "Ask for less, or raise namespace.limits.",
  },
  {
    cause: "service-account",
    sign: /serviceaccount "[^"]*" not found/,
    says: "its ServiceAccount is missing",
    next: "Make it.",
  },
  {
    cause: "name-taken",
    sign: /already exists/,
    says: "a pod or claim of that name is there, and is somebody else's",
    next: "See who made it, and take it away if nothing needs it.",
  },
  {
    cause: "claim-going",
    sign: /is being deleted/,
    says: "a claim that it needs is being deleted",
    next: "Save the disk first: npx gke-stateful volumes list.",
  },
];

function refused(the: Case, set: StatefulSet): Sign | undefined {
  const missing = missingOrdinals(the, set);
  const event = lastEvent(the, set, "FailedCreate", "RecreatingFailedPod");
  const isNews = event !== undefined && ageOf(the, event) < NEWS;
  if (missing.length === 0 || !isNews) {
    return undefined;
  }
  const told = REFUSALS.find(({ sign }) => sign.test(event.message ?? ""));
  return {
    cause: told?.cause ?? "refused",
    subject: refOf(set),
    says: `${set.metadata.name} gets no pod ${String(missing[0])}: ${told?.says ?? "the API server refuses it"}.`,
    evidence: [...facts(eventFact(the, event)), `pods missing: ${missing.join(", ")}`],
    next: [{ says: told?.next ?? "The controller tries again by itself when the cause is mended." }, see(set)],
  };
}

function missingOrdinals(the: Case, set: StatefulSet): readonly number[] {
  const { name, namespace = "" } = set.metadata;
  const own = new Set(the.podsOf(set).map(({ metadata }) => metadata.name));
  return ordinalsIn(set).filter((ordinal) => {
    const podName = `${name}-${String(ordinal)}`;
    return !own.has(podName) || the.pod(namespace, podName) === undefined;
  });
}

/** What comes after waits for what comes before: a foreign pod of the name, a claim that goes, or a pod that is not ready. */
function heldUp(the: Case, set: StatefulSet): Sign | undefined {
  const [missing] = missingOrdinals(the, set);
  return missing === undefined
    ? tooMany(the, set)
    : (nameTaken(the, set, missing) ?? claimGoing(the, set, missing) ?? inOrder(the, set, missing));
}

function nameTaken(the: Case, set: StatefulSet, missing: number): Sign | undefined {
  const foreign = the.pod(set.metadata.namespace ?? "", `${set.metadata.name}-${String(missing)}`);
  return foreign === undefined
    ? undefined
    : {
        cause: "name-taken",
        subject: refOf(set),
        says: `${set.metadata.name} gets no pod ${String(missing)}: a pod of that name is there and does not belong to it.`,
        evidence: [`${foreign.metadata.name} is owned by ${foreign.metadata.ownerReferences?.[0]?.kind ?? "nobody"}`],
        next: [
          { says: "See who made it.", command: kubectl("get", foreign, "--output yaml") },
          {
            says: "If nothing needs it, delete it; the set then makes its own.",
            command: kubectl("delete", foreign),
          },
        ],
      };
}

function claimGoing(the: Case, set: StatefulSet, missing: number): Sign | undefined {
  const going = claimBases(set)
    .map((base) => the.claim(set.metadata.namespace ?? "", `${base}-${String(missing)}`))
    .find((claim) => claim !== undefined && isGoing(claim));
  return going === undefined
    ? undefined
    : {
        cause: "claim-going",
        subject: refOf(set),
        says: `${set.metadata.name} gets no pod ${String(missing)} while its claim ${going.metadata.name} is being deleted.`,
        evidence: [
          `deleted at ${going.metadata.deletionTimestamp ?? "?"}, finalizers ${going.metadata.finalizers?.join(", ") ?? "none"}`,
        ],
        next: [
          { says: "Save the disk first, if anybody may need it.", command: "npx gke-stateful volumes list" },
          { says: "See what still uses it.", command: kubectl("describe", going) },
        ],
        waitsFor: [refOf(going)],
      };
}

function inOrder(the: Case, set: StatefulSet, missing: number): Sign | undefined {
  const blockers = the.podsOf(set).filter((pod) => unreadyFor(the, pod) > GRACE);
  const names = blockers.map(({ metadata }) => metadata.name).join(", ");
  return set.spec.podManagementPolicy === "Parallel" || blockers.length === 0
    ? undefined
    : {
        cause: "waits-for-a-pod",
        subject: refOf(set),
        says: `${set.metadata.name} gets no pod ${String(missing)} before ${names} is ready: its pods start in order.`,
        evidence: [
          "podManagementPolicy OrderedReady",
          ...blockers.map((pod) => `${pod.metadata.name} not ready for ${lengthOf(unreadyFor(the, pod))}`),
        ],
        next: [{ says: "Mend that pod; Parallel would start the others without it." }],
        waitsFor: refsOf(blockers),
      };
}

/** Pods above the size that the set should have, of which the last one does not go. */
function tooMany(the: Case, set: StatefulSet): Sign | undefined {
  const wanted = new Set(ordinalsIn(set).map((ordinal) => `${set.metadata.name}-${String(ordinal)}`));
  const pods = the.podsOf(set);
  const surplus = pods.filter(({ metadata }) => !wanted.has(metadata.name));
  const blockers = pods.filter(
    (pod) => unreadyFor(the, pod) > GRACE || the.since(pod.metadata.deletionTimestamp) > GRACE,
  );
  return surplus.length === 0 || blockers.length === 0
    ? undefined
    : {
        cause: "waits-for-a-pod",
        subject: refOf(set),
        says: `${set.metadata.name} does not lose ${surplus.map(({ metadata }) => metadata.name).join(", ")}: ${blockers.map(({ metadata }) => metadata.name).join(", ")} ${blockers.length === 1 ? "holds" : "hold"} it up.`,
        evidence: [`${String(pods.length)} pods, ${String(wanted.size)} wanted`],
        next: [{ says: "Mend that pod. A set takes pods away one by one, and only while all others are ready." }],
        waitsFor: refsOf(blockers),
      };
}
