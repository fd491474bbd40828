import { adopt } from "../../commands/adopt/adoption";
import { inputOf, objectsOf } from "../../commands/analyze/input/paths";
import { ObjectGraph } from "../../policy/graph/graph";
import { folderWith } from "./files";
import type { Adoption } from "../../commands/adopt/adoption";

/** Fields of a StatefulSet, as YAML lines without indentation, in the places where they belong. */
export interface SetParts {
  /** Fields of the specification. */
  readonly spec?: string;
  /** Fields of the pod. */
  readonly pod?: string;
  /** Fields of the container. */
  readonly container?: string;
  /** Volume mounts of the container, besides the claim's. */
  readonly mounts?: string;
  /** Claim templates after the first. */
  readonly templates?: string;
}

/** A StatefulSet `db` with one claim, and what a test adds to it. */
export function setWith({ container = "", mounts = "", pod = "", spec = "", templates = "" }: SetParts = {}): string {
  return `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  replicas: 3
${indent(spec, 2)}
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
${indent(pod, 6)}
      containers:
        - name: server
          image: registry.example.com/db:1.0
${indent(container, 10)}
          volumeMounts:
            - { name: data, mountPath: /data }
${indent(mounts, 12)}
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } }
${indent(templates, 4)}
`;
}

function indent(text: string, by: number): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : " ".repeat(by) + line))
    .join("\n");
}

/** The objects of some documents. */
export function graphOf(...documents: readonly string[]): ObjectGraph {
  return new ObjectGraph(objectsOf(inputOf(["."], { cwd: folderWith({ "all.yaml": documents.join("\n---\n") }) })));
}

/** The only StatefulSet of some documents, adopted into a stack on Google Cloud. */
export function adopted(...documents: readonly string[]): Adoption {
  const graph = graphOf(...documents);
  return adopt(graph.all("StatefulSet")[0]!, graph, { onGoogle: true, zonal: false });
}

/** What is lost, as `path: reason`. */
export function lossesOf({ losses }: Adoption): readonly string[] {
  return losses.map(({ path, says }) => `${path}: ${says}`);
}

/** What was chosen, as `key: value`. */
export function choicesOf({ choices }: Adoption): readonly string[] {
  return choices.map(({ key, value }) => `${key}: ${value}`);
}
