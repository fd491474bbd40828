import { changedInputs } from "./differences";
import { CLUSTER_IN_PLACE } from "../../policy/facts/replacements";
import { textAt } from "./marks";
import type { Inputs } from "./marks";

/** Lets a stack be destroyed whose configuration would otherwise replace its cluster. For stacks that nobody minds about. */
const DESTROY = "GKE_STATEFUL_DESTROY";

/**
 * What must not happen to a cluster that would be deleted, as a sentence each. `willBe` is undefined where it leaves the program. A
 * cluster whose inputs stay as they are is deleted because somebody destroys the stack, or asks for it by `--replace`: that may be.
 */
export function clusterRefusals(was: Inputs, willBe: Inputs | undefined): readonly string[] {
  if (process.env[DESTROY] === "true") {
    return [];
  }
  const name = textAt(was, "name") ?? "";
  if (willBe === undefined) {
    return [
      `The cluster ${name} is gone from the program, and would be deleted, and no claim would lead to its disks any more: must stay until the stack is destroyed. Set gke-stateful:target back to gke, or destroy the stack (docs/destroy.md).`,
    ];
  }
  const changed = changedInputs(was, willBe).filter((input) => !CLUSTER_IN_PLACE.has(input));
  return changed.length > 0
    ? [
        `The cluster ${name} would be deleted and made anew, and no claim would lead to its disks any more, because of ${changed.join(", ")}: must stay as it is. Set that back; another cluster is another stack (pulumi stack init). To destroy the stack as it is: ${DESTROY}=true npx pulumi destroy --run-program.`,
      ]
    : [];
}
