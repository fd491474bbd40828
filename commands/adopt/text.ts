import { stringify } from "yaml";
import { workloadSchema } from "../../config/schema/workload";
import { PROJECT } from "../../config/schema/stack";
import { YAML_FOR_PEOPLE } from "../shared/yaml-file";
import { isNamed } from "./stack";
import type { Adoption } from "./adoption";
import type { Difference } from "./differences";
import type { Entry } from "./entry";
import type { SecretValue } from "./secrets";
import type { GraphObject } from "../../policy/graph/object";
import type { Value } from "../../policy/graph/value";
import type { Change, Outcome } from "./stack";

/** All that there is to say. */
export interface Adopted {
  readonly adoptions: readonly Adoption[];
  readonly change: Change;
  readonly outcome: Outcome;
  readonly stack: string;
}

/** What goes into the stack's file, as YAML. */
export function adoptionYaml({ namespace, storage, workloads }: Change): string {
  const entries = Object.entries(workloads).map(([name, entry]) => [name, inOrder(entry)]);
  return stringify(
    {
      config: {
        ...(namespace && { [`${PROJECT}:namespace`]: namespace }),
        ...(storage && { [`${PROJECT}:storage`]: storage }),
        [`${PROJECT}:workloads`]: Object.fromEntries(entries) as object,
      },
    },
    YAML_FOR_PEOPLE,
  );
}

/** Keys in the order of docs/configuration.md. */
function inOrder(entry: Entry): Entry {
  const keys = Object.keys(workloadSchema.shape).filter((key) => Object.hasOwn(entry, key));
  return Object.fromEntries(keys.map((key) => [key, entry[key as keyof Entry]])) as Entry;
}

