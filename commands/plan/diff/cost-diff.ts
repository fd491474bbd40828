import { Big } from "big.js";
import { placeOf } from "./plan-diff";
import type { Band } from "../../../policy/cost/band";
import { unpricedTitles } from "../../../policy/cost/estimate";
import type { Estimate } from "../../../policy/cost/estimate";
import type { CostItem } from "../../../policy/cost/item";

/** An item of which two estimates say something else. */
interface CostChange {
  /** Object and item. */
  readonly title: string;
  /** What it was expected to cost; undefined where it was not there. */
  readonly before: Big | undefined;
  /** What it is expected to cost; undefined where it is not there any more. */
  readonly after: Big | undefined;
  /** The difference. */
  readonly change: Big;
}

/** What is different between two estimates. */
export interface CostDiff {
  readonly before: Band | undefined;
  readonly after: Band;
  /** Difference of what is expected. */
  readonly change: Big;
  /** Items that cost something else, the largest difference first. */
  readonly items: readonly CostChange[];
  /** Items without a known price that only the earlier estimate has. */
  readonly unpricedBefore: readonly string[];
  /** Items without a known price that only the later estimate has: the difference is not all there is to pay. */
  readonly unpricedAfter: readonly string[];
}

const NONE = new Big(0);

/** What is different between two estimates that were made with the same prices; the first may be none at all. */
export function diffCosts(before: Estimate | undefined, after: Estimate): CostDiff {
  const old = itemsOf(before);
  const now = itemsOf(after);
  const [unpricedBefore, unpricedAfter] = [unpricedIn(before), unpricedIn(after)];
  const items = [...new Set([...old.keys(), ...now.keys()])].map((key) => changeOf(old.get(key), now.get(key)));
  return {
    before: before?.total,
    after: after.total,
    change: after.total.expected.minus(before?.total.expected ?? NONE),
    items: items
      .filter(({ change }) => !change.eq(0))
      .toSorted((one, other) => other.change.abs().cmp(one.change.abs())),
    unpricedBefore: unpricedBefore.filter((title) => !unpricedAfter.includes(title)),
    unpricedAfter: unpricedAfter.filter((title) => !unpricedBefore.includes(title)),
  };
}

/** What is there, may cost something, and has no known price. */
function unpricedIn(estimate: Estimate | undefined): readonly string[] {
  return estimate === undefined
    ? []
    : [...unpricedTitles(estimate, itemTitle), ...estimate.doubts.map(({ title }) => title)];
}

function itemTitle(item: string, object: string): string {
  return `${object}: ${item}`;
}

interface Located {
  readonly title: string;
  readonly item: CostItem;
}

/** Items by where they are and what they are; the same item may come twice at an object. */
function itemsOf(estimate: Estimate | undefined): ReadonlyMap<string, Located> {
  const items = new Map<string, Located>();
  for (const { items: all, title, urn } of estimate?.entries ?? []) {
    for (const item of all) {
      // Objects of a list share a URN, so their title counts too.
      const what = [urn === undefined ? "" : placeOf(urn), title, item.title].join("\u0000");
      let key = what;
      for (let again = 1; items.has(key); again++) {
        key = `${what}\u0000${String(again)}`;
      }
      items.set(key, { title: itemTitle(item.title, title), item });
    }
  }
  return items;
}

function changeOf(before: Located | undefined, after: Located | undefined): CostChange {
  const [old, now] = [before?.item.monthly?.expected, after?.item.monthly?.expected];
  return {
    title: (after ?? before)?.title ?? "",
    before: old,
    after: now,
    change: (now ?? NONE).minus(old ?? NONE),
  };
}
