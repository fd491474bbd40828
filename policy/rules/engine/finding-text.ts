import { withoutSecrets } from "./evaluate";
import type { Finding } from "./evaluate";
import type { ObjectGraph } from "../../graph/graph";
import type { RuleDescription } from "./rule";

/** A finding as people read it: what is wrong, how to mend it, and what that takes. */
export function findingText({ message, object, rule }: Finding, graph: ObjectGraph): string {
  // The advice is the same for everybody; only what was found may hold a secret.
  return [withoutSecrets(`${object.title} ${message}.`, graph), ...advice(rule)].join("\n");
}

/** How to mend what a rule complains about. */
export function advice({ effort, remediation }: Pick<RuleDescription, "effort" | "remediation">): readonly string[] {
  return [`Mend: ${remediation}`, `Effort: ${effort.time}. ${effort.why}`];
}
