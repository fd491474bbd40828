import { conditionOf, lengthOf, quoted } from "../case/quotes";
import { refOf } from "../case/ref";
import { kubectl } from "../finding";
import type { Case } from "../case/case";
import type { Autoscaler } from "../case/types";
import type { Indicator, Sign } from "../finding";

/** Seconds that metrics may be missing, as they are when pods are new. */
const GRACE = 300;
/** Seconds at its maximum after which a load is no peak any more. */
const FULL = 1800;

/** An autoscaler of a set that gets no metrics, or may make no more pods. */
export const autoscaler: Indicator = {
  id: "autoscaler",
  title: "An autoscaler cannot work, or is at its maximum",
  severity: "medium",
  runbook: "docs/runbooks/alerts/AutoscalerAtMaximum.md",
  alerts: ["AutoscalerAtMaximum"],
  find: (the) => the.autoscalers.flatMap((scaler) => signOf(the, scaler) ?? []),
};

function signOf(the: Case, scaler: Autoscaler): Sign | undefined {
  const { kind, name } = scaler.spec.scaleTargetRef;
  const { namespace } = scaler.metadata;
  const isOfSet = the.sets.some(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  return kind === "StatefulSet" && isOfSet ? (withoutMetrics(the, scaler) ?? atMaximum(the, scaler)) : undefined;
}

function withoutMetrics(the: Case, scaler: Autoscaler): Sign | undefined {
  const active = conditionOf(scaler, "ScalingActive");
  const isDown = active?.status === "False" && active.reason !== "ScalingDisabled";
  return !isDown || the.since(active.lastTransitionTime) < GRACE
    ? undefined
    : {
        cause: "no-metrics",
        subject: refOf(scaler),
        says: `HorizontalPodAutoscaler ${scaler.metadata.name} cannot work: it gets no metrics.`,
        evidence: [`${active.reason ?? "ScalingActive is False"}: ${quoted(active.message ?? "")}`],
        next: [{ says: "See what it says of its metrics.", command: kubectl("describe", scaler) }],
      };
}

function atMaximum(the: Case, scaler: Autoscaler): Sign | undefined {
  const limited = conditionOf(scaler, "ScalingLimited");
  const waited = the.since(limited?.lastTransitionTime);
  return limited?.status !== "True" || limited.reason !== "TooManyReplicas" || waited < FULL
    ? undefined
    : {
        cause: "at-maximum",
        severity: "low",
        subject: refOf(scaler),
        says: `HorizontalPodAutoscaler ${scaler.metadata.name} wants more pods than its maximum of ${String(scaler.spec.maxReplicas)}.`,
        evidence: [`for ${lengthOf(waited)}: ${quoted(limited.message ?? "")}`],
        next: [
          { says: "Raise horizontalAutoscaler.max, if the pool and the disks have room." },
          { says: "See what it measures.", command: kubectl("describe", scaler) },
        ],
      };
}
