import { removedApi } from "../../../policy/facts/removed-apis";
import { groupOf } from "../../../policy/graph/kinds";
import { Undecidable } from "../../../policy/graph/object";
import { closestTo } from "../../../config/closest";
import { KubernetesSchemas } from "./kubernetes";
import { Repetitions } from "./repetitions";
import { relationProblems, semanticProblems } from "./semantics";
import { ShapeCheck } from "./shape";
import type { GraphObject } from "../../../policy/graph/object";
import type { CustomResources } from "./custom-resources";
import type { ShapeProblem } from "./shape";

/** Kind of the objects that define others. */
const DEFINITION = "CustomResourceDefinition";

let shared: KubernetesSchemas | undefined;

/** The schemas that come with the package, read once. */
export function kubernetesSchemas(): KubernetesSchemas {
  return (shared ??= new KubernetesSchemas());
}

/** Says of objects whether the API server of a version would take them, without asking one. */
export class Validator {
  private readonly schemas: KubernetesSchemas;
  private readonly minor: number;
  private readonly shape: ShapeCheck;
  private readonly custom: CustomResources | undefined;
  private readonly repetitions: Repetitions;

  /** @param minor 36 for Kubernetes 1.36 @param objects all of the run; definitions of custom resources are taken from them */
  constructor(minor: number, objects: readonly GraphObject[], schemas = kubernetesSchemas()) {
    this.schemas = schemas;
    this.minor = minor;
    this.shape = new ShapeCheck(schemas, minor);
    this.custom = customResources(objects, schemas);
    this.repetitions = new Repetitions(objects);
  }

  /** What the API server would refuse. Nothing where no schema is known. */
  check(object: GraphObject): readonly ShapeProblem[] {
    return [...this.bySchema(object), ...this.repetitions.of(object)];
  }

  /** Whether anything here knows an object's kind: Kubernetes itself, a rule, or a definition of the run. */
  knows({ facts: { apiVersion, kind, kindName, value } }: GraphObject): boolean {
    return (
      kind !== "Other" ||
      this.schemas.hasGroup(groupOf(apiVersion)) ||
      this.custom?.check(apiVersion, kindName, value) !== undefined
    );
  }

  private bySchema(object: GraphObject): readonly ShapeProblem[] {
    const { apiVersion, kindName, value } = object.facts;
    const type = this.schemas.kind(apiVersion, kindName, this.minor);
    if (type !== undefined) {
      const problems = this.shape.check(value, type);
      return [
        ...problems,
        ...meaning(object).filter((one) => !problems.some((known) => isWithin(one, known) || isWithin(known, one))),
      ];
    }
    const group = groupOf(apiVersion);
    if (this.schemas.hasGroup(group)) {
      return this.unknownKind(object);
    }
    if (!group.includes(".")) {
      return [
        {
          keys: ["apiVersion"],
          says: `has apiVersion ${apiVersion}, and Kubernetes has no group ${group}; the groups of others have a dot`,
        },
      ];
    }
    return [...(this.custom?.check(apiVersion, kindName, value) ?? []), ...meaning(object, relationProblems)];
  }

  private unknownKind({ facts: { apiVersion, kindName } }: GraphObject): readonly ShapeProblem[] {
    const version = `Kubernetes 1.${String(this.minor)}`;
    if (removedApi(apiVersion, kindName) !== undefined) {
      return []; // A rule says so.
    }
    const versions = this.schemas.versionsOf(kindName);
    if (versions.length > 0) {
      const served = versions.filter((one) => this.schemas.kind(one, kindName, this.minor) !== undefined);
      const instead = served.length === 0 ? "does not serve it" : `serves it as ${served.join(" or ")}`;
      return [
        { keys: ["apiVersion"], says: `has apiVersion ${apiVersion} for a ${kindName}, and ${version} ${instead}` },
      ];
    }
    return this.schemas.kindsOf(apiVersion).length === 0
      ? []
      : [
          {
            keys: ["kind"],
            says: `is of kind ${kindName}, which ${version} does not have${this.closestKind(apiVersion, kindName)}`,
          },
        ];
  }

  private closestKind(apiVersion: string, kindName: string): string {
    const closest = closestTo(kindName, this.schemas.kindsOf(apiVersion));
    return closest === undefined ? "" : `; ${closest} is meant, perhaps`;
  }
}

/** Whether a problem is about a field that another one is about already, or about something in it. */
function isWithin({ keys }: ShapeProblem, { keys: outer }: ShapeProblem): boolean {
  return outer.every((key, index) => keys[index] === key);
}

/** What is wrong beside the types of fields. */
function meaning(object: GraphObject, look = semanticProblems): readonly ShapeProblem[] {
  try {
    return look(object);
  } catch (error) {
    if (error instanceof Undecidable) {
      return [];
    }
    throw error;
  }
}

/** Custom resources are rare, and what checks them takes its time to load. */
function customResources(objects: readonly GraphObject[], schemas: KubernetesSchemas): CustomResources | undefined {
  const definitions = objects.filter(({ facts }) => facts.kindName === DEFINITION);
  const isUsed = objects.some(({ facts }) => !schemas.hasGroup(groupOf(facts.apiVersion)));
  if (definitions.length === 0 || !isUsed) {
    return undefined;
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  const module = require("./custom-resources") as typeof import("./custom-resources");
  return new module.CustomResources(definitions.map(({ facts }) => facts.value));
}
