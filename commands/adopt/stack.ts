import { differences } from "./differences";
import { PROJECT, projectSchema } from "../../config/schema/stack";
import { manifestsOf } from "../plan/engine/manifests";
import { planProgram } from "../plan/engine/program";
import { ENCRYPTED } from "../plan/engine/stack-settings";
import { UserError } from "../shared/user-error";
import { isMap, mapAt } from "../../policy/graph/value";
import type { Adoption } from "./adoption";
import type { Difference } from "./differences";
import type { Entry } from "./entry";
import type { StackFile } from "../plan/engine/stack-file";
import type { StackSettings } from "../plan/engine/stack-settings";
import type { PlanObject } from "../plan/engine/plan";
import type { ValueMap } from "../../policy/graph/value";

/** What changes in a stack's file. */
export interface Change {
  /** Entries by name. */
  readonly workloads: Readonly<Record<string, Entry>>;
  /** The stack's namespace, where it has to be another one. */
  readonly namespace: ValueMap | undefined;
  /** Workloads of the project's default, which the stack had until now and has no more. */
  readonly dropped: readonly string[];
  /** Namespace in which the claims are. */
  readonly namespaceName: string;
  /** Somebody said so: the manifests or the command line. */
  readonly isNamespaceKnown: boolean;
  /** The stack's objects go to a cluster that exists, where the adopted ones may be. */
  readonly sameCluster: boolean;
  /** The stack makes a namespace of this name, or has made it. */
  readonly makesNamespace: boolean;
  /** Context of the kubeconfig that the stack names. */
  readonly context: string | undefined;
}

/** What has to change in a stack for workloads to move in. Errors: UserError where they would not fit beside what is there. */
export function changeFor(
  adoptions: readonly Adoption[],
  { file, given, settings }: { file: StackFile; given: string | undefined; settings: StackSettings },
): Change {
  const own = file.value("workloads");
  const ownNames = isMap(own) ? Object.keys(own) : [];
  refuseTaken(adoptions, ownNames, file, settings);
  const now = parsed(settings, "namespace");
  const known = given ?? oneNamespace(adoptions);
  const place = placeOf(known, now, settings);
  if (place.namespaceName !== nameOf(now) && ownNames.length > 0) {
    throw new UserError(
      `Stack ${settings.stack} has its workloads in namespace ${nameOf(now)}, and these are in ${place.namespaceName}; claims cannot move between namespaces. Adopt into a stack of their own.`,
    );
  }
  return {
    workloads: Object.fromEntries(adoptions.map(({ entry, name }) => [name, entry])),
    dropped: own === undefined ? Object.keys(parsed(settings, "workloads")) : [],
    ...place,
  };
}

/** Where the claims are, and what the stack has to say about its namespace for that. */
function placeOf(
  known: string | undefined,
  now: ValueMap,
  settings: StackSettings,
): Omit<Change, "workloads" | "dropped"> {
  const sameCluster = isOnKubeconfig(settings);
  const namespaceName = known ?? nameOf(now);
  // A namespace of the stack's own name may be one that the stack has made: it must not leave the program.
  const isOther = namespaceName !== nameOf(now);
  const { context } = parsed(settings, "kubeconfig");
  return {
    namespace: isOther ? { ...now, name: namespaceName, ...(sameCluster && { create: false }) } : undefined,
    namespaceName,
    isNamespaceKnown: known !== undefined,
    sameCluster,
    makesNamespace: !isOther && now["create"] !== false,
    context: typeof context === "string" ? context : undefined,
  };
}

/** Whether a stack goes to a cluster that exists, and not to one of its own on Google Cloud. */
export function isOnKubeconfig({ values }: StackSettings): boolean {
  return values[`${PROJECT}:target`] === "kubeconfig";
}

function refuseTaken(
  adoptions: readonly Adoption[],
  taken: readonly string[],
  { path }: StackFile,
  { stack }: StackSettings,
): void {
  const both = adoptions.find(({ name }) => taken.includes(name));
  if (both !== undefined) {
    throw new UserError(
      `Stack ${stack} has a workload ${both.name} already. Take it out of ${path}, or adopt into another stack.`,
    );
  }
}

