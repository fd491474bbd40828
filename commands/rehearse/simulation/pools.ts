import { allocatable, machineType } from "../../../policy/facts/machine-types";
import { mapAt, mapsAt, numberAt, textAt, valueAt } from "../../../policy/graph/value";
import { UserError } from "../../shared/user-error";
import type { MachineType } from "../../../policy/facts/machine-types";
import type { Plan, PlanResource } from "../../plan/engine/plan";
import type { Value, ValueMap } from "../../../policy/graph/value";

/** A taint, as Kubernetes has it. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** Nodes of one kind, as the plan of a stack has them. */
export interface Pool {
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
/** Effects as Google Cloud spells them. */
const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
  NO_EXECUTE: "NoExecute",
};
/** What GKE takes where a pool does not say. Source: https://cloud.google.com/kubernetes-engine/quotas */
const DEFAULT_MAX_PODS = 110;
/** A cluster of a kubeconfig tells nothing about its nodes: these stand for them. */
const UNKNOWN_POOL: Pool = {
  name: "nodes",
  machine: known("e2-standard-4"),
  zones: ["local-here1-a"], // as the driver of disks wants names of zones
  min: 3,
  max: 3,
  totalMax: 3,
  labels: {},
  taints: [],
  maxPods: DEFAULT_MAX_PODS,
  spot: false,
  upgrade: { isBlueGreen: false, surge: 1, unavailable: 0 },
};

/** Whether a plan makes nodes. */
export function makesNodes({ resources }: Plan): boolean {
  return resources.some(({ type }) => type === POOL_TYPE);
}

/** The pools of a plan. A stack that makes none runs on three machines of one zone that stand for its cluster's. */
export function poolsOf({ resources }: Plan): readonly Pool[] {
  const pools = resources.filter(({ type }) => type === POOL_TYPE).map(poolOf);
  return pools.length === 0 ? [UNKNOWN_POOL] : pools;
}

function poolOf({ inputs, name }: PlanResource): Pool {
  const config = mapAt(inputs, "nodeConfig");
  const zones = textsAt(inputs, "nodeLocations");
  const scaling = mapAt(inputs, "autoscaling");
  const total = numberAt(scaling, "totalMaxNodeCount");
  const perZone = (count: number): number => Math.ceil(count / zones.length);
  return {
    name: name.replace(/-pool$/, ""),
    machine: known(textAt(config, "machineType")),
    zones,
    min:
      total === undefined
        ? (numberAt(scaling, "minNodeCount") ?? 1)
        : perZone(numberAt(scaling, "totalMinNodeCount") ?? 0),
    max: total ?? numberAt(scaling, "maxNodeCount") ?? 1,
    totalMax: total ?? Infinity,
    labels: textsOf(mapAt(config, "labels")),
    taints: mapsAt(config, "taints").map((taint) => ({
      key: textAt(taint, "key"),
      value: textAt(taint, "value"),
      effect: EFFECTS[textAt(taint, "effect")] ?? textAt(taint, "effect"),
    })),
    maxPods: numberAt(inputs, "maxPodsPerNode") ?? DEFAULT_MAX_PODS,
    spot: valueAt(config, "spot") === true,
    upgrade: upgradeOf(mapAt(inputs, "upgradeSettings")),
  };
}

function upgradeOf(settings: ValueMap): Upgrade {
  const policy = mapAt(mapAt(settings, "blueGreenSettings"), "standardRolloutPolicy");
  return valueAt(settings, "strategy") === "BLUE_GREEN"
    ? { isBlueGreen: true, surge: numberAt(policy, "batchNodeCount") ?? 1, unavailable: 0 }
    : {
        isBlueGreen: false,
        surge: numberAt(settings, "maxSurge") ?? 1,
        unavailable: numberAt(settings, "maxUnavailable") ?? 0,
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
export function capacityOf({ machine, maxPods }: Pool): Readonly<Record<string, string>> {
  const { memoryBytes, millicores } = allocatable(machine);
  return {
    cpu: `${String(millicores)}m`,
    memory: String(memoryBytes),
    pods: String(maxPods),
    "ephemeral-storage": "94Gi",
  };
}

function textsAt(value: unknown, key: string): readonly string[] {
  const inner = valueAt(value, key);
  return Array.isArray(inner) ? (inner as readonly Value[]).filter((one) => typeof one === "string") : [];
}

function textsOf(map: ValueMap): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
