import { inputAt, markedCluster, MARKS, textAt } from "./marks";
import type { SetName } from "../../cluster/claims";

/** A volume of a workload, as far as data hangs on it. */
export interface VolumeFacts {
  /** Size, as it is written. */
  readonly size: string;
  /** StorageClass. */
  readonly className: string | undefined;
  /** Largest disk that a claim of it has by now; undefined where nobody has looked. */
  readonly disk?: string;
}

/** What of a StatefulSet decides about data and pods. */
export interface WorkloadFacts {
  readonly name: string;
  readonly namespace: string | undefined;
  /** Which cluster; undefined where the set is not marked. */
  readonly cluster: string | undefined;
  /** Labels that select its pods. */
  readonly labels: unknown;
  readonly serviceName: string | undefined;
  readonly podManagement: string | undefined;
  readonly replicas: number;
  /** Somebody else than the program sets the number of pods. */
  readonly otherScaler: boolean;
  /** Volumes by name. */
  readonly volumes: Readonly<Record<string, VolumeFacts>>;
  /** The claim templates as they are written: any difference, and any other order, replaces the set. */
  readonly templates: unknown;
  /** The claims of ordinals that are scaled away are deleted. */
  readonly deletesScaled: boolean;
  /** The claims are deleted with the set. */
  readonly deletesWithSet: boolean;
  /** Ordinal below which pods keep the old revision. */
  readonly partition: number;
  /** Pods take a new revision when somebody deletes them (OnDelete). */
  readonly updatesByHand: boolean;
  /** Pods outlive the set. */
  readonly orphansPods: boolean;
}

/** Reads the facts in the inputs of a StatefulSet. What is missing is what Kubernetes takes for it. */
export function workloadFacts(inputs: unknown): WorkloadFacts {
  const spec = inputAt(inputs, "spec");
  const annotations = inputAt(inputs, "metadata", "annotations");
  const retention = inputAt(spec, "persistentVolumeClaimRetentionPolicy");
  return {
    name: textAt(inputs, "metadata", "name") ?? "",
    namespace: textAt(inputs, "metadata", "namespace"),
    cluster: markedCluster(inputs),
    labels: inputAt(spec, "selector", "matchLabels"),
    serviceName: textAt(spec, "serviceName"),
    podManagement: textAt(spec, "podManagementPolicy"),
    replicas: numberAt(spec, "replicas") ?? 1,
    otherScaler: textAt(annotations, MARKS.replicasOwner) === "controller",
    volumes: volumesIn(inputAt(spec, "volumeClaimTemplates")),
    templates: inputAt(spec, "volumeClaimTemplates"),
    deletesScaled: textAt(retention, "whenScaled") === "Delete",
    deletesWithSet: textAt(retention, "whenDeleted") === "Delete",
    partition: numberAt(inputAt(spec, "updateStrategy", "rollingUpdate"), "partition") ?? 0,
    updatesByHand: textAt(spec, "updateStrategy", "type") === "OnDelete",
    orphansPods: textAt(annotations, "pulumi.com/deletionPropagationPolicy") === "orphan",
  };
}

/** Where the set of some facts lives. */
export function setOf({ name, namespace = "" }: WorkloadFacts): SetName {
  return { name, namespace };
}

function numberAt(inputs: unknown, key: string): number | undefined {
  const value = inputAt(inputs, key);
  return typeof value === "number" ? value : undefined;
}

function volumesIn(templates: unknown): Record<string, VolumeFacts> {
  const list = Array.isArray(templates) ? (templates as readonly unknown[]) : [];
  return Object.fromEntries(
    list.flatMap((template) => {
      const [name, size] = [
        textAt(template, "metadata", "name"),
        textAt(template, "spec", "resources", "requests", "storage"),
      ];
      return name === undefined || size === undefined
        ? []
        : [[name, { size, className: textAt(template, "spec", "storageClassName") }]];
    }),
  );
}
