import { STATUS } from "./answer";
import { pathIn } from "./client";
import { RefusedError } from "./cluster-error";
import type { ApiObject } from "./api-object";
import type { ClusterClient } from "./client";

/** A kind of object that is read from a cluster. */
export interface ListedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name in paths of the API. */
  readonly plural: string;
  readonly isNamespaced: boolean;
}

/**
 * All objects of a kind, of one namespace or of all; none where the cluster does not know the kind. Errors: ClusterError where it cannot be
 * reached, or refuses for another reason than that the right is missing.
 */
export async function listAllowed(
  client: ClusterClient,
  { apiVersion, isNamespaced, kind, plural }: ListedKind,
  namespace: string | undefined,
): Promise<readonly ApiObject[] | "forbidden"> {
  try {
    const path = pathIn(apiVersion, plural, isNamespaced ? namespace : undefined);
    return (await client.listWithVersion(path, { apiVersion, kind })).items;
  } catch (error) {
    const status = error instanceof RefusedError ? error.status : undefined;
    if (status === STATUS.notFound) {
      return [];
    }
    if (status === STATUS.forbidden) {
      return "forbidden";
    }
    throw error;
  }
}
