import { SNAPSHOT_API } from "../../../cluster/snapshots";
import { UserError } from "../../shared/user-error";
import type { ApiObject } from "../../../cluster/api-object";
import type { Claim } from "../../../cluster/claims";
import type { ClusterClient } from "../../../cluster/client";

/** Annotation of the class that snapshots get where they name none. Source: kubernetes-csi/external-snapshotter */
const DEFAULT_MARK = "snapshot.storage.kubernetes.io/is-default-class";

/**
 * The VolumeSnapshotClass of new snapshots: the one that is named, or the only one of the driver of the claims. Undefined where that driver has
 * a default. Errors: UserError that names the classes that there are.
 */
export async function snapshotClassFor(
  client: ClusterClient,
  claims: readonly Claim[],
  given: string | undefined,
): Promise<string | undefined> {
  const classes = await client.list(SNAPSHOT_API, "VolumeSnapshotClass");
  const names = classes.map(({ metadata }) => metadata.name);
  const there = names.length === 0 ? "none" : names.join(", ");
  if (given !== undefined) {
    if (!names.includes(given)) {
      throw new UserError(`--snapshot-class is ${given}; the VolumeSnapshotClasses of the cluster are: ${there}.`);
    }
    return given;
  }
  const driver = await driverOf(client, claims);
  const fitting = classes.filter((one) => one["driver"] === driver);
  if (fitting.some(isDefault)) {
    return undefined;
  }
  const [only] = fitting;
  if (only === undefined || fitting.length > 1) {
    const found = fitting.length === 0 ? "none" : "several, and none is its default";
    throw new UserError(
      `Of driver ${driver ?? "(not known)"} there is ${found}. Name a VolumeSnapshotClass with --snapshot-class; those of the cluster: ${there}.`,
    );
  }
  return only.metadata.name;
}

function isDefault({ metadata }: ApiObject): boolean {
  return metadata.annotations?.[DEFAULT_MARK] === "true";
}

/** The driver of the first disk: the templates of one set are of one driver, but for sets that nobody could save in one go. */
async function driverOf(client: ClusterClient, [first]: readonly Claim[]): Promise<string | undefined> {
  const { volumeName = "" } = (first?.object["spec"] ?? {}) as { volumeName?: string };
  const volume = volumeName === "" ? undefined : await client.get("v1", "PersistentVolume", volumeName);
  const { csi } = (volume?.["spec"] ?? {}) as { csi?: { driver?: string } };
  return csi?.driver;
}
