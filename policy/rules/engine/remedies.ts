import { judge } from "./evaluate";
import { isMap } from "../../graph/value";
import { ObjectGraph } from "../../graph/graph";
import type { RuleConfig } from "./evaluate";
import type { GraphObject } from "../../graph/object";
import type { Remedy, Rule } from "./rule";

/** The changes that mend an object, or undefined where it needs none, is exempt, or cannot be judged by itself. */
export function remedyFor(
  rule: Rule,
  object: GraphObject,
  circumstances: { readonly today: string; readonly config: RuleConfig },
): Remedy | undefined {
  if (rule.remedy === undefined || !rule.kinds.includes(object.kind)) {
    return undefined;
  }
  const { doubts, findings } = judge(rule, object, new ObjectGraph([object]), circumstances);
  const changes = findings.length > 0 && doubts.length === 0 ? rule.remedy(object) : {};
  return Object.keys(changes).length > 0 ? changes : undefined;
}

/** Makes changes in a resource's inputs, through whatever stands in front of them. */
export function applyRemedy(inputs: Record<string, unknown>, changes: Remedy): void {
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    let map = inputs;
    for (const key of keys) {
      if (!isMap(map[key])) {
        map[key] = {};
      }
      map = map[key] as Record<string, unknown>;
    }
    map[last] = value;
  }
}
