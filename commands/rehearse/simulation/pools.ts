import { allocatable, machineType } from "../../../policy/facts/machine-types";
import { ObjectGraph } from "../../../policy/graph/graph";
import { fromPlan } from "../../../policy/graph/from-plan";
import { SANDBOX_KEY, SANDBOX_RUNTIME } from "../../../policy/facts/node-labels";
import { isSandbox, taintsOf } from "../../../policy/graph/nodes";
import { DEFAULT_PODS_PER_NODE, poolOf } from "../../../policy/graph/pools";
import { UserError } from "../../shared/user-error";
import type { MachineType } from "../../../policy/facts/machine-types";
import type { Field } from "../../../policy/graph/object";
import type { Pool } from "../../../policy/graph/pools";
import type { Taint } from "../../../policy/graph/taints";
import type { Plan } from "../../plan/engine/plan";

/** Nodes of one kind, as a rehearsal simulates them. */
export interface SimulatedPool {
  readonly name: string;
  readonly machine: MachineType;
  readonly zones: readonly string[];
  /** Nodes of each zone. */
  readonly min: number;
  readonly max: number;
  /** Most nodes of all zones together; Infinity where only each zone has a limit. */
  readonly totalMax: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly maxPods: number;
  readonly spot: boolean;
  readonly upgrade: Upgrade;
}

/** How the nodes of a pool are replaced. */
interface Upgrade {
  /** All new nodes before the first old one is emptied. */
  readonly isBlueGreen: boolean;
  /** Nodes that are replaced at a time, and new before the old ones go; with blue and green, nodes that are emptied at a time. */
  readonly surge: number;
  /** Nodes more that are replaced at a time, and missing meanwhile. */
  readonly unavailable: number;
}

const POOL_TYPE = "gcp:container/nodePool:NodePool";
/** A cluster of a kubeconfig tells nothing about its nodes: these stand for them. */
const UNKNOWN_POOL: SimulatedPool = {
  name: "nodes",
  machine: known("e2-standard-4"),
  zones: ["local-here1-a"], // as the driver of disks wants names of zones
  min: 3,
  max: 3,
  totalMax: 3,
  labels: {},
  taints: [],
  maxPods: DEFAULT_PODS_PER_NODE,
  spot: false,
  upgrade: { isBlueGreen: false, surge: 1, unavailable: 0 },
};

/** Whether a plan makes nodes. */
export function makesNodes({ resources }: Plan): boolean {
  return resources.some(({ type }) => type === POOL_TYPE);
}

/** The pools of a plan. A stack that makes none runs on three machines of one zone that stand for its cluster's. */
export function simulatedPools({ resources }: Plan): readonly SimulatedPool[] {
  const graph = new ObjectGraph(fromPlan(resources));
  const pools = graph.all("NodePool").map((pool) => simulated(poolOf(pool, graph)));
  return pools.length === 0 ? [UNKNOWN_POOL] : pools;
}

function simulated(pool: Pool): SimulatedPool {
  const { machine, max, min, name, object, podsPerNode, spot, zones } = pool;
  const perZone = (count: number): number => Math.ceil(count / zones.count);
  return {
    name: name.replace(/-pool$/, ""),
    machine: known(machine),
    zones: zones.names ?? [],
    min: perZone(min),
    max: pool.isBoundTogether ? max : perZone(max),
    totalMax: pool.isBoundTogether ? max : Infinity,
    labels: {
      ...Object.fromEntries(object.at("nodeConfig.labels").entries.map(([key, { text = "" }]) => [key, text])),
      ...(isSandbox(object) && { [SANDBOX_KEY]: SANDBOX_RUNTIME }),
    },
    taints: taintsOf(object),
    maxPods: podsPerNode,
    spot,
    upgrade: upgradeOf(object.at("upgradeSettings")),
  };
}

function upgradeOf(settings: Field): Upgrade {
  const batch = settings.at("blueGreenSettings.standardRolloutPolicy.batchNodeCount").number;
  return settings.at("strategy").text === "BLUE_GREEN"
    ? { isBlueGreen: true, surge: batch ?? 1, unavailable: 0 }
    : {
        isBlueGreen: false,
        surge: settings.at("maxSurge").number ?? 1,
        unavailable: settings.at("maxUnavailable").number ?? 0,
      };
}

function known(name: string): MachineType {
  const machine = machineType(name);
  if (machine === undefined) {
    throw new UserError(`Machine type ${name} is not known here, so its nodes cannot be simulated.`);
  }
  return machine;
}

/** What pods may request on a node. */
export function capacityOf({ machine, maxPods }: SimulatedPool): Readonly<Record<string, string>> {
  const { memoryBytes, millicores } = allocatable(machine);
  return {
    cpu: `${String(millicores)}m`,
    memory: String(memoryBytes),
    pods: String(maxPods),
    "ephemeral-storage": "94Gi",
  };
}
