import { judge } from "../analyze";
import { Source } from "../input/source";
import { Cluster } from "./cluster";
import { RESOURCES } from "./resources";
import { liveVolumes, usedBytes } from "./volumes";
import { ordinalIn } from "../../../policy/facts/ordinals";
import type { AnalyzeOptions } from "../analyze";
import type { Document } from "../input/document";
import type { Report } from "../report/report";
import type { ApiObject } from "./cluster";

/** What of a cluster is looked at. */
export interface LiveOptions extends AnalyzeOptions {
  /** Context of the kubeconfig. @default the current one */
  readonly context?: string | undefined;
  /** Namespaces. @default all but those of Kubernetes and GKE themselves */
  readonly namespaces?: readonly string[] | undefined;
}

/** Namespaces that belong to the cluster and not to its users. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-architecture */
const OF_THE_CLUSTER = /^(?:kube-|gke-|gmp-|gke-managed-|config-management-|istio-system$|asm-system$)/;

interface Read {
  readonly objects: readonly ApiObject[];
  /** Kinds that may not be listed. */
  readonly forbidden: readonly string[];
}

/** Judges what runs in a cluster by the same rules. It lists, and never writes. Errors: UserError where the cluster does not answer. */
export async function analyzeLive(options: LiveOptions): Promise<Report> {
  const cluster = new Cluster(options.context);
  const { forbidden, objects } = await readAll(cluster, options);
  const ofKind = (kind: string): readonly ApiObject[] => objects.filter((object) => object["kind"] === kind);
  const claims = ofKind("PersistentVolumeClaim");
  const made = madeByTemplates(ofKind("StatefulSet"));
  const judged = objects.filter((object) => !(object["kind"] === "PersistentVolumeClaim" && made(object)));
  const documents = judged.map((value) => documentOf(cluster.context, value));
  const report = judge({ documents, faults: [], skipped: [], files: 0 }, options);
  const used = claims.length === 0 ? new Map<string, number>() : await usedBytes(cluster, ofKind("Pod"));
  const volumes = liveVolumes(claims, ofKind("PersistentVolume"), used);
  return { ...report, live: { context: cluster.context, volumes, forbidden }, complete: true };
}

async function readAll(cluster: Cluster, { namespaces, onProgress }: LiveOptions): Promise<Read> {
  const objects: ApiObject[] = [];
  const forbidden: string[] = [];
  for (const [index, resource] of RESOURCES.entries()) {
    onProgress?.(index, RESOURCES.length);
    const scopes = resource.isNamespaced ? (namespaces ?? [undefined]) : [undefined];
    for (const scope of scopes) {
      const listed = await cluster.list(resource, scope);
      if ("items" in listed) {
        objects.push(...listed.items.map(withoutNoise));
      } else if (listed.refused === "forbidden" && !forbidden.includes(resource.kind)) {
        forbidden.push(resource.kind);
      }
    }
  }
  return {
    objects: objects.filter((object) => namespaces !== undefined || !OF_THE_CLUSTER.test(namespaceOf(object))),
    forbidden,
  };
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
}

function metadataOf(object: ApiObject): Metadata {
  return object["metadata"] ?? {};
}

function namespaceOf(object: ApiObject): string {
  const { name, namespace } = metadataOf(object);
  return namespace ?? (object["kind"] === "Namespace" ? (name ?? "") : "");
}

/** Who changed which field when is most of an object's text. */
function withoutNoise(object: ApiObject): ApiObject {
  return { ...object, metadata: { ...metadataOf(object), managedFields: undefined } };
}

/** Whether a claim was made by a template of a set, which is judged in its place. */
function madeByTemplates(sets: readonly ApiObject[]): (claim: ApiObject) => boolean {
  const bases = sets.flatMap((set) => {
    const templates =
      (set["spec"] as { volumeClaimTemplates?: { metadata?: Metadata }[] } | undefined)?.volumeClaimTemplates ?? [];
    return templates.map(({ metadata }) => `${namespaceOf(set)}/${metadata?.name ?? ""}-${metadataOf(set).name ?? ""}`);
  });
  return (claim) => {
    const name = `${namespaceOf(claim)}/${metadataOf(claim).name ?? ""}`;
    return bases.some((base) => ordinalIn(name, base) !== undefined);
  };
}

/** An object of a cluster has no text, and so no lines. */
function documentOf(context: string, value: ApiObject): Document {
  const { name = "", namespace } = metadataOf(value);
  const place = [String(value["kind"]), namespace, name].filter((part) => part !== undefined).join("/");
  return { source: new Source(`${context}:${place}`, ""), start: 0, text: "", value };
}