function nameOf({ name }: ValueMap): string {
  return typeof name === "string" ? name : projectSchema.shape.namespace.parse({}).name;
}

/** The namespace that the manifests name, if any does. */
function oneNamespace(adoptions: readonly Adoption[]): string | undefined {
  const names = [...new Set(adoptions.flatMap(({ namespace }) => namespace ?? []))];
  if (names.length > 1) {
    throw new UserError(
      `The StatefulSets are in namespaces ${names.join(" and ")}, and a stack has one. Adopt them into a stack each, with --name.`,
    );
  }
  return names[0];
}

function parsed({ values }: StackSettings, key: string): ValueMap {
  try {
    const value: unknown = JSON.parse(values[`${PROJECT}:${key}`] ?? "{}");
    return isMap(value) ? value : {};
  } catch {
    // What is no map is for the plan to refuse.
    return {};
  }
}

/** What a plan of the stack with the change shows. */
export interface Outcome {
  /** Why the stack cannot be planned like this; undefined where it can. */
  readonly problem: string | undefined;
  /** How the planned sets differ, by name. */
  readonly differences: ReadonlyMap<string, readonly Difference[]>;
  /** Objects of the plan. */
  readonly objects: readonly PlanObject[];
}

/** Plans the stack with the change. What the configuration's checks refuse is told, not thrown. */
export async function planWithChange(
  folder: string,
  settings: StackSettings,
  change: Change,
  adoptions: readonly Adoption[],
): Promise<Outcome> {
  try {
    const plan = await planProgram({ folder, settings: changed(settings, change, adoptions), mode: "preview" });
    const objects = manifestsOf(plan).map(({ object }) => object);
    const pairs = adoptions.map((adoption) => [adoption.name, differencesOf(adoption, objects)] as const);
    return { problem: undefined, differences: new Map(pairs), objects };
  } catch (error) {
    if (error instanceof UserError) {
      return { problem: error.message, differences: new Map(), objects: [] };
    }
    throw error;
  }
}

function changed(settings: StackSettings, change: Change, adoptions: readonly Adoption[]): StackSettings {
  const workloads = change.dropped.length > 0 ? {} : parsed(settings, "workloads");
  const secrets = Object.fromEntries(
    adoptions
      .filter(({ secretValues }) => secretValues.length > 0)
      .map(({ name, secretValues }) => [name, placeholders(secretValues)]),
  );
  const key = `${PROJECT}:secrets`;
  return {
    ...settings,
    values: {
      ...settings.values,
      [`${PROJECT}:workloads`]: JSON.stringify({ ...workloads, ...change.workloads }),
      [key]: JSON.stringify({ ...parsed(settings, "secrets"), ...secrets }),
      ...(change.namespace && { [`${PROJECT}:namespace`]: JSON.stringify(change.namespace) }),
    },
    secretKeys: [...settings.secretKeys, key],
  };
}

function placeholders(values: Adoption["secretValues"]): Record<string, Record<string, string>> {
  const secrets: Record<string, Record<string, string>> = {};
  for (const { key, secret } of values) {
    (secrets[secret] ??= {})[key] = ENCRYPTED;
  }
  return secrets;
}

function differencesOf({ name, set }: Adoption, objects: readonly PlanObject[]): readonly Difference[] {
  const planned = objects.find((object) => isNamed(object, "StatefulSet", name));
  return differences(
    { spec: mapAt(set.set.facts.value, "spec"), mainContainer: set.container.at("name").shown },
    { spec: mapAt(planned, "spec"), mainContainer: name },
  );
}

/** Whether an object has a kind and a name. */
export function isNamed(object: PlanObject, kind: string, name: string): boolean {
  const metadata = object["metadata"] as PlanObject | undefined;
  return object["kind"] === kind && metadata?.["name"] === name;
}
