import { conflictsOf } from "../../cluster/conflicts";
import { inputAt, MARKS, textAt } from "./marks";
import type { ResourceHookArgs } from "@pulumi/pulumi";
import type { ClusterClient } from "../../cluster/client";
import type { Conflict } from "../../cluster/conflicts";
import type { ApiObject } from "../../cluster/api-object";

/** Where the Kubernetes provider keeps the name that it applies under. Source: pulumi-kubernetes, provider/pkg/provider/provider.go */
const FIELD_MANAGER = "__fieldManager";
/** Lets the provider take fields from other writers. @see https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/ */
const FORCE = "PULUMI_K8S_ENABLE_PATCH_FORCE";

/** Fields of a StatefulSet that a key of a workload decides: pattern of the field → key. */
const KEYS: readonly (readonly [RegExp, string])[] = [
  [/^\.spec\.replicas$/, "replicas"],
  [/^\.spec\.template\.spec\.containers\[.*\]\.image$/, "image"],
  [/^\.spec\.template\.spec\.containers\[.*\]\.env\b/, "env"],
  [/^\.spec\.template\.spec\.containers\[.*\]\.resources\b/, "resources"],
  [/^\.spec\.updateStrategy\b/, "updateStrategy"],
  [/^\.spec\.minReadySeconds$/, "minReadySeconds"],
];

/**
 * Fields of an object that somebody else owns and that the update would change, as a sentence each: what it is, who owns it, which key
 * of ours decides about it, and the ways out. The update itself would fail on them, with less to say.
 */
export async function fieldRefusals(
  client: ClusterClient,
  { newInputs, oldOutputs }: Pick<ResourceHookArgs, "newInputs" | "oldOutputs">,
): Promise<readonly string[]> {
  const manager = textAt(oldOutputs, FIELD_MANAGER);
  const object = applied(newInputs);
  if (manager === undefined || object === undefined || process.env[FORCE] === "true") {
    return [];
  }
  try {
    return (await conflictsOf(client, object, manager)).map((conflict) => sentence(object, conflict));
  } catch {
    return []; // A cluster that does not answer is for the provider to report.
  }
}

/** What the provider will apply; undefined where nothing of it can be asked about. */
function applied(inputs: unknown): ApiObject | undefined {
  const kind = textAt(inputs, "kind");
  if (textAt(inputs, "metadata", "name") === undefined || kind === undefined || kind === "Secret") {
    return undefined;
  }
  const object = inputs as ApiObject;
  const isScaledElsewhere = inputAt(object, "metadata", "annotations", MARKS.replicasOwner) === "controller";
  return isScaledElsewhere ? { ...object, spec: { ...(object["spec"] as object), replicas: undefined } } : object;
}

function sentence(object: ApiObject, { field, owner, value }: Conflict): string {
  const { kind, metadata } = object;
  const key = kind === "StatefulSet" ? KEYS.find(([pattern]) => pattern.test(field))?.[1] : undefined;
  const whose = `gke-stateful:workloads.${metadata.name}`;
  const now = value === undefined ? "" : `, which is ${JSON.stringify(value)} now`;
  const start = `${field} of ${kind} ${metadata.namespace ?? ""}/${metadata.name}${now}, belongs to ${owner}`;
  const take = `take it over once, with ${FORCE}=true npx pulumi up`;
  switch (key) {
    case undefined:
      return `${start}: must not be changed by two writers. Stop the other writer, or ${take}.`;
    case "replicas":
      return `${whose}.replicas: ${start}, and the program would change it. Either ${take}; or give it away for good: set ${whose}.replicasOwner to controller; or set replicas to the number that runs.`;
    default:
      return `${whose}.${key}: ${start}, and the program would change it. Either ${take}; or set the key to what is there, and stop the other writer.`;
  }
}
