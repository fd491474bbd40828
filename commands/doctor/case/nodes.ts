import { ZONE_LABEL } from "../../../policy/facts/node-labels";
import { zonesOf } from "../../../cluster/volumes";
import { conditionOf } from "./quotes";
import type { Case } from "./case";
import type { Claim, Node } from "./types";

/** Whether a node is ready: its kubelet says so, and is heard. */
export function isNodeReady(node: Node): boolean {
  return conditionOf(node, "Ready")?.status === "True";
}

/** Whether a node takes pods, and is in one of some zones. */
export function isOpen(node: Node, zones: readonly string[]): boolean {
  return (
    isNodeReady(node) && node.spec?.unschedulable !== true && zones.includes(node.metadata.labels?.[ZONE_LABEL] ?? "")
  );
}

/** Zones that the disk of a claim is in; none where it has none, or that does not say. */
export function zonesOfDisk(the: Case, claim: Claim): readonly string[] {
  const volume = the.volumeOf(claim);
  return volume === undefined ? [] : zonesOf(volume);
}
