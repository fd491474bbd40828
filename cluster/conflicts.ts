import { STATUS } from "./answer";
import type { ClusterClient } from "./client";
import type { ApiObject } from "./api-object";

/** A field that somebody else owns, and that an apply would change. */
export interface Conflict {
  /** Path of the field as the API server writes it, such as `.spec.replicas`. */
  readonly field: string;
  /** Who owns it, as the API server says it, such as `"kubectl" with subresource "scale"`. */
  readonly owner: string;
  /** What the field holds now; undefined where it cannot be told. */
  readonly value: unknown;
}

interface Cause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/**
 * Names under which Pulumi's provider creates objects. Their fields become those of the name that it applies under at the first update.
 * Source: pulumi-kubernetes, provider/pkg/await/await.go, fixCSAFieldManagers
 */
const CREATORS: ReadonlySet<string> = new Set([
  "pulumi-kubernetes",
  "pulumi-kubernetes.exe",
  "pulumi-resource-kubernetes",
]);
/** Whose fields the provider takes over without asking, together with those of {@link CREATORS}. */
const TAKEN_OVER: ReadonlySet<string> = new Set([...CREATORS, "before-first-apply", "kubectl"]);

interface Manager {
  readonly manager?: string;
  readonly operation?: string;
}

/**
 * Which fields of an object an update by Pulumi's provider would take from another writer, and fail on. The API server itself says it, in a
 * dry run under the name that the provider applies under. Whatever else it would refuse is not looked at here: the provider reports it.
 */
export async function conflictsOf(
  client: ClusterClient,
  object: ApiObject,
  manager: string,
): Promise<readonly Conflict[]> {
  const { body, status } = await client.apply(object, { dryRun: true, manager });
  if (status !== STATUS.conflict) {
    return [];
  }
  const { causes = [] } = (body["details"] ?? {}) as { causes?: readonly Cause[] };
  const { apiVersion, kind, metadata } = object;
  const live = await client.get(apiVersion, kind, metadata.name, metadata.namespace);
  return causes
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map(({ field = "", message = "" }) => ({ field, owner: ownerIn(message), value: valueAt(live, field) }))
    .filter(({ owner }) => !isTakenOver(owner, live));
}

/**
 * A preview meets kubectl's own fields as a conflict, unless the object has never been updated since the provider made it. Fields of a
 * subresource, as `kubectl scale` writes them, are always in the way.
 */
function isTakenOver(owner: string, live: ApiObject | undefined): boolean {
  const { managedFields = [] } = (live?.metadata ?? {}) as { managedFields?: readonly Manager[] };
  const isFresh = managedFields.some(({ manager = "", operation }) => operation === "Update" && CREATORS.has(manager));
  const name = /^"([^"]*)"$/.exec(owner)?.[1] ?? "";
  return (isFresh ? TAKEN_OVER : CREATORS).has(name);
}

/** `conflict with "kubectl" with subresource "scale" using apps/v1` names the writer, and the version that it wrote. */
function ownerIn(message: string): string {
  return message.replace(/^conflict with /, "").replace(/ using \S+$/, "");
}

/** Steps of a path: `.name`, or `[key="value"]` for the item of a list that has it. */
const STEP = /\.([^.[\]]+)|\[(\w+)="([^"]*)"\]/g;

/** What an object holds at a path. */
function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const [, name, key, wanted] of path.matchAll(STEP)) {
    if (Array.isArray(value)) {
      const items = value as readonly Readonly<Record<string, unknown>>[];
      value = items.find((item) => key !== undefined && item[key] === wanted);
    } else {
      value = name === undefined ? undefined : (value as Readonly<Record<string, unknown>> | undefined)?.[name];
    }
  }
  return value;
}
