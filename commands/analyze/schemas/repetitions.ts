import { groupOf } from "../../../policy/graph/kinds";
import { placeholder } from "./placeholder";
import type { GraphObject } from "../../../policy/graph/object";
import type { ShapeProblem } from "./shape";

/** Finds objects that stand in one file twice. Copies in other files may be for other clusters. */
export class Repetitions {
  private readonly first = new Map<string, GraphObject>();

  constructor(objects: readonly GraphObject[]) {
    for (const object of objects) {
      const key = keyOf(object);
      if (key !== undefined && !this.first.has(key)) {
        this.first.set(key, object);
      }
    }
  }

  /** What is wrong with an object that an earlier one of its file is already. */
  of(object: GraphObject): readonly ShapeProblem[] {
    const key = keyOf(object);
    const earlier = key === undefined ? object : (this.first.get(key) ?? object);
    return earlier === object
      ? []
      : [
          {
            keys: ["metadata", "name"],
            says: `is ${object.title} for the second time in this file: kubectl apply replaces the first by it, and kustomize refuses both`,
          },
        ];
  }
}

/** What an object is to the API server; undefined where it is not known, or in no file. */
function keyOf(object: GraphObject): string | undefined {
  const { apiVersion, kindName, origin } = object.facts;
  const [name, namespace] = ["name", "namespace"].map((field) => object.root.reach(`metadata.${field}`).text);
  const isNamed = name !== undefined && placeholder(name) === undefined && placeholder(namespace ?? "") === undefined;
  return "file" in origin && isNamed
    ? JSON.stringify([origin.file, groupOf(apiVersion), kindName, namespace ?? "", name])
    : undefined;
}
