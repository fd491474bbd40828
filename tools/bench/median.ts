/** The value in the middle: of a noisy machine's times, the one that outliers do not move. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
