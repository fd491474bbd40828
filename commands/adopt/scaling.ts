import { budgetsOf, ruleOf } from "../../policy/graph/budgets";
import { ifKnown } from "../../policy/graph/doubts";
import { allScalersOf } from "../../policy/graph/scaling";
import { verticalScalersOf } from "../../policy/readiness/related";
import { cpuText, sizeText } from "./quantities";
import type { GraphObject, Field } from "../../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Notes } from "./notes";

type Vertical = NonNullable<Entry["verticalAutoscaler"]>;
type Horizontal = NonNullable<Entry["horizontalAutoscaler"]>;

/** Budget and autoscalers of the set. */
export function scalingSettings(adopted: AdoptedSet, resources: Entry["resources"], notes: Notes): Partial<Entry> {
  return {
    budget: budget(adopted, notes),
    verticalAutoscaler: vertical(adopted, resources, notes),
    horizontalAutoscaler: horizontal(adopted, notes),
  };
}

function budget({ graph, set }: AdoptedSet, notes: Notes): Entry["budget"] {
  const [first, ...others] = ifKnown(() => budgetsOf(set, graph), []);
  others.forEach((other) => {
    notes.lose(
      other.root,
      "A second budget over the same pods: the API server then refuses every eviction. Delete it.",
    );
  });
  const rule = first && ruleOf(first);
  if (rule === undefined) {
    notes.choose("budget", "maxUnavailable 1 (the default)", "The set has no budget. Here every workload has one.");
    return undefined;
  }
  const eviction = first?.at("spec.unhealthyPodEvictionPolicy");
  if (eviction?.isSet === true && eviction.text !== "AlwaysAllow") {
    notes.lose(eviction, "Here pods that are not ready may always be evicted, so that they never hold a drain up.");
  }
  return rule;
}

/** Modes of the entry, by those of a manifest. Auto is the deprecated name of what is Recreate until today. */
const MODES: Readonly<Record<string, Vertical["mode"]>> = { Auto: "Recreate" };
/** What holds where a manifest says nothing. */
const DEFAULT_MODE = "Auto";

function vertical(adopted: AdoptedSet, { limits, requests }: Entry["resources"], notes: Notes): Vertical | undefined {
  const [scaler] = verticalScalersOf(adopted.set, adopted.graph);
  if (scaler === undefined) {
    return undefined;
  }
  const policy = policyFor(adopted.container.at("name").shown, scaler);
  const mode = scaler.at("spec.updatePolicy.updateMode").text ?? DEFAULT_MODE;
  const bound = (key: string, otherwise: Vertical["min"]): Vertical["min"] => {
    const list = policy?.at(key);
    const [cpu, memory] = [list && cpuText(list.of("cpu")), list && sizeText(list.of("memory"))];
    if (cpu === undefined || memory === undefined) {
      notes.choose(
        `verticalAutoscaler.${key === "minAllowed" ? "min" : "max"}`,
        otherwise,
        "The autoscaler has no such bound; this is the container's own.",
      );
    }
    return { cpu: cpu ?? otherwise.cpu, memory: memory ?? otherwise.memory };
  };
  const controlled = policy?.at("controlledResources").texts ?? [];
  return {
    mode: MODES[mode] ?? (mode as Vertical["mode"]),
    ...(controlled.length > 0 && { controlledResources: controlled as Vertical["controlledResources"] }),
    min: bound("minAllowed", { cpu: requests.cpu, memory: requests.memory }),
    max: bound("maxAllowed", { cpu: limits.cpu, memory: limits.memory }),
  };
}

function policyFor(container: string, scaler: GraphObject): Field | undefined {
  const policies = scaler.at("spec.resourcePolicy.containerPolicies").items;
  const named = (name: string): Field | undefined =>
    policies.find((policy) => policy.at("containerName").text === name);
  return named(container) ?? named("*");
}

function horizontal({ graph, set }: AdoptedSet, notes: Notes): Horizontal | undefined {
  const scalers = ifKnown(() => allScalersOf(set, graph), []);
  const scaler = scalers.find(({ kind }) => kind === "HorizontalPodAutoscaler");
  for (const other of scalers.filter((one) => one !== scaler)) {
    notes.lose(
      other.root,
      "This autoscaler cannot be written here. Keep it outside of the stack with replicasOwner: controller, so that the program leaves the number alone.",
    );
  }
  if (scaler === undefined) {
    return undefined;
  }
  if (scaler.at("spec.behavior").isSet) {
    notes.lose(scaler.at("spec.behavior"), "Here the autoscaler scales at the pace that Kubernetes has by itself.");
  }
  const targets = targetsOf(scaler, notes);
  return {
    min: scaler.at("spec.minReplicas").number ?? 1,
    max: scaler.at("spec.maxReplicas").number ?? 1,
    cpuPercent: targets.get("cpu") ?? scaler.at("spec.targetCPUUtilizationPercentage").number,
    memoryPercent: targets.get("memory"),
  };
}

/** Wanted use in percent of the request, by resource. */
function targetsOf(scaler: GraphObject, notes: Notes): ReadonlyMap<string, number> {
  const targets = new Map<string, number>();
  for (const metric of scaler.at("spec.metrics").items) {
    const name = metric.at("resource.name").text ?? "";
    const percent = metric.at("resource.target.averageUtilization").number;
    if (["cpu", "memory"].includes(name) && percent !== undefined) {
      targets.set(name, percent);
    } else {
      notes.lose(metric, "Only the use of CPU and memory, in percent of the request, can be a target here.");
    }
  }
  return targets;
}
