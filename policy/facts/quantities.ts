/**
 * Kubernetes resource quantities as plain numbers. The only place where units are converted.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */

/** Bytes in one GiB. */
export const GIB = 1024 ** 3;
/** Bytes of a MiB. */
export const MIB = 1024 ** 2;

const BYTE_UNITS = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: GIB,
  Ti: 1024 ** 4,
} as const satisfies Readonly<Record<string, number>>;

/** CPU as users write it: whole or decimal cores (`2`, `0.5`) or millicores (`500m`). */
export const CPU_PATTERN = /^(?:(?:0|[1-9]\d{0,5})(?:\.\d{1,3})?|[1-9]\d{0,8}m)$/;

/** Memory or storage as users write it: a whole number with a unit (`512Mi`, `20Gi`). */
export const BYTES_PATTERN = /^[1-9]\d{0,14}(?:k|M|G|T|Ki|Mi|Gi|Ti)?$/;

/** CPU in millicores. Errors: a RangeError that names the value if it is not a CPU quantity. */
export function millicores(cpu: string): number {
  if (!CPU_PATTERN.test(cpu)) {
    throw new RangeError(`"${cpu}" is not a CPU quantity such as 500m, 1 or 1.5`);
  }
  return cpu.endsWith("m") ? Number(cpu.slice(0, -1)) : Math.round(Number(cpu) * 1000);
}

/** Memory or storage in bytes. Errors: a RangeError that names the value if it is not a byte quantity. */
export function bytes(quantity: string): number {
  const match = /^(\d+)([a-zA-Z]*)$/.exec(quantity);
  const unit = match?.[2] ?? "";
  if (match === null || !BYTES_PATTERN.test(quantity) || !(unit in BYTE_UNITS)) {
    throw new RangeError(`"${quantity}" is not a size such as 512Mi or 20Gi`);
  }
  return Number(match[1]) * BYTE_UNITS[unit as keyof typeof BYTE_UNITS];
}

/** Any Kubernetes quantity: a decimal number with a binary or decimal suffix, or an exponent. */
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;
const SUFFIXES: Readonly<Record<string, number>> = {
  ...BYTE_UNITS,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  P: 1e15,
  E: 1e18,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
};

/** The number that any Kubernetes quantity means: bytes, or cores. Undefined for what is not a quantity. */
export function quantity(value: unknown): number | undefined {
  if (typeof value === "number") {
    return value;
  }
  const match = typeof value === "string" ? QUANTITY.exec(value) : null;
  return match === null ? undefined : Number(match[1]) * (SUFFIXES[match[2] ?? ""] ?? 1) * 10 ** Number(match[3] ?? 0);
}

/** GiB of a byte quantity, with its fraction. */
export function gib(quantity: string): number {
  return bytes(quantity) / GIB;
}

/** The shortest Kubernetes spelling of a number of millicores: `1500m`, `2`. */
export function formatCpu(amount: number): string {
  return amount % 1000 === 0 ? String(amount / 1000) : `${String(amount)}m`;
}

/** The shortest Kubernetes spelling of a number of bytes, rounded up to whole MiB: `512Mi`, `20Gi`. */
export function formatBytes(amount: number): string {
  const mebibytes = Math.ceil(amount / BYTE_UNITS.Mi);
  return mebibytes % 1024 === 0 ? `${String(mebibytes / 1024)}Gi` : `${String(mebibytes)}Mi`;
}
