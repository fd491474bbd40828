import { classZones } from "../../../policy/graph/classes";
import { fromManifest } from "../../../policy/graph/from-manifests";
import { mapAt, mapsAt, textAt } from "../../../policy/graph/value";
import { UserError } from "../../shared/user-error";
import type { ApiObject } from "../../../cluster/api-object";
import type { ClusterClient } from "../../../cluster/client";
import type { GraphObject } from "../../../policy/graph/object";
import type { Target } from "./plan";

/** What was asked for. */
export interface Wanted {
  /** Name of a StorageClass. @default that of each template */
  readonly className: string | undefined;
  /** Name of a claim template. @default all of them */
  readonly volume: string | undefined;
}

/** What the disks of a set are to be, by name of the template. Errors: UserError that names what there is. */
export async function targetsOf(
  client: ClusterClient,
  set: ApiObject,
  { className, volume }: Wanted,
): Promise<Readonly<Record<string, Target>>> {
  const classes = await client.list("storage.k8s.io/v1", "StorageClass");
  const templates = mapsAt(mapAt(set, "spec"), "volumeClaimTemplates").map((template) => ({
    name: textAt(mapAt(template, "metadata"), "name"),
    className: textAt(mapAt(template, "spec"), "storageClassName"),
    attributesClass: textAt(mapAt(template, "spec"), "volumeAttributesClassName"),
  }));
  const chosen = templates.filter(({ name }) => volume === undefined || name === volume);
  if (chosen.length === 0) {
    throw new UserError(
      `--volume is ${JSON.stringify(volume)}; the volumeClaimTemplates of StatefulSet ${set.metadata.name} are: ${templates.map(({ name }) => name).join(", ")}.`,
    );
  }
  return Object.fromEntries(
    chosen.map((template) => [
      template.name,
      {
        className: className ?? nameOf(template.className, classes, template.name),
        zones: zonesOfClass(className ?? template.className, classes),
        attributesClass: template.attributesClass === "" ? undefined : template.attributesClass,
      },
    ]),
  );
}

/** Errors: UserError where a template leaves the class to the cluster. */
function nameOf(className: string, classes: readonly ApiObject[], template: string): string {
  if (className === "") {
    throw new UserError(
      `--storage-class is not set, and template ${template} names no class: must be one of ${namesOf(classes)}.`,
    );
  }
  return className;
}

function namesOf(classes: readonly ApiObject[]): string {
  return classes.map(({ metadata }) => metadata.name).join(", ");
}

/** Errors: UserError where there is no such class. */
function zonesOfClass(name: string, classes: readonly ApiObject[]): readonly string[] | undefined {
  return classZones(asGraph(classOf(name, classes)));
}

/** Errors: UserError that names the classes that there are. */
export function classOf(name: string, classes: readonly ApiObject[]): ApiObject {
  const found = classes.find(({ metadata }) => metadata.name === name);
  if (found === undefined) {
    throw new UserError(
      `StorageClass ${name} is not there; the cluster has ${namesOf(classes)}. Make it first, or name another with --storage-class.`,
    );
  }
  return found;
}

/** A class as rules read it. */
export function asGraph(value: ApiObject): GraphObject {
  const [object] = fromManifest({ file: "", document: 0, value });
  if (object === undefined) {
    throw new Error(`${value.kind} ${value.metadata.name} is no object`);
  }
  return object;
}
