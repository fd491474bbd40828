import { allowedDisruptions } from "../facts/disruptions";
import { dataOf, EXTERNAL_BACKUP, isBackedUp, planNamedBy } from "../graph/backups";
import { budgetsOf, ruleOf } from "../graph/budgets";
import { classOf } from "../graph/classes";
import { ifKnown } from "../graph/doubts";
import { podRange, showPods } from "../graph/scaling";
import { claimOf, isWritten, keptVolumes, volumesOf } from "../graph/volumes";
import { verticalScalersOf } from "./related";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";
import type { Volume } from "../graph/volumes";

/** How a workload is built, in words, by the four questions that people ask of it. */
export interface Patterns {
  /** Who makes its pods, how many, and in which order. */
  readonly orchestration: string;
  /** Where its data lives. */
  readonly storage: string;
  /** What changes its replicas and requests. */
  readonly scaling: string;
  /** What keeps it up, and its data. */
  readonly protection: string;
}

/** How a workload is built. What is not known yet is said to be so. */
export function patternsOf(workload: GraphObject, graph: ObjectGraph): Patterns {
  const say = (work: () => string): string => ifKnown(work, "not known yet");
  return {
    orchestration: say(() => orchestration(workload, graph)),
    storage: say(() => storage(workload, graph)),
    scaling: say(() => scaling(workload, graph)),
    protection: say(() => protection(workload, graph)),
  };
}

function orchestration(workload: GraphObject, graph: ObjectGraph): string {
  const pods = `${workload.facts.kindName} with ${showPods(podRange(workload, graph))}`;
  return workload.kind === "StatefulSet"
    ? `${pods}, ${workload.at("spec.podManagementPolicy").text ?? "OrderedReady"}`
    : pods;
}

function storage(workload: GraphObject, graph: ObjectGraph): string {
  const kept = keptVolumes(workload).map((volume) => disk(volume, graph));
  if (kept.length > 0) {
    return kept.join("; ");
  }
  const local = volumesOf(workload).some(({ source }) => source === "emptyDir" || source === "hostPath");
  return local ? "none that outlives a pod, only emptyDir or hostPath" : "none";
}

function disk(volume: Volume, graph: ObjectGraph): string {
  const claim = claimOf(volume, graph);
  if (claim === undefined) {
    return `${volume.name} on ${volume.source === "disk" ? "a disk without a claim" : "a claim that is defined elsewhere"}`;
  }
  const size = claim.spec.at("resources.requests.storage").shown;
  const found = classOf(claim, graph);
  const where = found?.regional === true ? "a disk in two zones" : "a disk in one zone";
  const kind = found === undefined ? "a class that is defined elsewhere" : `${where} (class ${found.name})`;
  const each = volume.source === "template" ? " for each pod" : "";
  return `${volume.name}, ${size}${each} on ${kind}`;
}

function scaling(workload: GraphObject, graph: ObjectGraph): string {
  const { scaler } = podRange(workload, graph);
  const vertical = verticalScalersOf(workload, graph).map((object) => {
    const bounds = object
      .at("spec.resourcePolicy.containerPolicies")
      .items.some((policy) => policy.at("maxAllowed").isSet);
    const mode = object.at("spec.updatePolicy.updateMode").text ?? "Recreate";
    return `VPA ${mode} ${bounds ? "with" : "without"} bounds`;
  });
  const parts = [...(scaler === undefined ? [] : [scaler.title]), ...vertical];
  return parts.length === 0 ? "fixed replicas and requests" : parts.join("; ");
}

function protection(workload: GraphObject, graph: ObjectGraph): string {
  const parts = [budget(workload, graph), backup(workload, graph)].filter((part) => part !== "");
  return parts.length === 0 ? "none" : parts.join("; ");
}

function budget(workload: GraphObject, graph: ObjectGraph): string {
  const [first] = budgetsOf(workload, graph);
  const rule = first === undefined ? undefined : ruleOf(first);
  const { min } = podRange(workload, graph);
  return rule === undefined ? "" : `budget keeps ${String(min - allowedDisruptions(rule, min))} of ${String(min)}`;
}

function backup(workload: GraphObject, graph: ObjectGraph): string {
  const external = (workload.annotation(EXTERNAL_BACKUP) ?? planNamedBy(workload, graph) ?? "").trim();
  if (external !== "") {
    return `backup by ${external}`;
  }
  const written = keptVolumes(workload).filter(isWritten);
  return written.length > 0 && isBackedUp(workload, dataOf(written, graph), graph) ? "scheduled backup" : "";
}
