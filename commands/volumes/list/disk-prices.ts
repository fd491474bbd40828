import {
  BUILT_IN_CLASSES,
  DEFAULT_DISK_TYPE,
  isBlockDriver,
  REGIONAL_HYPERDISK,
  REGIONAL_PD,
} from "../../../policy/facts/storage-classes";
import { diskMonth } from "../../../policy/cost/prices";
import type { Big } from "big.js";
import type { ApiObject } from "../../../cluster/api-object";
import type { PriceTable } from "../../../policy/cost/prices";

/** Price of a GiB a month on a class in zones; undefined where it is not known. */
export type PriceOf = (className: string | undefined, zones: readonly string[]) => Big | undefined;

interface Disk {
  readonly type: string;
  readonly regional: boolean;
}

/** Prices by the classes of a cluster. A class that is gone has no price, because nobody knows what disks it made. */
export function diskPrices(table: PriceTable, classes: readonly ApiObject[]): PriceOf {
  const disks = new Map(classes.flatMap((one) => entryOf(one)));
  return (className, zones) => {
    const disk = disks.get(className ?? "") ?? builtIn(className);
    const region = zones[0]?.replace(/-[a-z]$/, "");
    return disk === undefined || region === undefined ? undefined : diskMonth(table, region, disk.type, disk.regional);
  };
}

function entryOf(object: ApiObject): readonly (readonly [string, Disk])[] {
  const { parameters = {}, provisioner } = object as unknown as {
    parameters?: Record<string, string>;
    provisioner: string;
  };
  if (!isBlockDriver(provisioner)) {
    return [];
  }
  const type = parameters["type"] ?? DEFAULT_DISK_TYPE;
  const regional = parameters["replication-type"] === REGIONAL_PD || type === REGIONAL_HYPERDISK;
  return [[object.metadata.name, { type, regional }]];
}

/** A class that GKE makes, where the cluster's own may not be read. */
function builtIn(name: string | undefined): Disk | undefined {
  const facts = name !== undefined && Object.hasOwn(BUILT_IN_CLASSES, name) ? BUILT_IN_CLASSES[name] : undefined;
  return facts?.type === undefined ? undefined : { type: facts.type, regional: facts.regional };
}
