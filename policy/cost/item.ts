import { sumOf, times } from "./band";
import type { Undecidable } from "../graph/object";
import type { Big } from "big.js";
import type { Band } from "./band";

/** One line of an estimate: so much of something, at a price. */
export interface CostItem {
  /** What is paid for. */
  readonly title: string;
  /** What is counted, for example `hours`. */
  readonly unit: string;
  /** How many a month; undefined where it depends on usage that nobody told. */
  readonly quantity: Band | undefined;
  /** Price of one; undefined where it is not known. */
  readonly price: Big | undefined;
  /** What it costs a month; undefined where quantity or price is. */
  readonly monthly: Band | undefined;
  /** What should be known about it. */
  readonly note?: string;
  /** How many there are is a matter of use, which no plan tells. @default false */
  readonly byUsage?: boolean;
  /** What is not known of the quantity, so that it may be more. */
  readonly doubt?: Undecidable | undefined;
  /** Capacity that Google may take back, at a price that changes. @default false */
  readonly spot?: boolean;
}

/** What is known of an item. */
export interface ItemArgs extends Omit<CostItem, "monthly"> {
  /** What it costs where that is not price times quantity. */
  readonly monthly?: Band;
}

/** An item with its cost. */
export function item({ monthly, ...args }: ItemArgs): CostItem {
  const { price, quantity } = args;
  const product = quantity === undefined || price === undefined ? undefined : times(quantity, price);
  return { ...args, monthly: monthly ?? product };
}

/** What belongs to one object of the plan, or to the project as a whole. */
export interface CostEntry {
  /** Object as messages name it. */
  readonly title: string;
  /** URN of the object, where it is one. */
  readonly urn: string | undefined;
  /** Its items. */
  readonly items: readonly CostItem[];
}

/** What items cost together, as far as it is known. */
export function costOf(items: Iterable<CostItem>): Band {
  return sumOf([...items].flatMap(({ monthly }) => monthly ?? []));
}

/** Whether something is there that may cost something, and nobody knows what: use apart, which a plan cannot tell. */
export function isUnpriced({ byUsage, monthly, quantity }: CostItem): boolean {
  return monthly === undefined && byUsage !== true && quantity?.max.eq(0) !== true;
}
