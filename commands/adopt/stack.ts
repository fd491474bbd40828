import { differences } from "./differences";
import { PROJECT, projectSchema } from "../../config/schema/stack";
import { manifestsOf } from "../plan/engine/manifests";
import { planProgram } from "../plan/engine/program";
import { ENCRYPTED } from "../plan/engine/stack-settings";
import { UserError } from "../shared/user-error";
import { ZONAL_CLASS } from "./zonal-class";
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
  /** The stack's storage, where the sets go on with disks in one zone. */
  readonly storage: ValueMap | undefined;
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
  {
    file,
    given,
    settings,
    zonal,
  }: { file: StackFile; given: string | undefined; settings: StackSettings; zonal: boolean },
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
    storage: zonal ? withZonalClass(parsed(settings, "storage")) : undefined,
    dropped: own === undefined ? Object.keys(parsed(settings, "workloads")) : [],
    ...place,
  };
}

function withZonalClass(storage: ValueMap): ValueMap {
  return { ...storage, classes: { ...mapAt(storage, "classes"), [ZONAL_CLASS]: { regional: false } } };
}

/** Where the claims are, and what the stack has to say about its namespace for that. */
function placeOf(
  known: string | undefined,
  now: ValueMap,
  settings: StackSettings,
): Omit<Change, "workloads" | "dropped" | "storage"> {
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
  /** Why a workload cannot be planned, by name. */
  readonly refused: ReadonlyMap<string, string>;
  /** How the planned sets differ, by name. */
  readonly differences: ReadonlyMap<string, readonly Difference[]>;
  /** Objects of the plan. */
  readonly objects: readonly PlanObject[];
}

/** The part of a change that can be planned. */
export function fitting({ workloads, ...change }: Change, { refused }: Pick<Outcome, "refused">): Change {
  return {
    ...change,
    workloads: Object.fromEntries(Object.entries(workloads).filter(([name]) => !refused.has(name))),
  };
}

/** Plans the stack with the change. What the configuration's checks refuse is told, not thrown, and keeps no other workload back. */
export async function planWithChange(
  folder: string,
  settings: StackSettings,
  change: Change,
  adoptions: readonly Adoption[],
): Promise<Outcome> {
  const planned = async (some: readonly Adoption[]): Promise<Outcome | string> => {
    const others = adoptions.filter((one) => !some.includes(one)).map(({ name }) => [name, ""] as const);
    const part = fitting(change, { refused: new Map(others) });
    return objectsWith(folder, changed(settings, part, some), some);
  };
  const together = await planned(adoptions);
  if (typeof together !== "string") {
    return together;
  }
  const refused = new Map<string, string>();
  for (const one of adoptions.length > 1 ? adoptions : []) {
    const alone = await planned([one]);
    if (typeof alone === "string") {
      refused.set(one.name, alone);
    }
  }
  const rest = adoptions.filter(({ name }) => !refused.has(name));
  const fits = refused.size > 0 && rest.length > 0 ? await planned(rest) : together;
  return typeof fits === "string"
    ? { ...NOTHING, refused: new Map([...rest.map(({ name }) => [name, fits] as const), ...refused]) }
    : { ...fits, refused };
}

/** Of a stack that cannot be planned nothing is known. */
const NOTHING = { differences: new Map(), objects: [] };

/** What a plan shows, or why there is none. */
async function objectsWith(
  folder: string,
  settings: StackSettings,
  adoptions: readonly Adoption[],
): Promise<Outcome | string> {
  try {
    const plan = await planProgram({ folder, settings, mode: "preview" });
    const objects = manifestsOf(plan).map(({ object }) => object);
    const pairs = adoptions.map((adoption) => [adoption.name, differencesOf(adoption, objects)] as const);
    return { refused: new Map(), differences: new Map(pairs), objects };
  } catch (error) {
    if (error instanceof UserError) {
      return error.message;
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
      ...(change.storage && { [`${PROJECT}:storage`]: JSON.stringify(change.storage) }),
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
