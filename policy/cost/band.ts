import { Big } from "big.js";

/** An amount that varies: the least, the most, and what to expect. Decimals are exact. */
export interface Band {
  /** The least. */
  readonly min: Big;
  /** What to expect. */
  readonly expected: Big;
  /** The most. */
  readonly max: Big;
}

/** A number that is written in decimals. */
export type Decimal = Big | number | string;

/** A band; one that does not vary is given once. */
export function band(min: Decimal, expected: Decimal = min, max: Decimal = expected): Band {
  return { min: new Big(min), expected: new Big(expected), max: new Big(max) };
}

/** Nothing. */
const NOTHING: Band = band(0);

/** Each of its amounts changed alike. */
export function mapBand({ expected, max, min }: Band, change: (amount: Big) => Big): Band {
  return { min: change(min), expected: change(expected), max: change(max) };
}

/** A band times a number. */
export function times(amount: Band, factor: Decimal): Band {
  return mapBand(amount, (one) => one.times(factor));
}

/** The sum of bands, as if all were at their least, or at their most, at the same time. */
export function sumOf(bands: Iterable<Band>): Band {
  let sum = NOTHING;
  for (const { expected, max, min } of bands) {
    sum = { min: sum.min.plus(min), expected: sum.expected.plus(expected), max: sum.max.plus(max) };
  }
  return sum;
}
