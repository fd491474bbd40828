import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { PlanOptions } from "./plan";
import type { AnsweredRegistration } from "./registration";
import type { WireObject } from "./wire";

/** A resource as the engine shows it to a pack before it is made: its inputs. */
export function analyzeRequest(
  registration: AnsweredRegistration,
  known: ReadonlyMap<string, AnsweredRegistration>,
): messages.AnalyzeRequest {
  const request = new messages.AnalyzeRequest();
  fill(request, registration, registration.inputs, known);
  return request;
}

/** A resource as the engine shows it to a pack at the end: its outputs, and what it depends on. */
export function resourceMessage(
  registration: AnsweredRegistration,
  known: ReadonlyMap<string, AnsweredRegistration>,
): messages.AnalyzerResource {
  const resource = new messages.AnalyzerResource();
  fill(resource, registration, registration.outputs, known);
  resource.setParent(registration.parent);
  resource.setDependenciesList([...registration.dependencies]);
  for (const [property, urns] of Object.entries(registration.propertyDependencies)) {
    const dependencies = new messages.AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    resource.getPropertydependenciesMap().set(property, dependencies);
  }
  return resource;
}

function fill(
  message: messages.AnalyzeRequest | messages.AnalyzerResource,
  registration: AnsweredRegistration,
  properties: WireObject,
  known: ReadonlyMap<string, AnsweredRegistration>,
): void {
  message.setType(registration.type);
  message.setUrn(registration.urn);
  message.setName(registration.name);
  message.setProperties(struct(properties));
  message.setOptions(optionsMessage(registration));
  const provider = known.get(registration.provider);
  if (provider !== undefined) {
    message.setProvider(providerMessage(provider));
  }
}

function providerMessage({ inputs, name, type, urn }: AnsweredRegistration): messages.AnalyzerProviderResource {
  const message = new messages.AnalyzerProviderResource();
  message.setType(type);
  message.setUrn(urn);
  message.setName(name);
  message.setProperties(struct(inputs));
  return message;
}

/** The options that the engine shows; retainOnDelete, deletedWith and others are not among them. */
function optionsMessage({ options, parent }: AnsweredRegistration): messages.AnalyzerResourceOptions {
  const message = new messages.AnalyzerResourceOptions();
  message.setProtect(options.protect === true);
  message.setIgnorechangesList([...(options.ignoreChanges ?? [])]);
  message.setDeletebeforereplace(options.deleteBeforeReplace === true);
  message.setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined);
  message.setAdditionalsecretoutputsList([...(options.additionalSecretOutputs ?? [])]);
  message.setAliasesList([...(options.aliases ?? [])]);
  message.setCustomtimeouts(timeoutsMessage(options));
  message.setParent(parent);
  return message;
}

function timeoutsMessage({ customTimeouts = {} }: PlanOptions): messages.AnalyzerResourceOptions.CustomTimeouts {
  const message = new messages.AnalyzerResourceOptions.CustomTimeouts();
  message.setCreate(seconds(customTimeouts["create"]));
  message.setUpdate(seconds(customTimeouts["update"]));
  message.setDelete(seconds(customTimeouts["delete"]));
  return message;
}

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** Seconds of a duration as Go writes it: `1h30m`, `45m`, `10s`. */
function seconds(duration = ""): number {
  return [...duration.matchAll(/(\d+(?:\.\d+)?)([hms])/g)].reduce(
    (sum, [, amount, unit = ""]) => sum + Number(amount) * (SECONDS[unit] ?? 0),
    0,
  );
}

function struct(object: WireObject): Struct {
  return Struct.fromJavaScript(object as Record<string, JavaScriptValue>);
}
