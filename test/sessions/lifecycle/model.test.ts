import assert from "node:assert/strict";
import { chooseSlot, mayTake } from "../../../sessions/lifecycle/choose";
import { holderOf, isHolder } from "../../../sessions/lifecycle/slot";
import { nextStep } from "../../../sessions/lifecycle/step";
import { acquired, recordOf, released } from "../../../sessions/lifecycle/transitions";
import type {
  DiskView,
  Holder,
  PodView,
  PoolRules,
  SlotRecord,
  SlotView,
  Stamp,
} from "../../../sessions/lifecycle/slot";
import type { Step } from "../../../sessions/lifecycle/step";

/**
 * Every order in which two leaders (one of them deposed, and late), two tenants, the StatefulSet controller and a person with kubectl can act on one
 * slot, with the real functions of the lifecycle. The API server is a model: a record is replaced by version, a claim is stamped by uid and version, a
 * delete names a uid. What each leader has seen may be any earlier state that it looked at, as a watch that lags shows it.
 */

const RULES: PoolRules = {
  warm: 1,
  max: 1,
  perTenant: 9,
  idle: 1e9,
  grace: 1,
  maxAge: undefined,
  ending: "retain",
  keep: undefined,
  start: 1e9,
  coolDown: 1e9,
};
/** More states than there are where every wipe comes to its end. */
const MOST = 300_000;
const NOW = 1000;
const CLOCK = { now: NOW, since: NOW };
const HOLDERS: readonly Holder[] = [
  { tenant: "a", session: "s" },
  { tenant: "b", session: "s" },
];

/** A claim, with whose data is on it: that of everybody whose session could write to it. */
interface Claim {
  readonly uid: number;
  readonly version: number;
  readonly isGoing: boolean;
  readonly stamp: Stamp | undefined;
  readonly data: readonly string[];
}
/** A pod, the claim that it has mounted, whose it says that it is, and whose sessions it served. */
interface Pod {
  readonly uid: number;
  readonly claim: number;
  readonly isGoing: boolean;
  readonly says: Stamp | undefined;
  readonly served: readonly string[];
}
interface Cluster {
  readonly record: SlotRecord | undefined;
  readonly version: number;
  readonly claim: Claim | undefined;
  readonly pod: Pod | undefined;
  readonly next: number;
  /** Epoch of the session that was told last that it has the slot. */
  readonly told: number | undefined;
}
/** What a leader saw last, and of which versions. */
interface Seen {
  readonly cluster: Cluster;
}
interface World {
  readonly cluster: Cluster;
  readonly leaders: readonly Seen[];
  readonly budget: { readonly looks: number; readonly calls: number; readonly kubectl: number };
}

function viewOf({ claim, pod, record, version }: Cluster, isFresh: boolean): SlotView {
  const disks: DiskView[] =
    claim === undefined
      ? []
      : [
          {
            name: "home-t-0",
            uid: String(claim.uid),
            resourceVersion: String(claim.version),
            isGoing: claim.isGoing,
            isOfPool: true,
            stamp: claim.stamp,
          },
        ];
  const podView: PodView | undefined =
    pod === undefined
      ? undefined
      : {
          uid: String(pod.uid),
          isGoing: pod.isGoing,
          isReady: !pod.isGoing,
          misses: false,
          says: pod.says,
          isOld: false,
          isKept: holderOf(record?.state ?? { phase: "Free" }) !== undefined && record?.state.phase !== "Suspended",
        };
  const lease = record && { uid: "lease", resourceVersion: String(version) };
  return { ordinal: 0, record, lease, isForeign: false, isWanted: true, pod: podView, disks, templates: 1, isFresh };
}

