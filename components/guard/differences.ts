import * as pulumi from "@pulumi/pulumi";
import { isDeepStrictEqual } from "node:util";
import { inputAt } from "./marks";
import type { Inputs } from "./marks";

/** Where Pulumi's bridge to Terraform notes which inputs it filled in by itself. */
const DEFAULTED = "__defaults";

/** Names of inputs that differ, as far as they are known on both sides. What the bridge filled in does not count. */
export function changedInputs(was: Inputs, willBe: Inputs): readonly string[] {
  const keys = new Set([...Object.keys(said(was)), ...Object.keys(willBe)]);
  return [...keys].filter((key) => differs(was[key], willBe[key])).toSorted();
}

function said(inputs: Inputs): Inputs {
  const defaults = inputAt(inputs, DEFAULTED);
  const names = new Set<unknown>([DEFAULTED, ...(Array.isArray(defaults) ? (defaults as readonly unknown[]) : [])]);
  return Object.fromEntries(Object.entries(inputs).filter(([key, value]) => !names.has(key) && value !== undefined));
}

/** A value that an output of another resource decides: not known here. */
export const UNKNOWN_INPUT = Symbol("unknown input");

/** Whether two inputs differ, as far as both are known. */
export function differs(was: unknown, willBe: unknown): boolean {
  if (was === UNKNOWN_INPUT || willBe === UNKNOWN_INPUT) {
    return false;
  }
  if (Array.isArray(was) && Array.isArray(willBe)) {
    const [before, after] = [was as readonly unknown[], willBe as readonly unknown[]];
    return before.length !== after.length || before.some((one, index) => differs(one, after[index]));
  }
  if (isMap(was) && isMap(willBe)) {
    return changedInputs(was, withoutNothing(willBe)).length > 0;
  }
  return !isDeepStrictEqual(was, willBe);
}

function isMap(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withoutNothing(map: Inputs): Inputs {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}

/** Inputs as far as they can be read and shown: what is not known yet, and what is secret, is neither compared nor repeated. */
export function plainInputs(value: unknown): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise || pulumi.isUnknown(value)) {
    return UNKNOWN_INPUT;
  }
  return withinValue(value, plainInputs);
}

/** A value, with what is in its lists and maps changed. */
function withinValue(value: unknown, change: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(change);
  }
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)])) : value;
}

/** As {@link plainInputs}, once the outputs among them have settled: those of another stack are known in a preview too. */
export async function settledInputs(inputs: Inputs): Promise<Inputs> {
  return (await settled(inputs)) as Inputs;
}

async function settled(value: unknown): Promise<unknown> {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    const output = pulumi.output(value);
    return (await pulumi.isSecret(output))
      ? UNKNOWN_INPUT
      : fromWire(await pulumi.runtime.serializeProperty("guard", output));
  }
  if (Array.isArray(value)) {
    return Promise.all(value.map(settled));
  }
  return isMap(value)
    ? Object.fromEntries(
        await Promise.all(Object.entries(value).map(async ([key, inner]) => [key, await settled(inner)] as const)),
      )
    : value;
}

/** A value as the SDK sends it to the engine, which marks what is not known. */
function fromWire(value: unknown): unknown {
  return value === pulumi.runtime.unknownValue ? UNKNOWN_INPUT : withinValue(value, fromWire);
}
