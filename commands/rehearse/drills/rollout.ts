import { plural } from "../../../policy/rules/engine/plural";
import { setTimeout as sleep } from "node:timers/promises";
import { expectOk } from "../../../cluster/answer";
import { setObject } from "../stack/objects";
import { BAD_IMAGE } from "../simulation/stages";
import { lowest } from "../measuring/timeline";
import { allReady, LOOK_AT_POD, NOT_UP, setSpec, timeFor } from "./drill";
import type { ApiObject } from "../../../cluster/api-object";
import type { Drill, Finding, Stage } from "./drill";

/** Why a release reaches no pod by itself; undefined where it does. */
function byHand({ workload }: Stage): string | undefined {
  return workload.isUpdatedByHand ? "Releases wait until somebody deletes the pods (OnDelete)." : undefined;
}

/** Why a release does not reach all pods by itself; undefined where it does. */
function heldBack(stage: Stage): string | undefined {
  const { partition: from } = stage.workload;
  return (
    byHand(stage) ?? (from > 0 ? `Releases are held at ordinal ${String(from)} (updateStrategy.partition).` : undefined)
  );
}

/** Seconds in which a bad image shows what it does: it takes down as many pods as the update strategy lets it, and no more. */
const LOOK = 8;

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

/** A release that reaches all pods, one after the other. */
export const rollout: Drill = {
  id: "rollout",
  title: "A release that reaches every pod",
  shows: "Pods are replaced one by one, and the service goes on.",
  unfit: heldBack,
  run: async (stage) => {
    const { cluster, timeline, workload } = stage;
    const from = timeline.now;
    const template = { metadata: { annotations: { "rehearsal.gke-stateful/release": String(Date.now()) } } };
    const old = new Set(timeline.all.map(({ metadata }) => metadata.uid));
    await cluster.api.merge(setObject(workload), { spec: { template } });
    timeline.mark("release");
    const renewed = await timeline.until(
      (pods) =>
        pods.length === workload.replicas &&
        pods.every(({ metadata }) => !old.has(metadata.uid)) &&
        timeline.readyCount === workload.replicas,
      timeFor(stage),
    );
    const fewest = lowest(timeline.moments, from, timeline.now);
    return renewed
      ? {
          holds: true,
          says: `All ${String(workload.replicas)} pods have the new revision; at least ${String(fewest)} were ready meanwhile.`,
        }
      : {
          holds: false,
          says: "The release did not reach every pod.",
          advice: "Look at updateStrategy (OnDelete, partition), and at the pod that does not become ready.",
        };
  },
};

/** A release that is held at the last pod by a partition, and then let through. */
export const partition: Drill = {
  id: "partition",
  title: "A release that waits after its first pod",
  unfit: byHand,
  shows: "A partition holds a release at the highest ordinal, and lets it go on when it is lowered.",
  run: async (stage) => {
    const { cluster, timeline, workload } = stage;
    const { updateStrategy: before } = await setSpec<{ updateStrategy: object }>(stage);
    const last = workload.replicas - 1;
    await release(stage, { type: "RollingUpdate", rollingUpdate: { partition: last } });
    timeline.mark(`release held at ordinal ${String(last)}`);
    await timeline.until(
      (pods) => pods.filter(isReleased).length > 0 && timeline.readyCount === workload.replicas,
      stage.patience,
    );
    // Long enough for a second pod to follow, if nothing held it.
    await sleep(LOOK * 1000);
    const held = timeline.all.filter(isReleased).length;
    await cluster.api.merge(setObject(workload), {
      spec: { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } } },
    });
    timeline.mark("release let through");
    const through = await timeline.until(
      (pods) =>
        pods.length === workload.replicas && pods.every(isReleased) && timeline.readyCount === workload.replicas,
      timeFor(stage),
    );
    // What a merge is not told to remove would stay.
    await cluster.api.merge(setObject(workload), { spec: { updateStrategy: { rollingUpdate: null, ...before } } });
    return held === 1 && through
      ? { holds: true, says: "One pod had the release while it was held, and all had it afterwards." }
      : {
          holds: false,
          says: through
            ? `${String(held)} pods had the release while it was held, and one was to have it.`
            : "The release did not reach every pod after the partition was lowered.",
          advice: "Look at updateStrategy of the set, and at the pod that does not become ready.",
        };
  },
};

/** Annotation of the pods of a release that is held. */
const HELD = "rehearsal.gke-stateful/held";

async function release({ cluster, workload }: Stage, updateStrategy: object): Promise<void> {
  const template = { metadata: { annotations: { [HELD]: "true" } } };
  await cluster.api.merge(setObject(workload), { spec: { updateStrategy, template } });
}

function isReleased({ metadata: { annotations = {} } }: ApiObject): boolean {
  return annotations[HELD] === "true";
}
