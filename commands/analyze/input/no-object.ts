import { closestTo } from "../../../config/closest";
import { isMap } from "../../../policy/graph/value";
import type { ValueMap } from "../../../policy/graph/value";

/** What an API version looks like. */
const API_VERSION = /^(?:[a-z0-9.-]+\/)?v\d+(?:(?:alpha|beta)\d+)?$/;

/** Why a document that looks like an object of Kubernetes is none, as the rest of a sentence; undefined where nothing looks like one. */
export function noObject(value: unknown): string | undefined {
  if (!isMap(value)) {
    return undefined;
  }
  const { apiVersion, kind } = value;
  if (typeof apiVersion === "string" && API_VERSION.test(apiVersion)) {
    return withoutKind(value, kind);
  }
  const isMeant = typeof kind === "string" && isMap(value["metadata"]);
  if (!isMeant || typeof apiVersion === "string") {
    return undefined;
  }
  const isLeftOut = apiVersion === undefined || apiVersion === null;
  if (!isLeftOut) {
    return "has an apiVersion that is no text, so that kubectl refuses it";
  }
  return isMap(value["spec"]) ? lacks("apiVersion", value) : undefined;
}

/** What is wrong with the items of a list, as the rest of a sentence each; nothing where it is no list of Kubernetes. */
export function badItems(value: unknown): readonly string[] {
  if (!isMap(value) || value["kind"] !== "List" || !Array.isArray(value["items"])) {
    return [];
  }
  return value["items"].flatMap((item: unknown, index) =>
    isObject(item) || !isMap(item)
      ? []
      : [`has items[${String(index)}] without apiVersion or kind, so that kubectl refuses it`],
  );
}

function withoutKind(value: ValueMap, kind: unknown): string | undefined {
  if (kind === undefined || kind === null) {
    // A chart's file has an API version too, and nothing of an object.
    return isMap(value["metadata"]) || isMap(value["spec"]) ? lacks("kind", value) : undefined;
  }
  return typeof kind === "string" ? undefined : "has a kind that is no text, so that kubectl refuses it";
}

function lacks(key: string, value: ValueMap): string {
  const meant = closestTo(key, Object.keys(value));
  return `has no ${key}, so that kubectl refuses it${meant === undefined ? "" : `; ${meant} is not ${key}`}`;
}

/** Whether a value is an object of Kubernetes as far as its head says. */
export function isObject(value: unknown): boolean {
  return isMap(value) && typeof value["apiVersion"] === "string" && typeof value["kind"] === "string";
}
