import type { WireMap } from "../graph/from-pulumi";

/**
 * What @pulumi/policy 1.21.0 does not offer. It unpacks every resource once for each policy, which for a hundred policies
 * costs more than the rules themselves; and it takes the marks off secrets, so that a message could show one. Both happen in
 * one internal function, which is replaced here: policies of this pack get each resource as the engine sent it, once.
 */

/** A protocol buffer that holds a map. */
interface WireStruct {
  toJavaScript(): WireMap;
}

interface Unpacking {
  deserializeProperties(struct: WireStruct, keepSecrets: boolean): object;
}

/** Key by which a proxy of the SDK gives what it stands for. Source: @pulumi/policy 1.21.0, proxy.js */
const TARGET = "__getSpecialProxyTarget";

const maps = new WeakMap<WireStruct, WireMap>();
const structs = new WeakMap<object, WireStruct>();

/** Replaces the SDK's unpacking. Errors: if the SDK is not the one that this was written for. */
export function installUnpacking(): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would give a copy, and this changes the original
  const unpacking = require("@pulumi/policy/deserialize") as Partial<Unpacking>;
  const original = unpacking.deserializeProperties;
  if (original === undefined) {
    throw new Error("@pulumi/policy has no deserializeProperties; this pack needs version 1.21.0 of it. Run npm ci.");
  }
  unpacking.deserializeProperties = (struct, keepSecrets) => {
    if (!keepSecrets) {
      return mapOf(struct);
    }
    const unpacked = original(struct, keepSecrets);
    structs.set(unpacked, struct);
    return unpacked;
  };
}

function mapOf(struct: WireStruct): WireMap {
  const known = maps.get(struct);
  if (known !== undefined) {
    return known;
  }
  const map = struct.toJavaScript();
  maps.set(struct, map);
  structs.set(map, struct);
  return map;
}

/** The map that the engine sent, behind what the SDK gives to a policy. The same call of the engine gives the same map. */
export function wireOf(props: Readonly<Record<string, unknown>>): WireMap {
  const target = props[TARGET] as WireMap | undefined;
  const struct = target === undefined ? undefined : structs.get(target);
  if (struct === undefined) {
    throw new Error("The SDK gave properties that it did not unpack as this pack expects. Run npm ci.");
  }
  return mapOf(struct);
}
