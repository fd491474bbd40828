import { ordinalIn } from "../facts/ordinals";
import { REVISION } from "../facts/pod-labels";
import { mayHaveUnseenPods } from "../graph/budgets";
import { someHolds } from "../graph/doubts";
import { asDoubt } from "../graph/object";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { podLabels } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";
import { meets, sameFile } from "../graph/search";
import { podRange, showPods } from "../graph/scaling";
import { namedPorts, servedBy } from "../graph/service-ports";
import { titlesOf } from "../graph/titles";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject, Field, Undecidable } from "../graph/object";
import type { Problem } from "./engine/rule";

/** A Service that selects no pod is a name without anybody behind it. */
export const serviceSelectsNothing = defineRule({
  id: "service-selects-nothing",
  severity: "medium",
  title: "A Service reaches pods",
  why: "A Service whose selector fits no pod, or whose target port has a name that no pod knows, has a name and an address, and every connection to it fails or hangs. Kubernetes says nothing.",
  remediation:
    "Write the pods' labels into the selector, `spec: { selector: { app: db } }`, and the name or number of one of their ports into `targetPort`.",
  effort: { time: "minutes", why: "One selector." },
  outcome: "Clients reach the pods.",
  url: "https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/",
  example: {
    wrong: `
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: dp }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: peers, template: { metadata: { labels: { app: db } } } }`,
    right: `
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: peers, template: { metadata: { labels: { app: db } } } }`,
  },
  kinds: ["Service"],
  scope: "graph",
  *check(object, graph) {
    const selector = object.at("spec.selector");
    if (selector.entries.length === 0 || object.at("spec.type").text === "ExternalName") {
      return;
    }
    // Elsewhere the pods may come from anything. A governing Service is judged with its set.
    yield* missingPods(object, graph);
    yield* missingPorts(object, graph);
    const isComplete = standsWithOne(object, graph) && !mayHaveUnseenPods(object, graph) && !isGoverning(object, graph);
    if (isComplete && !mayFindPods(object, selector, graph)) {
      yield problem(selector, "has a selector that fits the pods of no workload in its namespace here");
    }
  },
});

/** Labels of the pods of a StatefulSet that hold their ordinal. */
const BY_ORDINAL: Readonly<Record<string, (set: GraphObject, value: string) => number | undefined>> = {
  "statefulset.kubernetes.io/pod-name": (set, value) => ordinalIn(value, set.nameField.text ?? ""),
  "apps.kubernetes.io/pod-index": (_, value) => (/^\d+$/.test(value) ? Number(value) : undefined),
};

/** A Service for one pod of a set, of an ordinal that the set does not have. */
function* missingPods(service: GraphObject, graph: ObjectGraph): Iterable<Problem> {
  const selector = service.at("spec.selector");
  for (const [label, ordinalOf] of Object.entries(BY_ORDINAL)) {
    const field = selector.of(label);
    const sets = field.text === undefined ? [] : setsBehind(service, selector, graph);
    const found = sets.map((set) => ({ set, ordinal: ordinalOf(set, field.text ?? "") }));
    const isBeyond = ({ ordinal, set }: (typeof found)[number]): boolean =>
      ordinal !== undefined && !hasOrdinal(set, ordinal, graph);
    const named = found.filter(({ ordinal }) => ordinal !== undefined);
    if (named.length > 0 && named.every(isBeyond)) {
      const set = named[0]?.set;
      yield problem(
        field,
        `selects pod ${field.shown}, which ${set?.title ?? ""} does not have: it has ${set === undefined ? "" : showPods(podRange(set, graph))}`,
      );
    }
  }
}

/** The StatefulSets whose pods a Service may mean, by the labels that they give all their pods, or by name. */
function setsBehind(service: GraphObject, selector: Field, graph: ObjectGraph): readonly GraphObject[] {
  const isMeant = (set: GraphObject): boolean =>
    selector.entries.every(([key, value]) => key in BY_ORDINAL || podLabels(set).of(key).text === value.text);
  return graph.some(service, "StatefulSet", isMeant) ? graph.near(service, "StatefulSet").filter(isMeant) : [];
}

function hasOrdinal(set: GraphObject, ordinal: number, graph: ObjectGraph): boolean {
  const first = set.at("spec.ordinals.start").number ?? 0;
  return ordinal >= first && ordinal < first + podRange(set, graph).max;
}

