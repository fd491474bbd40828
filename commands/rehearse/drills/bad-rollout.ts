import { setTimeout as sleep } from "node:timers/promises";
import { plural } from "../../../policy/rules/engine/plural";
import { expectOk } from "../../../cluster/answer";
import { BAD_IMAGE } from "../simulation/stages";
import { allReady, LOOK_AT_POD, NOT_UP, setSpec, timeFor } from "./drill";
import { heldBack, LOOK } from "./release";
import type { ApiObject } from "../../../cluster/api-object";
import type { Drill, Finding, Stage } from "./drill";

/** A release whose image cannot be pulled, and the way back from it. */
export const badRollout: Drill = {
  id: "bad-rollout",
  title: "A release with a bad image, and back",
  shows:
    "A bad release stops at its first pod, and the old one comes back, once the broken pod is deleted where the set is ordered.",
  unfit: heldBack,
  run: async (stage) => {
    const { timeline } = stage;
    const [container] = await containersOf(stage);
    if (container === undefined) {
      return NOT_UP;
    }
    await setImage(stage, { ...container, image: BAD_IMAGE });
    timeline.mark("bad image");
    await sleep(LOOK * 1000);
    const broken = timeline.all.filter(hasBadImage);
    await setImage(stage, container);
    timeline.mark("old image again");
    const healed = await timeline.until((pods) => !pods.some(hasBadImage), LOOK);
    if (!healed) {
      // An ordered set waits for a pod that never became ready: somebody has to delete it.
      // https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
      timeline.mark("broken pods are deleted by hand");
      await deletePods(stage, broken);
    }
    const back = await allReady(stage);
    return finding({ broken: broken.length, healed, back }, stage);
  },
};

interface Seen {
  /** Pods that got the bad image. */
  readonly broken: number;
  /** Whether the set replaced them by itself. */
  readonly healed: boolean;
  readonly back: boolean;
}

function finding({ back, broken, healed }: Seen, stage: Stage): Finding {
  const { least, replicas } = stage.workload;
  if (!back) {
    return {
      holds: false,
      says: `The pods were not all ready again ${String(timeFor(stage))} seconds after the old image was back.`,
      advice: LOOK_AT_POD,
    };
  }
  if (broken === 0 || (replicas > 1 && replicas - broken < least)) {
    return {
      holds: false,
      says: broken === 0 ? "No pod got the bad image." : `${plural(broken, "pod")} got the bad image at once.`,
      advice: "Set updateStrategy.rollingUpdate.maxUnavailable to 1, or leave it out.",
    };
  }
  const rest = replicas === 1 ? "nobody served until the old one was back" : "the rest went on serving";
  const way = healed
    ? "The old image alone brought it back."
    : "The set waited for the broken pod until it was deleted by hand, as ordered sets do.";
  return { holds: true, says: `${String(broken)} of ${plural(replicas, "pod")} got the bad image; ${rest}. ${way}` };
}

async function setImage({ cluster, workload }: Stage, { image, name }: Container): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${workload.namespace}/statefulsets/${workload.name}`;
  const change = { spec: { template: { spec: { containers: [{ name, image }] } } } };
  expectOk(
    await cluster.api.request("PATCH", path, change, "application/strategic-merge-patch+json"),
    `StatefulSet ${workload.name}`,
  );
}

async function deletePods({ cluster }: Stage, pods: readonly ApiObject[]): Promise<void> {
  for (const pod of pods) {
    await cluster.api.delete(pod);
  }
}

interface Container {
  readonly name: string;
  readonly image: string;
}

async function containersOf(stage: Stage): Promise<readonly Container[]> {
  const { template } = await setSpec<{ template: { spec: { containers: readonly Container[] } } }>(stage);
  return template?.spec.containers ?? [];
}

function hasBadImage({ spec }: ApiObject): boolean {
  const { containers = [] } = spec as { containers?: readonly Container[] };
  return containers.some(({ image }) => image === BAD_IMAGE);
}
