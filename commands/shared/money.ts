import type { Big } from "big.js";

const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const cents = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
/** Decimals of a price: what Google charges for an hour or a GiB is often less than a cent. */
const price = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 2,
  maximumFractionDigits: 6,
});

/** `1,460`. */
export function showNumber(amount: Big): string {
  return number.format(amount.toNumber());
}

/** `$215.25`. */
export function showMoney(amount: Big): string {
  // A negative fraction of a cent is none.
  return cents.format(amount.round(2).toNumber() + 0);
}

/** `$0.147431`. */
export function showPrice(amount: Big): string {
  return price.format(amount.toNumber());
}

/** `+$12.00`, `-$3.10`, or `$0.00`. */
export function showChange(amount: Big): string {
  return amount.gt(0) ? `+${showMoney(amount)}` : showMoney(amount);
}