/** Target ports by a name that none of the selected pods has: the Service has no endpoint there. */
function* missingPorts(service: GraphObject, graph: ObjectGraph): Iterable<Problem> {
  const named = service.at("spec.ports").items.filter((port) => /[a-z]/i.test(port.at("targetPort").text ?? ""));
  const pods = named.length === 0 ? [] : servedBy(service, graph);
  for (const port of pods.length === 0 ? [] : named) {
    const target = port.at("targetPort");
    if (!someHolds(pods, (object) => namedPorts(object).has(target.text ?? ""))) {
      const names = [...new Set(pods.flatMap((object) => [...namedPorts(object).keys()]))].filter(
        (name) => name !== "",
      );
      const those = names.length === 0 ? "their ports have no names" : `their ports are called ${names.join(", ")}`;
      yield problem(
        target,
        `sends port ${port.at("port").shown} to a port called ${target.shown}, and ${titlesOf(pods)} has none; ${those}`,
      );
    }
  }
}

/** Whether a workload stands beside it, in its file or under its name, as it would if its pods came from one. */
function standsWithOne(object: GraphObject, graph: ObjectGraph): boolean {
  const { byFile, byName, isKnown } = graph.once(workloadsByPlace);
  if (!isKnown || graph.namespaceOf(object) === undefined) {
    return someHolds(WORKLOAD_KINDS, (kind) =>
      graph.some(object, kind, (workload) => sameFile(object, workload) || workload.name === object.name),
    );
  }
  const beside = [...(byFile.get(fileOf(object)) ?? []), ...(byName.get(object.name ?? "") ?? [])];
  return beside.some(
    (workload) => graph.namespaceOf(workload) === graph.namespaceOf(object) && meets(object, workload),
  );
}

/** Looked up by every Service: a scan for each would take the square of their number. */
function workloadsByPlace(graph: ObjectGraph): {
  readonly byFile: ReadonlyMap<string, readonly GraphObject[]>;
  readonly byName: ReadonlyMap<string, readonly GraphObject[]>;
  /** Whether name and namespace of each are known. */
  readonly isKnown: boolean;
} {
  const all = WORKLOAD_KINDS.flatMap((kind) => graph.all(kind));
  return {
    byFile: Map.groupBy(all, fileOf),
    byName: Map.groupBy(all, ({ name }) => name ?? ""),
    isKnown: all.every((object) => !object.nameField.isUnknown && graph.namespaceOf(object) !== undefined),
  };
}

/** The file of an object; what a program makes stands together. */
function fileOf({ facts: { origin } }: GraphObject): string {
  return "file" in origin ? origin.file : "";
}

function isGoverning(object: GraphObject, graph: ObjectGraph): boolean {
  const { doubts, services } = graph.once(governingServices);
  if (services.has(object)) {
    return true;
  }
  const doubt = doubts.find(({ set }) => graph.near(set, "Service").includes(object));
  if (doubt !== undefined) {
    throw doubt.error;
  }
  return false;
}

/** The Services that sets name, and the sets of which that is not known. */
function governingServices(graph: ObjectGraph): {
  readonly services: ReadonlySet<GraphObject>;
  readonly doubts: readonly { readonly set: GraphObject; readonly error: Undecidable }[];
} {
  const services = new Set<GraphObject>();
  const doubts: { set: GraphObject; error: Undecidable }[] = [];
  for (const set of graph.all("StatefulSet")) {
    try {
      const service = graph.target(set.at("spec.serviceName"), "Service");
      if (service !== undefined) {
        services.add(service);
      }
    } catch (error) {
      doubts.push({ set, error: asDoubt(error) });
    }
  }
  return { services, doubts };
}

/** Labels that controllers put on pods. Sources: https://kubernetes.io/docs/reference/labels-annotations-taints/, and pkg/apis/{apps,batch} of Kubernetes */
const BY_CONTROLLERS: readonly string[] = [
  "apps.kubernetes.io/pod-index",
  "batch.kubernetes.io/controller-uid",
  "batch.kubernetes.io/job-completion-index",
  "batch.kubernetes.io/job-name",
  REVISION,
  "controller-uid",
  "job-name",
  "pod-template-hash",
  "statefulset.kubernetes.io/pod-name",
];

/** Software labels its own pods while it runs, such as the one that leads. So only what the pods say otherwise counts against it. */
function mayFindPods(object: GraphObject, selector: Field, graph: ObjectGraph): boolean {
  const wanted = selector.entries.filter(([key]) => !BY_CONTROLLERS.includes(key));
  if (wanted.length === 0 || servedBy(object, graph).length > 0) {
    return true;
  }
  return someHolds(WORKLOAD_KINDS, (kind) =>
    graph.some(object, kind, (workload) => {
      const labels = podLabels(workload);
      const said = wanted.filter(([key]) => labels.of(key).isSet);
      return said.length > 0 && said.every(([key, value]) => value.text === labels.of(key).text);
    }),
  );
}
