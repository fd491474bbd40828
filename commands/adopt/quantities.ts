import { BYTES_PATTERN, CPU_PATTERN, formatBytes, formatCpu, quantity } from "../../policy/facts/quantities";
import type { Field } from "../../policy/graph/object";

/** Millicores of a core. */
const MILLI = 1000;

/** CPU of a manifest as the configuration takes it; undefined where there is none, or no quantity. */
export function cpuText(field: Field): string | undefined {
  return textOf(field, CPU_PATTERN, (amount) => formatCpu(Math.ceil(amount * MILLI)));
}

/** Memory or storage of a manifest as the configuration takes it; undefined where there is none, or no quantity. */
export function sizeText(field: Field): string | undefined {
  return textOf(field, BYTES_PATTERN, formatBytes);
}

function textOf(field: Field, pattern: RegExp, format: (amount: number) => string): string | undefined {
  const amount = quantity(field.known);
  if (amount === undefined || !(amount > 0)) {
    return undefined;
  }
  return pattern.test(field.shown) ? field.shown : format(amount);
}
