import { ordinalIn } from "../policy/facts/ordinals";
import { phaseOf } from "./objects";
import type { ClusterClient } from "./client";
import type { ApiObject } from "./api-object";

/** A claim of a StatefulSet's template. */
export interface Claim {
  readonly name: string;
  /** Name of the template. */
  readonly volume: string;
  /** Ordinal of the pod that it belongs to, whether that pod is there or not. */
  readonly ordinal: number;
  /** Size that is asked for. */
  readonly requested: string;
  /** Size that the pod sees; undefined where there is no disk yet. */
  readonly capacity: string | undefined;
  readonly className: string | undefined;
  readonly isBound: boolean;
  /** The object as it was read. */
  readonly object: ApiObject;
}

/** Where a set lives. */
export interface SetName {
  readonly namespace: string;
  readonly name: string;
}

interface ClaimSpec {
  readonly storageClassName?: string;
  readonly resources?: { readonly requests?: { readonly storage?: string } };
}

interface ClaimStatus {
  readonly capacity?: { readonly storage?: string };
}

/** What the names of a set's claims begin with, one for each template; an ordinal follows. */
export function claimBases({ metadata, spec }: ApiObject): readonly string[] {
  const { volumeClaimTemplates = [] } = spec as {
    volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
  return volumeClaimTemplates.map((template) => `${template.metadata.name}-${metadata.name}`);
}

/** The claims of a set's templates, those of ordinals without a pod included, by volume and ordinal. */
export async function claimsOfSet(
  client: ClusterClient,
  { name, namespace }: SetName,
  volumes: readonly string[],
): Promise<readonly Claim[]> {
  const all = await client.list("v1", "PersistentVolumeClaim", { namespace });
  return volumes.flatMap((volume) => {
    return all
      .flatMap((object) => {
        const ordinal = ordinalIn(object.metadata.name, `${volume}-${name}`);
        return ordinal === undefined ? [] : [claimOf(object, volume, ordinal)];
      })
      .toSorted((one, other) => one.ordinal - other.ordinal);
  });
}

function claimOf(object: ApiObject, volume: string, ordinal: number): Claim {
  const spec = object["spec"] as ClaimSpec;
  const status = (object["status"] ?? {}) as ClaimStatus;
  return {
    name: object.metadata.name,
    volume,
    ordinal,
    requested: spec.resources?.requests?.storage ?? "0",
    capacity: status.capacity?.storage,
    className: spec.storageClassName,
    isBound: phaseOf(object) === "Bound",
    object,
  };
}
