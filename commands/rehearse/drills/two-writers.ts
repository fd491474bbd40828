import { messageOf } from "../../../cluster/answer";
import { allReady, LOOK_AT_POD, scaleTo, setSpec } from "./drill";
import type { Manifest } from "../../plan/engine/manifests";
import type { ApiObject } from "../../../cluster/api-object";
import type { Answer } from "../../../cluster/answer";
import type { Drill, Finding, Stage } from "./drill";

/** A field that another scaler owns. */
const REPLICAS = "spec.replicas";
/** Another writer has a field that is applied. @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts */
const CONFLICT = 409;

/** Somebody else sets the number of pods, and then the stack is applied once more, as an update of it does. */
export const twoWriters: Drill = {
  id: "two-writers",
  title: "Two writers of the number of pods",
  shows: "Where an autoscaler sets the number of pods, an update of the stack leaves it alone.",
  isOutage: true,
  unfit: (stage) =>
    isScaledElsewhere(stage) ? undefined : "Nobody but the stack sets the number of pods, so nobody disagrees.",
  run: async (stage) => {
    const { timeline, workload } = stage;
    const other = workload.replicas - 1;
    await scaleTo(stage, other);
    timeline.mark(`another writer sets ${String(other)}`);
    await timeline.until((pods) => pods.length === other, stage.patience);
    const answer = await updateSet(stage);
    timeline.mark("the stack is applied again");
    const { replicas } = await setSpec<{ replicas: number }>(stage);
    await scaleTo(stage, workload.replicas);
    return finding(answer, other, replicas, await allReady(stage));
  },
};

function finding(answer: Answer, other: number, replicas: number | undefined, back: boolean): Finding {
  if (answer.status === CONFLICT || replicas !== other) {
    return {
      holds: false,
      says:
        answer.status === CONFLICT
          ? `An update of the stack fails while another writer sets the number of pods: ${messageOf(answer)}`
          : `An update of the stack set ${String(replicas)} pods where another writer had set ${String(other)}.`,
      advice: `Leave ${REPLICAS} out, or ignore its changes, where something else scales.`,
    };
  }
  return back
    ? { holds: true, says: `The other writer's ${String(other)} stayed through an update of the stack.` }
    : {
        holds: false,
        says: "The pods did not all come back afterwards.",
        advice: LOOK_AT_POD,
      };
}

/** Whether an autoscaler has the set as its target, or the stack gives the field to whoever wants it. */
function isScaledElsewhere({ manifests, workload }: Stage): boolean {
  return (
    manifestOf(manifests, workload)?.ignored.includes(REPLICAS) === true ||
    manifests.some(({ object }) => {
      const { scaleTargetRef } = (object["spec"] ?? {}) as { scaleTargetRef?: { name?: string } };
      return object["kind"] === "HorizontalPodAutoscaler" && scaleTargetRef?.name === workload.name;
    })
  );
}

function manifestOf(manifests: readonly Manifest[], { name, namespace }: Stage["workload"]): Manifest | undefined {
  return manifests.find(({ object }) => {
    const metadata = object["metadata"] as ApiObject["metadata"] | undefined;
    return object["kind"] === "StatefulSet" && metadata?.name === name && metadata.namespace === namespace;
  });
}

/** Applies the set as an update of the stack does: fields that it ignores are not sent. */
async function updateSet({ cluster, manifests, workload }: Stage): Promise<Answer> {
  const manifest = manifestOf(manifests, workload);
  const { spec, ...rest } = manifest?.object as unknown as ApiObject;
  const { replicas, ...others } = spec as { replicas?: number };
  const sent = manifest?.ignored.includes(REPLICAS) === true ? others : { ...others, replicas };
  return cluster.api.apply({ ...rest, spec: sent });
}
