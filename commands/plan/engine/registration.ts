import { planObject } from "./wire";
import type * as messages from "@pulumi/pulumi/proto/resource_pb";
import type { PlanOptions, PlanResource } from "./plan";
import type { WireObject } from "./wire";

/** A registration as it came, with secrets in clear: for the fake providers, never for a file. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly custom: boolean;
  /** URN of the explicit provider, or an empty text. */
  readonly provider: string;
  readonly inputs: WireObject;
  readonly options: PlanOptions;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** A registration, and what the program was answered. */
export interface AnsweredRegistration extends Registration {
  readonly outputs: WireObject;
}

type Request = messages.RegisterResourceRequest;

/** Takes down what a program asks for. */
export function recordRegistration(urn: string, request: Request): Registration {
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: request.getCustom(),
    // The engine's reference is `urn::id`.
    provider: request.getProvider().split("::").slice(0, -1).join("::"),
    inputs: request.getObject()?.toJavaScript() ?? {},
    options: optionsOf(request),
    dependencies: request.getDependenciesList().toSorted(),
    propertyDependencies: propertyDependenciesOf(request),
  };
}

/** What a plan says of a registration: the same, with marks in the place of unknowns and secrets. */
export function planResource(registration: Registration): PlanResource {
  const { custom, dependencies, inputs, name, options, parent, propertyDependencies, provider, type, urn } =
    registration;
  return {
    urn,
    type,
    name,
    parent: parent === "" ? null : parent,
    custom,
    provider: provider === "" ? null : provider,
    inputs: planObject(inputs),
    options,
    dependencies,
    propertyDependencies,
  };
}

function optionsOf(request: Request): PlanOptions {
  const all: Record<string, unknown> = {
    protect: request.getProtect(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    deletedWith: request.getDeletedwith(),
    retainOnDelete: request.getRetainondelete(),
    aliases: aliasesOf(request),
    additionalSecretOutputs: [...new Set(request.getAdditionalsecretoutputsList())],
    customTimeouts: timeoutsOf(request),
    hooks: hooksOf(request),
    importId: request.getImportid(),
    version: request.getVersion(),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => isSet(value)));
}

function isSet(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return Object.keys(value).length > 0;
  }
  return value !== undefined && value !== "" && value !== false;
}

function aliasesOf(request: Request): string[] {
  return request
    .getAliasesList()
    .map((alias) => (alias.hasUrn() ? alias.getUrn() : JSON.stringify(alias.getSpec()?.toObject())));
}

function timeoutsOf(request: Request): Record<string, string> {
  const timeouts = request.getCustomtimeouts();
  const all = { create: timeouts?.getCreate(), update: timeouts?.getUpdate(), delete: timeouts?.getDelete() };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => isSet(entry[1])));
}

function hooksOf(request: Request): Record<string, string[]> {
  const hooks = request.getHooks()?.toObject() ?? {};
  return Object.fromEntries(
    Object.entries(hooks)
      .filter(([, names]) => Array.isArray(names) && names.length > 0)
      .map(([moment, names]) => [moment.replace(/List$/, ""), names as string[]]),
  );
}

function propertyDependenciesOf(request: Request): Record<string, readonly string[]> {
  const all: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    const urns = dependencies.getUrnsList();
    if (urns.length > 0) {
      all[property] = urns.toSorted();
    }
  });
  return all;
}
