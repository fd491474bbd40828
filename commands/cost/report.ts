import { HOURS_A_MONTH } from "../../policy/cost/fees";
import type { Big } from "big.js";
import type { Band } from "../../policy/cost/band";
import type { Estimate } from "../../policy/cost/estimate";
import type { CostItem } from "../../policy/cost/item";
import type { Usage } from "../../policy/cost/usage";

/** The shape of `cost.json`. A change that readers would notice raises {@link COST_VERSION}; docs/cost.md explains it. */

/** Version of the shape. */
const COST_VERSION = 1;

/** An exact decimal number. */
type Decimal = string;

interface BandReport {
  readonly min: Decimal;
  readonly expected: Decimal;
  readonly max: Decimal;
}

interface ItemReport {
  readonly title: string;
  readonly unit: string;
  readonly quantity: BandReport | null;
  readonly price: Decimal | null;
  readonly monthly: BandReport | null;
  readonly spot: boolean;
  readonly note: string | null;
}

/** An estimate as `cost.json` holds it. */
export interface CostReport {
  readonly version: typeof COST_VERSION;
  readonly currency: string;
  readonly hoursAMonth: number;
  readonly prices: { readonly date: string; readonly source: string };
  readonly usage: Usage;
  readonly total: BandReport;
  readonly spot: BandReport;
  readonly sessionHour: Decimal | null;
  readonly entries: readonly {
    readonly title: string;
    readonly urn: string | null;
    readonly items: readonly ItemReport[];
  }[];
  readonly pods: readonly { readonly title: string; readonly pods: number; readonly idleClaims: Decimal | null }[];
  readonly unpriced: readonly { readonly type: string; readonly count: number }[];
  /** What the project must be allowed to have; `newProjects` is the range reported of new projects, null where nobody did. */
  readonly quotas: readonly {
    readonly region: string;
    readonly quota: string;
    readonly need: BandReport;
    readonly newProjects: readonly number[] | null;
  }[];
  readonly undecided: readonly { readonly title: string; readonly reason: string }[];
}

/** Decimals of amounts that are the result of a division. */
const DIVIDED = 6;

/** An estimate, and what it was made with, as `cost.json` holds it. */
export function costReport(estimate: Estimate, usage: Usage): CostReport {
  const { currency, date, doubts, entries, pods, quotas, sessionHour, source, spot, total, unpriced } = estimate;
  return {
    version: COST_VERSION,
    currency,
    hoursAMonth: HOURS_A_MONTH,
    prices: { date, source },
    usage,
    total: bandReport(total),
    spot: bandReport(spot),
    sessionHour: sessionHour === undefined ? null : sessionHour.round(DIVIDED).toFixed(),
    entries: entries.map(({ items, title, urn }) => ({ title, urn: urn ?? null, items: items.map(itemReport) })),
    pods: pods.map(({ idleClaims, pods: count, title }) => ({ title, pods: count, idleClaims: decimal(idleClaims) })),
    unpriced,
    quotas: quotas.map(({ first, need, quota, region }) => ({
      region,
      quota,
      need: bandReport(need),
      newProjects: first?.usual ?? null,
    })),
    undecided: doubts.map(({ doubt, title }) => ({ title, reason: doubt.reason ?? doubt.message })),
  };
}

function itemReport({ monthly, note, price, quantity, spot, title, unit }: CostItem): ItemReport {
  return {
    title,
    unit,
    quantity: quantity === undefined ? null : bandReport(quantity),
    price: decimal(price),
    monthly: monthly === undefined ? null : bandReport(monthly),
    spot: spot === true,
    note: note ?? null,
  };
}

function bandReport({ expected, max, min }: Band): BandReport {
  return { min: min.toFixed(), expected: expected.toFixed(), max: max.toFixed() };
}

function decimal(amount: Big | undefined): Decimal | null {
  return amount === undefined ? null : amount.toFixed();
}
