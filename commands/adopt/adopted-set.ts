import { podSpec } from "../../policy/graph/pods";
import { meets, nearest } from "../../policy/graph/search";
import type { ObjectGraph } from "../../policy/graph/graph";
import type { GraphObject, Field } from "../../policy/graph/object";

/** A StatefulSet that is to move in, with the objects around it. */
export class AdoptedSet {
  /** The StatefulSet. */
  readonly set: GraphObject;
  /** All objects of the manifests. */
  readonly graph: ObjectGraph;
  /** Name, which stays, because the claims carry it. */
  readonly name: string;

  constructor(set: GraphObject, graph: ObjectGraph) {
    this.set = set;
    this.graph = graph;
    this.name = set.name ?? "";
  }

  /** Specification of the pods. */
  get pod(): Field {
    return podSpec(this.set);
  }

  /** The claim templates. */
  get templates(): readonly Field[] {
    return this.set.at("spec.volumeClaimTemplates").items;
  }

  /** The container that the entry describes: the first that mounts a claim, or else the first. */
  get container(): Field {
    const all = this.pod.at("containers").items;
    const claims = new Set(this.templates.map((template) => template.at("metadata.name").text));
    return (
      all.find((one) => one.at("volumeMounts").items.some((mount) => claims.has(mount.at("name").text))) ??
      all[0] ??
      this.pod
    );
  }

  /** Labels of the pods that the set selects by. */
  get labels(): Readonly<Record<string, string>> {
    const selector = this.set.at("spec.selector.matchLabels");
    return Object.fromEntries(selector.entries.map(([key, { shown }]) => [key, shown]));
  }

  /** Keys of a Secret; undefined where it is not among the manifests. Its values are never read. */
  secretKeys(name: string): readonly string[] | undefined {
    const object = this.named("Secret", name);
    return object && [...new Set([...object.at("data").names, ...object.at("stringData").names])];
  }

  /** What brings configuration, a ConfigMap or a Secret, by its name. */
  named(kindName: "ConfigMap" | "Secret", name: string): GraphObject | undefined {
    // Rules know no Secret.
    const found = this.graph
      .near(this.set, kindName === "ConfigMap" ? kindName : "Other")
      .filter(({ facts, name: other }) => facts.kindName === kindName && other === name)
      // Kinds that rules do not know may have no namespace; these have, and others' are none of ours.
      .filter((other) => other.namespaceField.value === this.set.namespaceField.value && meets(this.set, other));
    return nearest(this.set, found)[0];
  }
}
