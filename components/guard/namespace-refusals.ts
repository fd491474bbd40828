import { inputAt, markedCluster, MARKS, textAt } from "./marks";

/** What of a Namespace decides about the claims in it. */
export interface NamespaceFacts {
  readonly name: string | undefined;
  /** Which cluster; undefined where it is not marked. */
  readonly cluster: string | undefined;
  /** It stays in the cluster when it leaves the program. */
  readonly retained: boolean;
}

/** Reads the facts in the inputs of a Namespace. */
export function namespaceFacts(inputs: unknown): NamespaceFacts {
  return {
    name: textAt(inputs, "metadata", "name"),
    cluster: markedCluster(inputs),
    retained: inputAt(inputs, "metadata", "annotations", MARKS.retain) === "true",
  };
}

/** What must not happen to a Namespace, as a sentence each; `willBe` is undefined where it leaves the program. */
export function namespaceRefusals(was: NamespaceFacts, willBe: NamespaceFacts | undefined): readonly string[] {
  const name = was.name ?? "";
  if (was.retained) {
    return [];
  }
  if (willBe === undefined) {
    return [
      `gke-stateful:namespace.create is false: must stay true for now, because namespace ${name} would be deleted, with every claim in it. To hand it over, set namespace.retain to true and namespace.create back to true, run pulumi up, and then set namespace.create to false.`,
    ];
  }
  if (was.name !== undefined && willBe.name !== undefined && was.name !== willBe.name) {
    return [
      `gke-stateful:namespace.name is ${JSON.stringify(willBe.name)}: must stay ${JSON.stringify(name)}, because namespace ${name} would be deleted, with every claim in it. Set it back; to run the service elsewhere, restore a backup there.`,
    ];
  }
  const isElsewhere = was.cluster !== undefined && willBe.cluster !== undefined && was.cluster !== willBe.cluster;
  return isElsewhere
    ? [
        `gke-stateful:namespace would leave the cluster ${was.cluster} for ${willBe.cluster}: must stay where its claims are. Point the stack back to its cluster, or make another stack for the other one (pulumi stack init).`,
      ]
    : [];
}
