import { ZONE_LABEL } from "../../../policy/facts/node-labels";
import { conditionOf } from "./quotes";
import type { Node } from "./types";

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
