import { podsPerNode } from "../../config/sizing/capacity";
import { hasNodeForEach } from "../../config/sizing/host-spread";
import { poolSettings, workloadSettings } from "../../config/settings";
import { MACHINE_SHAPES } from "../../policy/facts/machine-shapes";
import { isProduction, zoneCount } from "./places";
import { replicasOf, resourcesOf } from "./pods";
import type { Decision } from "./decision";
import type { Requirements } from "./requirements";

/** Families in the order in which they are tried: the cheapest first. Both take persistent disks. */
const FAMILIES = ["e2", "n2"] as const;
/** Classes of machines, by growing memory. */
const CLASSES = ["standard", "highmem"] as const;
/** Machines below this have little left for pods beside GKE's own. */
const MIN_VCPU = 4;
/** Nodes beyond those that the pods need, while one is replaced. */
const SPARE = 1;

/** The smallest machine on which a pod fits; undefined where none is large enough. */
export function machineFor(needs: Requirements): { readonly type: string; readonly pods: number } | undefined {
  const { cpu, memory } = resourcesOf(needs);
  const workload = workloadSettings(needs.name, {
    image: "registry.example.com/image:1",
    volumes: { data: { size: "10Gi", mountPath: "/data" } },
    resources: { requests: { cpu, memory }, limits: { cpu, memory } },
  });
  for (const type of candidates()) {
    const pods = podsPerNode(workload, poolSettings({ name: "stateful", machineType: type }))?.pods ?? 0;
    if (pods > 0) {
      return { type, pods };
    }
  }
  return undefined;
}

function candidates(): readonly string[] {
  return FAMILIES.flatMap((family) =>
    CLASSES.flatMap((machineClass) =>
      Object.keys(MACHINE_SHAPES[family][machineClass]).map((vcpu) => ({ family, machineClass, vcpu: Number(vcpu) })),
    ).toSorted((one, other) => one.vcpu - other.vcpu),
  )
    .filter(({ vcpu }) => vcpu >= MIN_VCPU)
    .map(({ family, machineClass, vcpu }) => `${family}-${machineClass}-${String(vcpu)}`);
}

/** Node pools. */
export function machineDecision(needs: Requirements): Decision {
  const machine = machineFor(needs) ?? { type: "n2-highmem-128", pods: 1 };
  const pods = replicasOf(needs);
  const production = isProduction(needs);
  const isApart = production && hasNodeForEach(pods, pods);
  const nodes = isApart ? pods : Math.ceil(pods / machine.pods);
  const max = nodes + SPARE;
  const stateful = { name: "stateful", machineType: machine.type, min: 1, max };
  return {
    topic: "Nodes",
    choice: `${machine.type}, 1 to ${String(max)} in each zone${production ? ", and a small pool for GKE's own pods" : ", for everything"}`,
    because:
      zoneCount(needs) > 1
        ? `The smallest on which a pod fits. One zone has room for ${pods === 1 ? "the pod" : `all ${String(pods)} pods${isApart ? ", a node for each," : ""}`} when another is lost, and one more node for upgrades.`
        : "The smallest on which a pod fits, and one more node for upgrades.",
    rejected: [
      { what: "Spot machines", why: "They are taken back with 30 seconds' notice, and a disk moves more slowly." },
    ],
    settings: { pools: production ? [SYSTEM_POOL, stateful] : [{ ...stateful, tainted: false }] },
  };
}

/** As in Pulumi.yaml. */
const SYSTEM_POOL = {
  name: "system",
  machineType: "e2-standard-2",
  diskType: "pd-balanced",
  stateful: false,
  min: 1,
  max: 3,
} as const;
