import { styleText } from "node:util";
import { Big } from "big.js";
import { showMoney, showNumber, showPrice } from "../shared/money";
import type { Band } from "../../policy/cost/band";
import type { Estimate } from "../../policy/cost/estimate";
import type { CostEntry, CostItem } from "../../policy/cost/item";

/** Quantity, unit, price and cost of an item, as columns. */
type Row = readonly [left: string, quantity: string, unit: string, price: string, monthly: string];

const DEPENDS = "depends on usage";
const NO_PRICE_LEFT = "has no known price";
const NO_PRICE = "no price known";

/** An estimate as a person reads it: a tree of what costs what, the sum, and what it leaves out. Nothing for what nobody bills. */
export function costLines(estimate: Estimate): readonly string[] {
  const { entries } = estimate;
  if (entries.length === 0) {
    const left = remarks(estimate);
    return left.length === 0 ? [] : ["", ...left];
  }
  return [
    "",
    `${styleText("bold", "Cost a month")} (US dollars, list prices of ${estimate.date}, no discounts)`,
    "",
    ...columns(entries.flatMap(entryRows)),
    "",
    styleText("bold", `Cost a month: ${totalText(estimate.total)}${remainder(entries)}`),
    ...remarks(estimate),
  ];
}

/** What the sum leaves out, as the end of a clause. */
function remainder(entries: readonly CostEntry[]): string {
  const left = entries.flatMap(({ items }) => items.filter(({ monthly }) => monthly === undefined));
  const why = [
    ...(left.some(({ price }) => price !== undefined) ? [DEPENDS] : []),
    ...(left.some(({ price }) => price === undefined) ? [NO_PRICE_LEFT] : []),
  ];
  return why.length === 0 ? "" : `, and what ${why.join(" or ")}`;
}

/** `$478.01 expected, between $478.01 and $2,998.99`. */
export function totalText({ expected, max, min }: Band): string {
  return min.eq(max)
    ? showMoney(expected)
    : `${showMoney(expected)} expected, between ${showMoney(min)} and ${showMoney(max)}`;
}

function entryRows({ items, title }: CostEntry): readonly Row[] {
  return [
    [title, "", "", "", ""],
    ...items.map((item, index): Row => {
      const branch = index === items.length - 1 ? "└─" : "├─";
      const note = item.note === undefined ? "" : ` (${item.note})`;
      return [`${branch} ${item.title}${note}`, quantityText(item), item.unit, priceText(item), monthlyText(item)];
    }),
  ];
}

function quantityText({ quantity }: CostItem): string {
  if (quantity === undefined) {
    return "";
  }
  const { expected, max, min } = quantity;
  const range = min.eq(max) ? showNumber(min) : `${showNumber(min)}–${showNumber(max)}`;
  return min.eq(expected) ? range : `${range} (${showNumber(expected)})`;
}

function priceText({ price }: CostItem): string {
  return price === undefined ? "" : showPrice(price);
}

function monthlyText({ monthly, price }: CostItem): string {
  if (monthly !== undefined) {
    return showMoney(monthly.expected);
  }
  return price === undefined ? NO_PRICE : DEPENDS;
}

function columns(rows: readonly Row[]): readonly string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [left, quantity, unit, price] = [0, 1, 2, 3].map(width) as [number, number, number, number];
  const monthly = width(4);
  return rows.map((row) =>
    [
      row[0].padEnd(left),
      row[1].padStart(quantity),
      row[2].padEnd(unit),
      row[3].padStart(price),
      row[4].padStart(monthly),
    ]
      .join("  ")
      .trimEnd(),
  );
}

function remarks({ doubts, pods, sessionHour, sessionHours, spot, unpriced }: Estimate): readonly string[] {
  const count = pods.reduce((sum, { pods: some }) => sum + some, 0);
  return [
    ...(spot.max.gt(0)
      ? [`Spot machines are ${totalText(spot)} of it; their price changes, and Google takes them back.`]
      : []),
    ...(sessionHour === undefined
      ? []
      : [
          `A pod in use costs ${showPrice(sessionHour.round(4))} an hour: that sum, divided by ${sessionHours === undefined ? `${String(count)} pods in use all month` : `${showNumber(new Big(sessionHours))} hours of use`}.`,
        ]),
    ...pods.flatMap(({ idleClaims, title }) =>
      idleClaims?.gt(0) === true
        ? [`Claims that a pod of ${title} leaves behind cost ${showMoney(idleClaims)} a month.`]
        : [],
    ),
    ...unpriced.map(({ count: some, type }) => `Not counted: ${type} (${String(some)}).`),
    ...doubts.map(({ doubt, title }) => `Not counted: ${title}, because ${doubt.reason ?? doubt.message}.`),
  ];
}