/** Everything as JSON. */
export function adoptionJson({ adoptions, change, outcome, stack }: Adopted): string {
  const json = {
    stack,
    namespace: change.namespaceName,
    settings: {
      ...(change.namespace && { namespace: change.namespace }),
      ...(change.storage && { storage: change.storage }),
    },
    dropped: change.dropped,
    problem: outcome.refused.size === 0 ? null : [...new Set(outcome.refused.values())].join("\n"),
    workloads: adoptions.map(({ choices, claims, entry, losses, name, secretValues, set }) => ({
      name,
      entry: inOrder(entry),
      claims,
      losses,
      choices,
      secretValues,
      problem: outcome.refused.get(name) ?? null,
      differences: outcome.differences.get(name) ?? [],
      inTheWay: inTheWay(set.graph.objects, { change, outcome }).map(({ title }) => title),
    })),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

/** The report for a person. */
export function adoptionText({ adoptions, change, outcome, stack }: Adopted): string {
  const [first] = adoptions;
  const hasSecrets = adoptions.some(({ secretValues }) => secretValues.length > 0);
  return [
    ...adoptions.flatMap((adoption) => workloadText(adoption, outcome, { change, stack })),
    ...(first === undefined ? [] : wayText(first.set.graph.objects, { change, outcome, stack })),
    ...refusedText(outcome, stack),
    "",
    `Then: gke-stateful plan ${stack}, which judges it by the rules${hasSecrets ? ", once the values are set" : ""}. The whole way: docs/adopt.md.`,
    "",
  ].join("\n");
}

/** Workloads that are refused for the same reason stand together. */
function refusedText({ refused }: Outcome, stack: string): readonly string[] {
  return [...Map.groupBy([...refused], ([, problem]) => problem)].flatMap(([problem, all]) => [
    "",
    `Stack ${stack} cannot be planned with ${all.map(([name]) => name).join(", ")} yet, so nothing of that was compared or written:`,
    problem,
  ]);
}

function workloadText(
  adoption: Adoption,
  { differences, refused }: Outcome,
  { change, stack }: { change: Change; stack: string },
): readonly string[] {
  const { choices, losses, name, secretValues } = adoption;
  const others = differences.get(name) ?? [];
  return [
    "",
    `StatefulSet ${change.namespaceName}/${name} becomes workload ${name} of stack ${stack}.`,
    ...claimsText(adoption, change),
    ...section(
      `Does not carry over (${String(losses.length)})`,
      losses.map(({ object, path, says }) => [`${object} ${path}`.trimEnd(), says]),
    ),
    ...section(
      `Decided for you, because the manifests do not say (${String(choices.length)})`,
      choices.map(({ key, value, why }) => [`${key}: ${value}`, why]),
    ),
    ...(!refused.has(name)
      ? section(`Differs from the StatefulSet of today (${String(others.length)})`, differenceGroups(others))
      : []),
    ...secretsText(secretValues, { change, name, stack }),
  ];
}

function claimsText({ claims, entry }: Adoption, { isNamespaceKnown, namespaceName }: Change): readonly string[] {
  const [first, last] = [claims[0], claims.at(-1)];
  if (first === undefined || last === undefined) {
    return ["It has no claim templates: there is nothing to keep, and a workload here needs a volume."];
  }
  const range = first === last ? first : `${first} … ${last}`;
  const asleep = (entry.replicas ?? 1) === 0 ? " No pod runs now; look for claims of others with kubectl get pvc." : "";
  const place = isNamespaceKnown
    ? `in namespace ${namespaceName}.`
    : `and must be in namespace ${namespaceName}, the stack's. The manifests do not say where they are; --namespace does.`;
  return [`Claims keep their names: ${range}, ${place}${asleep}`];
}

/** Longest value that is shown whole. */
const MAX_VALUE = 100;

/** Differences that mean the same stand together; those whose values say all come last. */
function differenceGroups(differences: readonly Difference[]): readonly (readonly string[])[] {
  const groups = Map.groupBy(differences, ({ meaning }) => meaning);
  return [...groups]
    .toSorted(([one], [other]) => Number(one === undefined) - Number(other === undefined))
    .map(([meaning, all]) => [
      meaning ?? "Besides:",
      ...all.map(({ adopted, path, planned }) => `${path}: ${shown(adopted)} → ${shown(planned)}`),
    ]);
}

function shown(value: Value | undefined): string {
  if (value === undefined) {
    return "not set";
  }
  const whole = typeof value === "string" ? value : JSON.stringify(value);
  const line = whole.replaceAll("\n", "\\n");
  return line.length > MAX_VALUE ? `${line.slice(0, MAX_VALUE)}…` : line;
}

function section(title: string, items: readonly (readonly string[])[]): readonly string[] {
  return items.length === 0
    ? []
    : ["", title, ...items.flatMap(([first = "", ...rest]) => [`  ${first}`, ...rest.map((line) => `    ${line}`)])];
}

function secretsText(
  values: readonly SecretValue[],
  { change, name, stack }: { change: Change; name: string; stack: string },
): readonly string[] {
  const [namespace, at] = [change.namespaceName, contextFlag(change)];
  const lines = values.map(({ from, key, secret }) => [
    `kubectl get secret ${from} --namespace ${namespace}${at} --output go-template='{{index .data "${key}" | base64decode}}' |`,
    `npx pulumi config set --stack ${stack} --secret --path '${PROJECT}:secrets${[name, secret, key].map(pathStep).join("")}'`,
  ]);
  return section(
    `Values to copy into the stack, encrypted (${String(values.length)}). The stack cannot be planned before; a line break at the end is lost, and so is what is no text`,
    lines,
  );
}

/** A step of a path as the CLI takes it. */
function pathStep(key: string): string {
  return /^[A-Za-z_][-\w]*$/.test(key) ? `.${key}` : `["${key}"]`;
}

function wayText(
  objects: readonly GraphObject[],
  { change, outcome, stack }: { change: Change; outcome: Outcome; stack: string },
): readonly string[] {
  const dropped =
    change.dropped.length === 0
      ? []
      : [
          "",
          `Stack ${stack} had the project's default until now (${change.dropped.join(", ")}). With workloads of its own in its file, it has those only${change.namespace === undefined ? "" : ", in another namespace: where the stack runs already, pulumi up deletes the old namespace with the claims in it. Use a new stack then"}.`,
        ];
  if (!change.sameCluster) {
    return [...dropped, "", "The stack makes a cluster of its own. The disks move there as docs/adopt.md tells."];
  }
  if (!change.isNamespaceKnown) {
    return [...dropped, "", "With --namespace, this says which objects are in the way."];
  }
  const commands = inTheWay(objects, { change, outcome }).map((object) => [deleteCommand(object, change)]);
  const taken = change.makesNamespace
    ? [
        "",
        `Namespace ${change.namespaceName} is the stack's own. If it exists and this stack has not made it, set namespace.create: false; if the stack has made it, never do.`,
      ]
    : [];
  return [
    ...dropped,
    ...taken,
    ...section("In the way: the stack makes objects of these names, and never takes over one that exists", commands),
  ];
}

/** Objects of the manifests whose names the plan wants. */
function inTheWay(
  objects: readonly GraphObject[],
  { change, outcome }: { change: Change; outcome: Outcome },
): readonly GraphObject[] {
  return objects.filter(
    ({ facts, name, namespaceField }) =>
      name !== undefined &&
      facts.kindName !== "Namespace" &&
      (namespaceField.value ?? change.namespaceName) === change.namespaceName &&
      outcome.objects.some((planned) => isNamed(planned, facts.kindName, name)),
  );
}

/** How an object is taken away. The pods of a StatefulSet go on running, and the new one takes them over. */
function deleteCommand({ facts, name }: GraphObject, change: Change): string {
  const orphan = facts.kindName === "StatefulSet" ? " --cascade=orphan" : "";
  return `kubectl delete ${facts.kindName.toLowerCase()} ${name ?? ""} --namespace ${change.namespaceName}${contextFlag(change)}${orphan}`;
}

/** kubectl has to ask the cluster that the stack goes to, whatever its own context is. */
function contextFlag({ context, sameCluster }: Change): string {
  return sameCluster && context !== undefined ? ` --context ${context}` : "";
}
