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

/** An item that costs the same as before under another name. */
interface CostMove {
  /** Object and item, as they were. */
  readonly from: string;
  /** Object and item, as they will be. */
  readonly to: string;
  /** What it is expected to cost. */
  readonly monthly: Big;
}

/** What is different between two estimates. */
export interface CostDiff {
  readonly before: Band | undefined;
  readonly after: Band;
  /** Difference of what is expected. */
  readonly change: Big;
  /** Items that cost something else, the largest difference first. */
  readonly items: readonly CostChange[];
  /** Items that only have another name, so that nothing is saved and nothing is added. */
  readonly moved: readonly CostMove[];
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
  const all = [...new Set([...old.keys(), ...now.keys()])].map((key) => changeOf(old.get(key), now.get(key)));
  const { items, moved } = withoutMoves(all);
  return {
    before: before?.total,
    after: after.total,
    change: after.total.expected.minus(before?.total.expected ?? NONE),
    items: items
      .filter(({ change }) => !change.eq(0))
      .toSorted((one, other) => other.change.abs().cmp(one.change.abs())),
    moved,
    unpricedBefore: unpricedBefore.filter((title) => !unpricedAfter.includes(title)),
    unpricedAfter: unpricedAfter.filter((title) => !unpricedBefore.includes(title)),
  };
}

/** Pairs what is gone with what is new at the same price and of the same kind of object. */
function withoutMoves(all: readonly CostChange[]): Pick<CostDiff, "items" | "moved"> {
  const fresh = all.filter(({ before, after }) => before === undefined && after !== undefined);
  const pairs = new Map<CostChange, CostChange>();
  for (const gone of all.filter(({ before, after }) => before !== undefined && after === undefined)) {
    const other = fresh.find((one) => !pairs.has(one) && isMove(gone, one));
    if (other !== undefined) {
      pairs.set(other, gone);
    }
  }
  const paired = new Set([...pairs.keys(), ...pairs.values()]);
  return {
    items: all.filter((one) => !paired.has(one)),
    moved: [...pairs].map(([now, gone]) => ({ from: gone.title, to: now.title, monthly: now.change })),
  };
}

function isMove(gone: CostChange, fresh: CostChange): boolean {
  return !fresh.change.eq(0) && gone.change.plus(fresh.change).eq(0) && kindIn(gone.title) === kindIn(fresh.title);
}

function kindIn(title: string): string | undefined {
  return title.split(" ")[0];
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
