import { isDeepStrictEqual } from "node:util";
import { podLabels, workloadNames } from "../../config/sizing/names";
import { AdoptedSet } from "./adopted-set";
import { containerSettings } from "./container";
import { withoutDefaults } from "./entry";
import { fieldsAmong, textsAmong, variablesOf } from "./environment";
import { initContainersOf } from "./init-containers";
import { mountsOf } from "./mounts";
import { networkSettings } from "./network";
import { Notes } from "./notes";
import { placementSettings } from "./placement";
import { DEFAULT_REPLICAS, lifecycleSettings, securitySettings } from "./pod";
import { probeSettings } from "./probes";
import { scalingSettings } from "./scaling";
import { ZONAL_CLASS } from "./zonal-class";
import { Secrets } from "./secrets";
import { sidecarsOf } from "./sidecars";
import { googleAccountOf, noteSurroundings, serviceSettings } from "./surroundings";
import { textsIn } from "./texts-in";
import type { ObjectGraph } from "../../policy/graph/graph";
import type { GraphObject } from "../../policy/graph/object";
import type { Entry } from "./entry";
import type { Choice, Loss } from "./notes";
import type { SecretValue } from "./secrets";

/** A StatefulSet as a workload of a stack. */
export interface Adoption {
  /** Name of the set and of the workload. */
  readonly name: string;
  /** Namespace that the manifest names, or undefined where it leaves that to whoever applies it. */
  readonly namespace: string | undefined;
  /** The workload's entry in a stack's configuration. */
  readonly entry: Entry;
  /** What does not carry over. */
  readonly losses: readonly Loss[];
  /** What the manifests do not say. */
  readonly choices: readonly Choice[];
  /** Values to be set before the stack can run. */
  readonly secretValues: readonly SecretValue[];
  /** Names of the claims, which stay the same. */
  readonly claims: readonly string[];
  /** The StatefulSet. */
  readonly set: AdoptedSet;
}

/** What the adoption depends on besides the manifests. */
export interface AdoptOptions {
  /** The stack is on Google Cloud, and can give pods a Google service account. */
  readonly onGoogle: boolean;
  /** New disks lie in one zone each, as those of today may. */
  readonly zonal: boolean;
}

/** Turns a StatefulSet, with what is around it, into a workload's entry. It reads, and changes nothing. */
export function adopt(object: GraphObject, graph: ObjectGraph, options: AdoptOptions): Adoption {
  const notes = new Notes();
  const set = new AdoptedSet(object, graph);
  const secrets = new Secrets(set.name);
  const entry = withoutDefaults(entryOf(set, notes, secrets, options));
  noteSurroundings(set, notes);
  return {
    name: set.name,
    namespace: object.at("metadata.namespace").text,
    entry,
    losses: notes.losses,
    choices: notes.choices,
    secretValues: secrets.values,
    claims: claimsOf(set),
    set,
  };
}

function entryOf(set: AdoptedSet, notes: Notes, secrets: Secrets, options: AdoptOptions): Entry {
  const own = variablesOf(set.container, set, notes);
  const before = initContainersOf(set, own, notes);
  const beside = sidecarsOf(set, own, notes);
  const shared = [...before.variables, ...beside.variables, own];
  shared.forEach((variables) => {
    secrets.addVariables(variables);
  });
  const mounts = mountsOf(set, notes, secrets);
  const container = containerSettings(set.container, notes);
  const inOneZone = Object.entries(mounts.volumes).map(([name, volume]) => [
    name,
    { ...volume, storageClass: ZONAL_CLASS },
  ]);
  return {
    ...container,
    labels: labelsOf(set),
    env: textsAmong(own),
    podFields: Object.assign({}, ...shared.map(fieldsAmong)) as Entry["podFields"],
    ...mounts,
    ...(options.zonal && { volumes: Object.fromEntries(inOneZone) as Entry["volumes"] }),
    secrets: secrets.entries,
    probes: probeSettings(set.container, notes),
    initContainers: before.containers,
    sidecars: beside.containers,
    service: serviceSettings(set, notes),
    podAnnotations: textsIn(set.set.at("spec.template.metadata.annotations"), OF_KUBECTL),
    imagePullSecrets: set.pod.at("imagePullSecrets").items.map((item) => item.at("name").shown),
    runtimeClass: set.pod.at("runtimeClassName").text,
    ...lifecycleSettings(set, notes),
    serviceName: serviceNameOf(set),
    ...placementSettings(set, notes),
    ...scalingSettings(set, container.resources, notes),
    network: networkSettings(set, notes),
    googleServiceAccount: googleAccountOf(set, options.onGoogle, notes),
    ...securitySettings(set, notes),
  };
}

/** Annotations of pods that kubectl writes for itself. */
const OF_KUBECTL = /^kubectl\.kubernetes\.io\//;

/** The labels that select the pods, where they are not those that the stack would give them. */
function labelsOf({ labels, name }: AdoptedSet): Entry["labels"] {
  return isDeepStrictEqual(labels, podLabels(name, { labels: undefined })) ? undefined : { ...labels };
}

/** The headless Service's name, where it is not the one that the stack would give it. */
function serviceNameOf({ name, set }: AdoptedSet): string | undefined {
  const { text } = set.at("spec.serviceName");
  return text === "" || text === workloadNames(name, {}).headless ? undefined : text;
}

/** Names of the claims; with no pods, those of the first one stand for all that may be there. */
function claimsOf({ name, set, templates }: AdoptedSet): readonly string[] {
  const replicas = Math.max(1, set.at("spec.replicas").number ?? DEFAULT_REPLICAS);
  const start = set.at("spec.ordinals.start").number ?? 0;
  return templates.flatMap((template) =>
    Array.from(
      { length: replicas },
      (_, index) => `${template.at("metadata.name").shown}-${name}-${String(start + index)}`,
    ),
  );
}
