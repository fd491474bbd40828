import { podCost, roomFor } from "../measuring/room";
import { allReady, eventually, ownClaims } from "./drill";
import type { Amounts } from "../measuring/room";
import type { ApiObject } from "../../../cluster/api-object";
import type { Drill, Finding, Stage } from "./drill";

/** Somebody uses up what the namespace may have, and then a pod goes. */
export const quota: Drill = {
  id: "quota",
  title: "A quota that is used up",
  shows:
    "A pod that the quota refuses says so, the others stay, and it comes back with the room; the quota has room for all pods that an autoscaler may make.",
  isOutage: true,
  unfit: ({ manifests, workload }) =>
    manifests.some(({ object }) => isQuotaOf(object as unknown as ApiObject, workload.namespace))
      ? undefined
      : "The stack sets no quota on the namespace.",
  run: async (stage) => {
    const { cluster, timeline, workload } = stage;
    const [object] = await cluster.api.list("v1", "ResourceQuota", { namespace: workload.namespace });
    const pod = timeline.all.at(-1);
    if (object === undefined || pod === undefined) {
      return { holds: false, says: "There is no quota, or no pod.", advice: "See the drill bring-up." };
    }
    const { hard } = object["spec"] as { hard: Amounts };
    const room = roomFor(object["status"] as Usage, podCost(pod, await claimsOfOnePod(stage)));
    await useUp(stage, object);
    const before = await refusals(stage, object.metadata.name);
    await cluster.api.delete(pod);
    const refused = await eventually(stage, async () => (await refusals(stage, object.metadata.name)) > before);
    const ready = timeline.readyCount;
    await cluster.api.merge(object, { spec: { hard: { pods: hard["pods"] ?? null } } });
    timeline.mark("there is room again");
    const back = await allReady(stage);
    return finding({ refused, ready, back, room, most: await mostPods(stage) }, stage);
  },
};

/** What a quota lets through, and what is used of it. */
interface Usage {
  readonly hard: Amounts;
  readonly used: Amounts;
}

interface Seen {
  readonly refused: boolean;
  readonly ready: number;
  readonly back: boolean;
  /** More pods like this one that the quota of the stack has room for. */
  readonly room: number;
  /** Pods that an autoscaler may make. */
  readonly most: number;
}

/** What the quota of the stack has room for. */
function roomOf(room: number, most: number, replicas: number): string {
  if (!Number.isFinite(room)) {
    return "It limits nothing that these pods take.";
  }
  const fits = most > replicas ? `, so the ${String(most)} that an autoscaler may make fit` : "";
  return `As the stack sets it, the quota has room for ${String(room)} more${fits}.`;
}

function finding({ back, most, ready, refused, room }: Seen, { workload: { replicas } }: Stage): Finding {
  const others = replicas - 1;
  if (!refused || ready < others || !back) {
    return {
      holds: false,
      says: `${refused ? "The quota refused the pod" : "No event told of the quota"}, ${String(ready)} of the ${String(others)} others were ready, and ${back ? "all" : "not all"} came back.`,
      advice: "Look at the events of the set: --keep leaves the cluster up.",
    };
  }
  if (replicas + room < most) {
    return {
      holds: false,
      says: `An autoscaler may make ${String(most)} pods, and the quota has room for ${String(replicas + room)}.`,
      advice: "Raise the quota of the namespace, or lower the autoscaler's maximum.",
    };
  }
  return {
    holds: true,
    says: `The pod was refused with the quota's name, the others stayed, and it came back with the room. ${roomOf(room, most, replicas)}`,
  };
}

/** Lets the quota have as many pods as there are without one, and waits until it does. */
async function useUp(stage: Stage, object: ApiObject): Promise<void> {
  const { cluster, timeline, workload } = stage;
  const pods = await cluster.api.list("v1", "Pod", { namespace: workload.namespace });
  const left = String(pods.length - 1);
  await cluster.api.merge(object, { spec: { hard: { pods: left } } });
  await eventually(stage, async () => {
    const now = await cluster.api.get("v1", "ResourceQuota", object.metadata.name, workload.namespace);
    return (now?.["status"] as Usage | undefined)?.hard["pods"] === left;
  });
  timeline.mark("the quota is used up");
}

/** How often a quota has refused a pod of the set so far. */
async function refusals({ cluster, workload }: Stage, name: string): Promise<number> {
  const events = await cluster.api.list("v1", "Event", { namespace: workload.namespace });
  return events
    .filter(({ involvedObject }) => (involvedObject as { name?: string } | undefined)?.name === workload.name)
    .filter(({ message, reason }) => reason === "FailedCreate" && String(message).includes(`exceeded quota: ${name}`))
    .reduce((sum, { count }) => sum + (typeof count === "number" ? count : 1), 0);
}

async function claimsOfOnePod(stage: Stage): Promise<readonly ApiObject[]> {
  const claims = await ownClaims(stage);
  // Of the last one: that of the first has grown.
  return claims.filter(({ metadata: { name } }) => name.endsWith(`-${String(stage.workload.replicas - 1)}`));
}

/** Pods that an autoscaler of the workload may make; without one, those that there are. */
async function mostPods({ cluster, workload }: Stage): Promise<number> {
  const scalers = await cluster.api.list("autoscaling/v2", "HorizontalPodAutoscaler", {
    namespace: workload.namespace,
  });
  const own = scalers
    .map(({ spec }) => spec as { scaleTargetRef: { name: string }; maxReplicas: number })
    .filter(({ scaleTargetRef }) => scaleTargetRef.name === workload.name);
  return Math.max(workload.replicas, ...own.map(({ maxReplicas }) => maxReplicas));
}

function isQuotaOf({ kind, metadata }: ApiObject, namespace: string): boolean {
  return kind === "ResourceQuota" && metadata.namespace === namespace;
}
