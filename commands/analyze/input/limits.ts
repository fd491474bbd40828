import type { TextFault } from "./text-fault";
import type { YamlNode } from "./nodes";

/** Nodes that a document may have once its aliases are followed; objects of Kubernetes have at most a few ten thousand. */
const MAX_NODES = 200_000;
/** Nesting that a document may have once its aliases are followed. */
const MAX_DEPTH = 200;

/** Aliases that stand for too much: a bomb, or a loop. Undefined where they do not. */
export function unfolded(root: YamlNode | undefined): TextFault | undefined {
  const sizes = new Map<YamlNode, number>();
  let fault: TextFault | undefined;
  const sizeOf = (node: YamlNode, depth: number): number => {
    const known = sizes.get(node);
    if (known !== undefined || fault !== undefined) {
      return known ?? 0;
    }
    if (depth > MAX_DEPTH) {
      fault = {
        offset: node.start,
        says: `is nested deeper than ${String(MAX_DEPTH)} levels by its aliases, or without end`,
      };
      return 0;
    }
    const size = 1 + innerNodes(node).reduce((sum, inner) => sum + sizeOf(inner, depth + 1), 0);
    sizes.set(node, size);
    if (size > MAX_NODES) {
      fault ??= { offset: node.start, says: `stands for more than ${String(MAX_NODES)} values by its aliases` };
    }
    return size;
  };
  if (root !== undefined) {
    sizeOf(root, 0);
  }
  return fault;
}

function innerNodes(node: YamlNode): readonly YamlNode[] {
  switch (node.type) {
    case "map":
      return node.entries.map(({ value }) => value);
    case "list":
      return node.items;
    case "alias":
      return node.target === undefined ? [] : [node.target];
    case "scalar":
      return [];
  }
}

/** Keys that a map has twice, at their later place. */
export function repeatedKeys(root: YamlNode | undefined): readonly TextFault[] {
  const faults: TextFault[] = [];
  const visit = (node: YamlNode): void => {
    if (node.type === "alias") {
      return; // Its target is visited where it stands.
    }
    if (node.type === "map") {
      const seen = new Set<string>();
      for (const { key, keyNode } of node.entries) {
        if (key !== undefined && seen.has(key)) {
          faults.push({ offset: keyNode.start, says: `has the key ${key} twice in one map; the last one counts` });
        }
        seen.add(key ?? "");
      }
    }
    innerNodes(node).forEach(visit);
  };
  if (root !== undefined) {
    visit(root);
  }
  return faults;
}
