import { entryOf } from "../../../policy/facts/entry";
import { diskMonth } from "../../../policy/cost/prices";
import { BUILT_IN_CLASSES } from "../../../policy/facts/storage-classes";
import { factsOf } from "../../../policy/graph/classes";
import { fromManifest } from "../../../policy/graph/from-manifests";
import type { Big } from "big.js";
import type { ApiObject } from "../../../cluster/api-object";
import type { PriceTable } from "../../../policy/cost/prices";
import type { ClassFacts } from "../../../policy/facts/storage-classes";

/** Price of a GiB a month on a class in zones; undefined where it is not known. */
export type PriceOf = (className: string | undefined, zones: readonly string[]) => Big | undefined;

/** Prices by the classes of a cluster. A class that is gone has no price, because nobody knows what disks it made. */
export function diskPrices(table: PriceTable, classes: readonly ApiObject[]): PriceOf {
  const objects = classes.flatMap((value) => fromManifest({ file: "", document: 0, value }));
  const facts = new Map(objects.map((object) => [object.name, factsOf(object)]));
  return (className, zones) => {
    const { regional = false, type } = facts.get(className) ?? builtIn(className) ?? {};
    const region = zones[0]?.replace(/-[a-z]$/, "");
    return type === undefined || region === undefined ? undefined : diskMonth(table, region, type, regional);
  };
}

/** A class that GKE makes, where the cluster's own may not be read. */
function builtIn(name = ""): ClassFacts | undefined {
  return entryOf(BUILT_IN_CLASSES, name);
}
