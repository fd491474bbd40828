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
  const isMeant = typeof kind === "string" && isMap(value["metadata"]) && isMap(value["spec"]);
  return isMeant && (apiVersion === undefined || apiVersion === null) ? lacks("apiVersion", value) : undefined;
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