/** What a leader's write does to the cluster, if what it was decided upon is still so; undefined where it is refused. */
function write(now: Cluster, seen: Cluster, step: Step): Cluster | undefined {
  switch (step.act) {
    case "record":
      return now.version === seen.version ? { ...now, record: step.record, version: now.version + 1 } : undefined;
    case "stamp": {
      const { claim } = now;
      return claim !== undefined && claim.uid === seen.claim?.uid && claim.version === seen.claim.version
        ? { ...now, claim: { ...claim, version: claim.version + 1, stamp: step.stamp } }
        : undefined;
    }
    case "deleteDisks":
      return now.claim !== undefined && String(now.claim.uid) === step.disks[0]?.uid
        ? { ...now, claim: { ...now.claim, isGoing: true, version: now.claim.version + 1 } }
        : undefined;
    case "deletePod":
      return now.pod !== undefined && now.pod.uid === seen.pod?.uid
        ? { ...now, pod: { ...now.pod, isGoing: true } }
        : undefined;
    case "project":
      return now.pod !== undefined && now.pod.uid === seen.pod?.uid
        ? { ...now, pod: { ...now.pod, says: step.stamp } }
        : undefined;
    case "look":
      return undefined; // Changes nothing.
  }
}

/** What happens without us: kubelet, StatefulSet controller, protection of claims. */
function* byItself(now: Cluster): Generator<Cluster> {
  const { claim, next, pod } = now;
  if (pod?.isGoing === true) {
    yield { ...now, pod: undefined };
  }
  if (claim?.isGoing === true && pod?.claim !== claim.uid) {
    yield { ...now, claim: undefined };
  }
  if (pod === undefined && claim === undefined) {
    yield {
      ...now,
      claim: { uid: next, version: 0, isGoing: false, stamp: undefined, data: [] },
      pod: { uid: next + 1, claim: next, isGoing: false, says: undefined, served: [] },
      next: next + 2,
    };
  }
  if (pod === undefined && claim?.isGoing === false) {
    yield {
      ...now,
      pod: { uid: next, claim: claim.uid, isGoing: false, says: undefined, served: [] },
      next: next + 1,
    };
  }
}

/** A session that has been told that it has its slot writes to whatever disk its pod has, until its record says otherwise. */
function withData(now: Cluster): Cluster {
  const { claim, pod, record, told } = now;
  const holder = record === undefined ? undefined : holderOf(record.state);
  if (record?.state.phase !== "Held" || holder === undefined || claim === undefined || pod?.claim !== claim.uid) {
    return now;
  }
  const isTold = told === record.epoch || (claim.stamp?.epoch === record.epoch && isHolder(holder, claim.stamp));
  return isTold
    ? {
        ...now,
        told: record.epoch,
        claim: { ...claim, data: withTenant(claim.data, holder) },
        pod: { ...pod, served: withTenant(pod.served, holder) },
      }
    : now;
}

function withTenant(tenants: readonly string[], { tenant }: Holder): readonly string[] {
  return [...new Set([...tenants, tenant])].toSorted();
}

function* successors(world: World): Generator<World> {
  for (const next of byItself(world.cluster)) {
    yield { ...world, cluster: withData(next) };
  }
  for (const index of world.leaders.keys()) {
    yield* stepsOf(world, index);
    yield* callsOf(world, index);
  }
  yield* byHand(world);
}

/** What a leader does by itself, upon what it has seen; and that it sees what there is. */
function* stepsOf(world: World, index: number): Generator<World> {
  const { budget, cluster } = world;
  const seen = world.leaders[index]!.cluster;
  const leaders = world.leaders.map((leader, other) => (other === index ? { cluster } : leader));
  if (budget.looks > 0 && seen !== cluster) {
    yield { ...world, leaders, budget: { ...budget, looks: budget.looks - 1 } };
  }
  const step = nextStep(viewOf(seen, false), RULES, CLOCK);
  if (step?.act === "look") {
    const fresh = nextStep(viewOf(cluster, true), RULES, CLOCK);
    const next = fresh && write(cluster, cluster, fresh);
    if (next !== undefined) {
      yield { ...world, leaders, cluster: withData(next) };
    }
    return;
  }
  const next = step && write(cluster, seen, step);
  if (next !== undefined) {
    yield { ...world, cluster: withData(next) };
  }
}

/** What callers ask of a leader, which answers by what it has seen. */
function* callsOf(world: World, index: number): Generator<World> {
  const { budget, cluster } = world;
  const seen = world.leaders[index]!.cluster;
  if (budget.calls === 0) {
    return;
  }
  for (const record of HOLDERS.flatMap((holder) => recordsFor(seen, holder))) {
    const next = write(cluster, seen, { act: "record", record, why: "Ready" });
    if (next !== undefined) {
      yield { ...world, cluster: withData(next), budget: { ...budget, calls: budget.calls - 1 } };
    }
  }
}

