import type { Big } from "big.js";
import { machineFamily } from "../facts/machine-types";
import { GIB, quantity } from "../facts/quantities";
import { runningContainers } from "../graph/pods";
import { containerKey, lastingWorkloads, podCount, requested, workloadName } from "./demand";
import { estimate } from "./estimate";
import { hourOf } from "./prices";
import { poolsFor } from "../graph/nodes";
import { poolOf } from "../graph/pools";
import { ifKnown } from "../graph/doubts";
import { HOURS_A_MONTH } from "./fees";
import type { GraphObject, Field } from "../graph/object";
import type { CostContext } from "./compute";
import type { Requests } from "./demand";
import type { Estimate } from "./estimate";

/** What a VerticalPodAutoscaler recommends for a container. */
export interface Recommendation {
  /** Namespace of the workload. */
  readonly namespace: string;
  /** Kind of the workload. */
  readonly kind: string;
  /** Name of the workload. */
  readonly workload: string;
  /** Name of the container. */
  readonly container: string;
  /** What it should ask for: quantities of Kubernetes. */
  readonly target: { readonly cpu?: string | undefined; readonly memory?: string | undefined };
}

/** An amount that a container asks for, and what it should. */
interface Resize {
  /** What the program asks for; undefined where it asks for nothing. */
  readonly requested: string | undefined;
  /** What is recommended. */
  readonly target: string;
  /** Recommended minus requested, for one pod: cores, or bytes. */
  readonly change: number;
}

/** A container and what its requests should be. */
export interface ContainerResize {
  /** Workload as messages name it. */
  readonly title: string;
  /** Name of the container. */
  readonly container: string;
  /** Pods that are expected. */
  readonly pods: number;
  /** CPU, where something is recommended. */
  readonly cpu: Resize | undefined;
  /** Memory, where something is recommended. */
  readonly memory: Resize | undefined;
  /** What the difference is worth a month, at the price of vCPU and memory in its pool: negative where it frees something. */
  readonly worth: Big | undefined;
}

/** What other requests would change. */
export interface Rightsizing {
  /** Containers for which there is a recommendation. */
  readonly containers: readonly ContainerResize[];
  /** Recommendations for nothing that is in the plan. */
  readonly strangers: readonly Recommendation[];
  /** What the plan costs. */
  readonly before: Estimate;
  /** What it costs with the recommended requests. */
  readonly after: Estimate;
}

/** What recommendations would save: on the bill, where the pools can shrink, and else as room for other pods. */
export function rightsize(context: CostContext, recommendations: readonly Recommendation[]): Rightsizing {
  const { graph } = context;
  const workloads = lastingWorkloads(graph);
  const found = [...new Map(recommendations.map((one) => [keyOf(one), one])).values()].map((one) => ({
    one,
    object: workloads.find((object) => isMeant(object, one)),
  }));
  const requests: Requests = new Map(
    found.flatMap(({ object, one }) =>
      object === undefined ? [] : [[containerKey(object, one.container), one.target] as const],
    ),
  );
  return {
    containers: found.flatMap(({ object, one }) => (object === undefined ? [] : resize(object, one, context))),
    strangers: found.flatMap(({ object, one }) => (object === undefined ? [one] : [])),
    before: estimate(context),
    after: estimate({ ...context, requests }),
  };
}

function isMeant(object: GraphObject, { container, kind, namespace, workload }: Recommendation): boolean {
  return (
    object.kind === kind &&
    workloadName(object) === workload &&
    object.namespace === namespace &&
    containerOf(object, container) !== undefined
  );
}

function containerOf(object: GraphObject, name: string): Field | undefined {
  return runningContainers(object).find((field) => field.at("name").text === name);
}

/** Of several recommendations for a container the last one counts. */
function keyOf({ container, kind, namespace, workload }: Recommendation): string {
  return [kind, namespace, workload, container].join("\u0000");
}

function resize(object: GraphObject, one: Recommendation, context: CostContext): readonly ContainerResize[] {
  const container = containerOf(object, one.container);
  if (container === undefined) {
    return [];
  }
  const pods = podCount(object, context.graph, context.usage).expected;
  const cpu = resizeOf(container, "cpu", one.target.cpu);
  const memory = resizeOf(container, "memory", one.target.memory);
  const worth = ifKnown(() => worthOf(object, pods, { cpu, memory }, context), undefined);
  return [{ title: object.title, container: one.container, pods, cpu, memory, worth }];
}

function resizeOf(container: Field, resource: "cpu" | "memory", target: string | undefined): Resize | undefined {
  const now = requested(container.at("resources"), resource);
  const wanted = quantity(target);
  return target === undefined || wanted === undefined
    ? undefined
    : {
        requested: typeof now === "string" || typeof now === "number" ? String(now) : undefined,
        target,
        change: wanted - (quantity(now) ?? 0),
      };
}

function worthOf(
  object: GraphObject,
  pods: number,
  { cpu, memory }: Pick<ContainerResize, "cpu" | "memory">,
  { graph, prices }: CostContext,
): Big | undefined {
  const [found] = poolsFor(object, graph);
  if (found === undefined) {
    return undefined;
  }
  const { machine, region = "", spot } = poolOf(found, graph);
  const hour = hourOf(prices, region, machineFamily(machine), spot, {
    vcpu: cpu?.change ?? 0,
    gib: (memory?.change ?? 0) / GIB,
  });
  return hour?.times(HOURS_A_MONTH).times(pods);
}
