import { connect } from "../../../cluster/client";
import { claimBases } from "../../../cluster/claims";
import { RefusedError } from "../../../cluster/cluster-error";
import { useOf } from "../../../cluster/disk-use";
import { listAllowed } from "../../../cluster/list-allowed";
import { drillFault, lastDrills } from "../../../cluster/drill-record";
import { judge } from "../analyze";
import { Source } from "../input/source";
import { RESOURCES } from "./resources";
import { liveVolumes } from "./volumes";
import { RESTORE_UNTESTED } from "../../../policy/facts/annotations";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { isSystemNamespace } from "../../../policy/facts/system-namespaces";
import type { AnalyzeOptions } from "../analyze";
import type { Document } from "../input/document";
import type { Report } from "../report/report";
import type { ApiObject } from "../../../cluster/api-object";
import type { ClusterClient } from "../../../cluster/client";
import type { DiskUse } from "../../../cluster/disk-use";
import type { LastDrill } from "../../../cluster/drill-record";

/** What of a cluster is looked at. */
export interface LiveOptions extends AnalyzeOptions {
  /** Context of the kubeconfig. @default the current one */
  readonly context?: string | undefined;
  /** Namespaces. @default all but those of Kubernetes and GKE themselves */
  readonly namespaces?: readonly string[] | undefined;
}

interface Read {
  readonly objects: readonly ApiObject[];
  /** Kinds that may not be listed. */
  readonly forbidden: readonly string[];
}

/** Judges what runs in a cluster by the same rules. It lists, and never writes. Errors: ClusterError where the cluster does not answer. */
export async function analyzeLive(options: LiveOptions): Promise<Report> {
  const client = connect({ context: options.context });
  try {
    return await analyzeCluster(client, options);
  } finally {
    client.close();
  }
}

async function analyzeCluster(client: ClusterClient, options: LiveOptions): Promise<Report> {
  const { context } = client.connection;
  const { forbidden, objects } = await readAll(client, options);
  const ofKind = (kind: string): readonly ApiObject[] => objects.filter((object) => object.kind === kind);
  const claims = ofKind("PersistentVolumeClaim");
  const made = madeByTemplates(ofKind("StatefulSet"));
  const judged = objects.filter((object) => !(object.kind === "PersistentVolumeClaim" && made(object)));
  const drilled = await withDrills(client, options);
  const documents = judged.map((value) => documentOf(context, drilled(value)));
  const report = judge({ documents, faults: [], skipped: [], files: 0 }, options);
  const used = claims.length === 0 ? new Map<string, DiskUse>() : await useOf(client, ofKind("Pod"));
  const volumes = liveVolumes(claims, ofKind("PersistentVolume"), used);
  return { ...report, live: { context, volumes, forbidden }, complete: true };
}

async function readAll(client: ClusterClient, { namespaces, onProgress }: LiveOptions): Promise<Read> {
  const objects: ApiObject[] = [];
  const forbidden: string[] = [];
  for (const [index, resource] of RESOURCES.entries()) {
    onProgress?.(index, RESOURCES.length);
    const scopes = resource.isNamespaced ? (namespaces ?? [undefined]) : [undefined];
    for (const scope of scopes) {
      const listed = await listAllowed(client, resource, scope);
      if (listed !== "forbidden") {
        objects.push(...listed.map(withoutNoise));
      } else if (!forbidden.includes(resource.kind)) {
        forbidden.push(resource.kind);
      }
    }
  }
  return {
    objects: objects.filter((object) => namespaces !== undefined || !isSystemNamespace(namespaceOf(object))),
    forbidden,
  };
}

function namespaceOf(object: ApiObject): string {
  const { name, namespace } = object.metadata;
  return namespace ?? (object.kind === "Namespace" ? name : "");
}

/** Who changed which field when is most of an object's text. */
function withoutNoise(object: ApiObject): ApiObject {
  const metadata: object = { ...object.metadata, managedFields: undefined };
  return { ...object, metadata: metadata as ApiObject["metadata"] };
}

/** Says of each set what is wrong with its last restore drill. Where records may not be read, nothing is said. */
async function withDrills(
  client: ClusterClient,
  { namespaces, today }: LiveOptions,
): Promise<(object: ApiObject) => ApiObject> {
  const drills: LastDrill[] = [];
  // Of a day that is given, all of it.
  const now = today === undefined ? new Date() : new Date(`${today}T23:59:59Z`);
  for (const namespace of namespaces ?? [undefined]) {
    const found = await lastDrills(client, namespace).catch((error: unknown) => {
      if (error instanceof RefusedError) {
        return undefined;
      }
      throw error;
    });
    if (found === undefined) {
      return (object) => object;
    }
    drills.push(...found);
  }
  return (object) => (object.kind === "StatefulSet" ? withDrill(object, drills, now) : object);
}

function withDrill(set: ApiObject, drills: readonly LastDrill[], now: Date): ApiObject {
  const { annotations, name } = set.metadata;
  const own = drills.find((drill) => drill.name === name && drill.namespace === namespaceOf(set));
  const fault = drillFault(own, now);
  return fault === undefined
    ? set
    : { ...set, metadata: { ...set.metadata, annotations: { ...annotations, [RESTORE_UNTESTED]: fault } } };
}

/** Whether a claim was made by a template of a set, which is judged in its place. */
function madeByTemplates(sets: readonly ApiObject[]): (claim: ApiObject) => boolean {
  const bases = sets.flatMap((set) => claimBases(set).map((base) => `${namespaceOf(set)}/${base}`));
  return (claim) => {
    const name = `${namespaceOf(claim)}/${claim.metadata.name}`;
    return bases.some((base) => ordinalIn(name, base) !== undefined);
  };
}

/** An object of a cluster has no text, and so no lines. */
function documentOf(context: string, value: ApiObject): Document {
  const { name, namespace } = value.metadata;
  const place = [value.kind, namespace, name].filter((part) => part !== undefined).join("/");
  return { source: new Source(`${context}:${place}`, ""), start: 0, text: "", value };
}
