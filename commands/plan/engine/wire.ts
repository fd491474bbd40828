import { isSecret, isUnknown, SECRET, UNKNOWN, UNKNOWN_SECRET } from "./plan";
import type { PlanObject, PlanValue } from "./plan";

/**
 * Values as Pulumi's protocol carries them, and what they mean. The constants are the protocol's own.
 * Source: @pulumi/pulumi 3.270.0, runtime/rpc.js
 */

/** Key under which special values say what they are. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** Signature of a secret; the value is under `value`. */
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
/** Signature of a reference to a resource; its URN is under `urn`. */
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
/** Stands for a value that is not known in a preview. */
export const WIRE_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** An object as the protocol carries it. */
export type WireObject = Readonly<Record<string, unknown>>;

/** Marks a value as secret for the program. */
export function wireSecret(value: unknown): WireObject {
  return { [SIGNATURE]: SECRET_SIGNATURE, value };
}

/** Whether a map stands for something else, such as a secret. */
export function isSpecial(map: WireObject): boolean {
  return SIGNATURE in map;
}

/** The value that is not known yet. */
function isWireUnknown(value: unknown): boolean {
  return value === WIRE_UNKNOWN;
}

/** Whether anything within is unknown. */
export function hasWireUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return Object.values(value).some(hasWireUnknown);
  }
  return isWireUnknown(value);
}

/** An object for a plan: unknowns and secrets become marks, and secret values are dropped. */
export function planObject(object: WireObject): PlanObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, planValue(value)]));
}

function planValue(value: unknown): PlanValue {
  if (isWireUnknown(value)) {
    return UNKNOWN;
  }
  if (Array.isArray(value)) {
    return value.map(planValue);
  }
  if (typeof value !== "object" || value === null) {
    return value as PlanValue;
  }
  const object = value as WireObject;
  switch (object[SIGNATURE]) {
    case undefined:
      return planObject(object);
    case SECRET_SIGNATURE:
      return concealed(planValue(object["value"]));
    case RESOURCE_SIGNATURE:
      return String(object["urn"]);
    default:
      // An asset or archive: only that it is one can be said.
      return { $asset: true };
  }
}

/** A secret value: what it is made of may be seen, such as the keys of a Secret, but no leaf of it. */
function concealed(value: PlanValue): PlanValue {
  if (Array.isArray(value)) {
    return (value as readonly PlanValue[]).map(concealed);
  }
  if (isUnknown(value)) {
    return UNKNOWN_SECRET;
  }
  if (typeof value !== "object" || value === null || isSecret(value)) {
    return SECRET;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, concealed(inner)]));
}
