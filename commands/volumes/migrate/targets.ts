import { canAttach } from "../../../policy/facts/machine-types";
import { MACHINE_LABEL } from "../../../policy/facts/node-labels";
import { classZones, factsOf } from "../../../policy/graph/classes";
import { fromManifest } from "../../../policy/graph/from-manifests";
import { mapAt, mapsAt, textAt } from "../../../policy/graph/value";
import { UserError } from "../../shared/user-error";
import type { ApiObject } from "../../../cluster/api-object";
import type { SetName } from "../../../cluster/claims";
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

function classOf(name: string, classes: readonly ApiObject[]): ApiObject {
  const found = classes.find(({ metadata }) => metadata.name === name);
  if (found === undefined) {
    throw new UserError(
      `StorageClass ${name} is not there; the cluster has ${namesOf(classes)}. Make it first, or name another with --storage-class.`,
    );
  }
  return found;
}

function asGraph(value: ApiObject): GraphObject {
  const [object] = fromManifest({ file: "", document: 0, value });
  if (object === undefined) {
    throw new Error(`${value.kind} ${value.metadata.name} is no object`);
  }
  return object;
}

/**
 * Errors: UserError where a class cannot make disks of what others hold, or where no node could attach them: then every pod would wait for
 * ever after its old disk is gone.
 */
export async function refuseTarget(
  client: ClusterClient,
  { className }: Target,
  disks: readonly ApiObject[],
  { name }: SetName,
): Promise<void> {
  const object = classOf(className, await client.list("storage.k8s.io/v1", "StorageClass"));
  const { provisioner, regional, type } = factsOf(asGraph(object));
  for (const { metadata, spec } of disks) {
    const { csi } = spec as { csi?: { driver?: string } };
    if (csi?.driver !== provisioner) {
      throw new UserError(
        `PersistentVolume ${metadata.name} is of driver ${csi?.driver ?? "(none of CSI)"}, and class ${className} of ${provisioner}: must be the same, because no driver reads the snapshots of another. Copy the data with the workload's own means instead.`,
      );
    }
  }
  const machines = new Set(
    (await client.list("v1", "Node")).flatMap(({ metadata }) => metadata.labels?.[MACHINE_LABEL] ?? []),
  );
  if (
    type !== undefined &&
    machines.size > 0 &&
    [...machines].every((machine) => canAttach(machine, type, regional) === false)
  ) {
    throw new UserError(
      `Class ${className} makes disks of type ${type}, which no node can attach (${[...machines].join(", ")}): must be one that machines take. Add a pool of other machines first, so that StatefulSet ${name} has somewhere to go.`,
    );
  }
}
