import assert from "node:assert/strict";
import { chooseSlot, mayTake } from "../../../sessions/lifecycle/choose";
import { nextStep } from "../../../sessions/lifecycle/step";
import { Places } from "../../../sessions/pool/places";
import { acquired, recordOf, wiped } from "../../../sessions/lifecycle/transitions";
import type { DiskView, PodView, PoolRules, SlotView, Stamp } from "../../../sessions/lifecycle/slot";

const RULES: PoolRules = {
  warm: 1,
  max: 1,
  perTenant: 1,
  idle: 1e9,
  grace: 1,
  maxAge: undefined,
  ending: "wipe",
  keep: undefined,
  start: 1e9,
  coolDown: 1e9,
};
const NOW = Date.UTC(2026, 10, 30);
const CLOCK = { now: NOW, since: NOW };
const HOLDER = { tenant: "a", session: "s" };
const OTHER = { tenant: "b", session: "s" };
/** Largest number that a Lease has for transitions. */
const INT32 = 2 ** 31 - 1;

function slot({ says, stamp }: { readonly says?: Stamp; readonly stamp?: Stamp }): SlotView {
  const disk: DiskView = { name: "d", uid: "d", resourceVersion: "1", isGoing: false, isOfPool: true, stamp };
  const pod: PodView = { uid: "p", isGoing: false, isReady: true, misses: false, says, isOld: false, isKept: false };
  return {
    ordinal: 0,
    record: undefined,
    lease: undefined,
    isForeign: false,
    isWanted: true,
    pod,
    disks: [disk],
    templates: 1,
    isFresh: true,
  };
}

describe("a slot whose record somebody deleted", () => {
  it("begins with an epoch that is later than any of before, and that a Lease can hold", () => {
    const first = recordOf(slot({}), NOW);
    const held = acquired(first, HOLDER, { isReady: true, takesOver: false, now: NOW });
    assert.ok(held);
    const last = wiped(held, NOW);
    const later = recordOf(slot({}), NOW + 5000);
    assert.ok(later.epoch > last.epoch, `${String(later.epoch)} after ${String(last.epoch)}`);
    assert.ok(recordOf(slot({}), Date.UTC(2090, 0, 1)).epoch < INT32);
  });

  it("is its session's again, under a later epoch than the stamp and the record that is gone", () => {
    const stamp = { ...HOLDER, epoch: 3 };
    const { epoch, state } = recordOf(slot({ stamp }), NOW);
    assert.equal(state.phase, "Held");
    assert.ok(epoch >= recordOf(slot({}), NOW).epoch && epoch > 3);
    const future = { ...HOLDER, epoch: INT32 - 1 };
    assert.equal(recordOf(slot({ stamp: future }), NOW).epoch, INT32);
  });

  it("is neither given out nor wiped where its session has another slot by now", () => {
    const stamp = { ...HOLDER, epoch: 3 };
    const step = nextStep(slot({ stamp }), RULES, { ...CLOCK, isElsewhere: true });
    assert.ok(step?.act === "record");
    assert.deepEqual([step.record.state.phase, step.why], ["Quarantined", "SessionElsewhere"]);
  });

  it("is its session's place only as long as no record says otherwise", () => {
    const stamped = slot({ stamp: { ...HOLDER, epoch: 3 } });
    const held = acquired(recordOf(slot({}), NOW), HOLDER, { isReady: true, takesOver: false, now: NOW });
    const recorded = { ...slot({}), ordinal: 1, record: held };
    for (const order of [
      [stamped, recorded],
      [recorded, stamped],
    ]) {
      const places = new Places();
      order.forEach((one) => {
        places.note(one);
      });
      assert.equal(places.of(HOLDER), 1);
      places.note({ ...recorded, record: undefined });
      places.note(stamped);
      assert.equal(places.of(HOLDER), 0);
    }
  });

  it("is given to nobody, and wiped, where the pod served somebody and no disk says whom", () => {
    const left = slot({ says: { ...HOLDER, epoch: 3 } });
    assert.equal(chooseSlot([left], OTHER, RULES), "PoolFull");
    assert.equal(mayTake(left, OTHER), false);
    assert.equal(mayTake(left, HOLDER), true);
    const step = nextStep(left, RULES, CLOCK);
    assert.ok(step?.act === "record");
    assert.deepEqual([step.record.state.phase, step.why], ["Wiping", "Wiping"]);
  });
});
