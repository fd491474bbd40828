import { claimsOfSet } from "../../cluster/claims";
import { mapAt, mapsAt, textAt } from "../../policy/graph/value";
import { UserError } from "../shared/user-error";
import type { ApiObject } from "../../cluster/api-object";
import type { ClusterClient } from "../../cluster/client";
import type { Claim, SetName } from "../../cluster/claims";

/** A set of the cluster. Errors: UserError that names the sets that there are. */
export async function setOf(client: ClusterClient, { name, namespace }: SetName): Promise<ApiObject> {
  const set = await client.get("apps/v1", "StatefulSet", name, namespace);
  if (set === undefined) {
    const others = (await client.list("apps/v1", "StatefulSet", { namespace })).map(({ metadata }) => metadata.name);
    throw new UserError(
      `Namespace ${namespace} of context ${client.connection.context} has no StatefulSet ${name}; it has ${others.length === 0 ? "none" : others.join(", ")}. Name another with --namespace or --context.`,
    );
  }
  return set;
}

/** The sizes that a set's templates ask for: name of the template → size. Errors: UserError where it has none. */
export function sizesIn(set: ApiObject, { name, namespace }: SetName): Readonly<Record<string, string>> {
  const templates = mapsAt(mapAt(set, "spec"), "volumeClaimTemplates");
  if (templates.length === 0) {
    throw new UserError(
      `StatefulSet ${namespace}/${name} has no volumeClaimTemplates, so it has no claims of its own.`,
    );
  }
  return Object.fromEntries(
    templates.map((template) => [
      textAt(mapAt(template, "metadata"), "name"),
      textAt(mapAt(mapAt(mapAt(template, "spec"), "resources"), "requests"), "storage"),
    ]),
  );
}

/** The claims of a set, those of ordinals without a pod included. Errors: UserError where there is no such set. */
export async function claimsIn(client: ClusterClient, name: SetName): Promise<readonly Claim[]> {
  return claimsOfSet(client, name, Object.keys(sizesIn(await setOf(client, name), name)));
}
