import { Undecidable } from "./object";
import type { ObjectGraph } from "./graph";
import type { GraphObject, Field } from "./object";

/** Zone of a region. */
export const ZONE = /-[a-z]$/;

/** The region of a zone or region. */
export function regionOf(location: string): string {
  return location.replace(ZONE, "");
}

/** The Google cluster that a Kubernetes object goes to, or undefined where the program makes none, or not this one. */
export function clusterFor(object: GraphObject, graph: ObjectGraph): GraphObject | undefined {
  const clusters = graph.all("Cluster");
  const provider = object.facts.provider === undefined ? undefined : graph.withUrn(object.facts.provider);
  const sources = (provider === undefined ? [] : graph.onceFor(provider, findAncestors)).filter(
    ({ kind }) => kind === "Cluster",
  );
  if (sources.length === 1 || clusters.length === 0) {
    return sources[0];
  }
  if (clusters.length === 1) {
    // A provider with a kubeconfig of its own, which no cluster of the program gave it, goes elsewhere.
    const isElsewhere = provider !== undefined && typeof textOf(provider, "kubeconfig") === "string";
    return isElsewhere ? undefined : clusters[0];
  }
  // Which of several clusters it is depends on a provider that does not say.
  throw new Undecidable(object.root, "its provider does not say on which of the program's clusters it is");
}

function textOf(provider: GraphObject, input: string): unknown {
  const { root } = provider;
  return root.isUnknown ? undefined : root.of(input).value;
}

/** What a resource depends on, near or far. */
function findAncestors(object: GraphObject, graph: ObjectGraph, seen = new Set<GraphObject>()): readonly GraphObject[] {
  for (const urn of object.facts.dependencies ?? []) {
    const need = graph.withUrn(urn);
    if (need !== undefined && !seen.has(need)) {
      seen.add(need);
      findAncestors(need, graph, seen);
    }
  }
  return [...seen];
}

/** Whether Google runs the nodes of a cluster, and no pool does. */
export function isAutopilot(cluster: GraphObject): boolean {
  return cluster.at("enableAutopilot").flag === true;
}

/** The cluster of a pool, or undefined where the program does not make it. */
export function clusterOfPool(pool: GraphObject, graph: ObjectGraph): GraphObject | undefined {
  return clusterNamedBy(pool.at("cluster"), pool.at("location"), graph);
}

/** The cluster that a field means: the one that it comes from, or else by its name or path. */
export function clusterNamedBy(field: Field, location: Field, graph: ObjectGraph): GraphObject | undefined {
  const clusters = graph.all("Cluster");
  const sources = graph.sourcesOf(field).filter(({ kind }) => kind === "Cluster");
  if (sources.length === 1) {
    return sources[0];
  }
  if (field.isUnknown) {
    if (clusters.length === 1) {
      return clusters[0];
    }
    throw new Undecidable(field);
  }
  const named = clusters.filter((cluster) => isMeant(cluster, field.text ?? "", location));
  if (named.length > 1) {
    throw new Undecidable(field, `several clusters are called ${field.shown}`);
  }
  return named[0] ?? namelessCluster(clusters, field);
}

/** Whether a name, or a path of project, location and name, means a cluster. What either leaves out fits. */
function isMeant(cluster: GraphObject, path: string, location: Field): boolean {
  const parts = path.split("/");
  const part = (before: string): string | undefined => parts[parts.indexOf(before) + 1];
  const said = (key: string, text: string | undefined): boolean => {
    const field = cluster.at(key);
    return text === undefined || !field.isSet || field.text === text;
  };
  const where = parts.length > 1 ? part("locations") : location.isUnknown ? undefined : location.text;
  const project = parts.length > 1 ? part("projects") : undefined;
  return cluster.name === parts.at(-1) && said("location", where) && said("project", project);
}

/** A cluster whose name is not known may be the one that is meant. */
function namelessCluster(clusters: readonly GraphObject[], field: Field): GraphObject | undefined {
  const nameless = clusters.filter(({ nameField }) => nameField.isUnknown);
  if (nameless.length > 1) {
    throw new Undecidable(field);
  }
  return nameless[0];
}

/** Whether a cluster's control plane runs in one zone only. */
export function isZonal(cluster: GraphObject): boolean {
  return ZONE.test(cluster.at("location").text ?? "");
}
