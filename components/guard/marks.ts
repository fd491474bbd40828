/**
 * Annotations and labels that say of an object what the next `pulumi up` must know and its other inputs do not tell. Pulumi's state remembers
 * them; the program itself cannot know what was before.
 */
export const MARKS = {
  /** On what lives in a cluster: which one. On GKE its path, elsewhere the UID of its namespace kube-system. */
  cluster: "gke-stateful/cluster",
  /** On a StatefulSet whose number of pods somebody else than the program sets: `controller`. */
  replicasOwner: "gke-stateful/replicas-owner",
  /** Label of a ConfigMap or Secret: the workload whose pods use it. */
  configurationOf: "gke-stateful/configuration-of",
  /** On a Secret with values that the program made up, of which it may be the only copy: `true`. */
  generated: "gke-stateful/generated",
  /** On a Namespace that stays in the cluster when it leaves the program: `true`. */
  retain: "gke-stateful/retain",
} as const;

/** Inputs of a resource, as the engine hands them to a hook. */
export type Inputs = Readonly<Record<string, unknown>>;

/** What is at a path of inputs; undefined where there is nothing. */
export function inputAt(inputs: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined,
    inputs,
  );
}

/** The text at a path of inputs; undefined where there is none, or where it is not known yet. */
export function textAt(inputs: unknown, ...path: readonly string[]): string | undefined {
  const value = inputAt(inputs, ...path);
  return typeof value === "string" ? value : undefined;
}

/** The cluster that an object is marked with. */
export function markedCluster(inputs: unknown): string | undefined {
  return textAt(inputs, "metadata", "annotations", MARKS.cluster);
}

/** Labels of the ConfigMaps and Secrets of a workload that the program makes and, while pods use them, leaves behind. */
export function configurationLabels(workload: string): Record<string, string> {
  return { [MARKS.configurationOf]: workload };
}