/** The records that an acquire or a release of a holder would write. */
function recordsFor(seen: Cluster, holder: Holder): readonly SlotRecord[] {
  const view = viewOf(seen, false);
  const record = recordOf(view, NOW);
  const owns = isHolder(holderOf(record.state), holder);
  const isGiven = mayTake(view, holder) && (owns || typeof chooseSlot([view], holder, RULES) !== "string");
  const given = isGiven ? acquired(record, holder, { isReady: true, takesOver: false, now: NOW }) : undefined;
  const back = (["retain", "wipe"] as const).map((ending) =>
    released(record, holder, record.epoch, { ending, now: NOW }),
  );
  return [given, ...back].filter((one) => one !== undefined && typeof one !== "string");
}

/** What a person with kubectl does: deletes the pod, the claim or the record. */
function* byHand(world: World): Generator<World> {
  const { budget, cluster } = world;
  const { claim, pod, record, version } = cluster;
  const results = [
    pod && { ...cluster, pod: { ...pod, isGoing: true } },
    claim && { ...cluster, claim: { ...claim, isGoing: true, version: claim.version + 1 } },
    record && { ...cluster, record: undefined, version: version + 1 },
  ];
  for (const next of budget.kubectl === 0 ? [] : results) {
    if (next !== undefined) {
      yield { ...world, cluster: withData(next), budget: { ...budget, kubectl: budget.kubectl - 1 } };
    }
  }
}

/** No tenant's session is on a disk with data of another, or in a pod that served another. */
function violation({ claim, pod }: Cluster): string | undefined {
  if ((claim?.data.length ?? 0) > 1) {
    return `${claim?.data.join(" and ") ?? ""} share a disk`;
  }
  return (pod?.served.length ?? 0) > 1 ? `${pod?.served.join(" and ") ?? ""} share a pod` : undefined;
}

/** Explores all worlds from an empty slot, with one leader or two. */
function explore(
  leaders: 1 | 2,
  budget: World["budget"],
): { readonly states: number; readonly wrong: string | undefined; readonly phases: ReadonlySet<string> } {
  const empty: Cluster = { record: undefined, version: 0, claim: undefined, pod: undefined, next: 1, told: undefined };
  const first: World = { cluster: empty, leaders: Array.from({ length: leaders }, () => ({ cluster: empty })), budget };
  const known = new Set([JSON.stringify(first)]);
  const phases = new Set<string>();
  const edge = [first];
  for (let world = edge.pop(); world !== undefined; world = edge.pop()) {
    const fresh = [...successors(world)].filter((one) => !known.has(JSON.stringify(one)));
    fresh.forEach((one) => known.add(JSON.stringify(one)));
    fresh.forEach(({ cluster }) => phases.add(cluster.record?.state.phase ?? "none"));
    const wrong = fresh.map(({ cluster }) => violation(cluster)).find((one) => one !== undefined);
    if (wrong !== undefined) {
      return { states: known.size, wrong, phases };
    }
    assert.ok(known.size < MOST, "slots are wiped for ever");
    edge.push(...fresh);
  }
  return { states: known.size, wrong: undefined, phases };
}

describe("the lifecycle of a slot, in every order of what can happen", function () {
  this.timeout(120_000);

  for (const [what, leaders, budget] of [
    ["one leader whose watches lag, and a person with kubectl", 1, { looks: 4, calls: 3, kubectl: 2 }],
    ["two leaders, one of which is late", 2, { looks: 3, calls: 3, kubectl: 0 }],
  ] as const) {
    it(`never puts two tenants on one disk: ${what}`, () => {
      const { phases, states, wrong } = explore(leaders, budget);
      console.log(`      ${String(states)} states`);
      assert.equal(wrong, undefined);
      for (const phase of ["Free", "Held", "Suspended", "Wiping"]) {
        assert.ok(phases.has(phase), phase);
      }
    });
  }
});
