import assert from "node:assert/strict";
import { chooseSlot, isWarm, scaleOf, scaleStep, slotToUpdate } from "../../../sessions/lifecycle/choose";
import type { PoolRules, SlotState, SlotView } from "../../../sessions/lifecycle/slot";

const DISK = { name: "d", uid: "d", resourceVersion: "1", isGoing: false, stamp: undefined };

const RULES: PoolRules = {
  warm: 1,
  max: 6,
  perTenant: 2,
  idle: 1,
  grace: 1,
  maxAge: undefined,
  ending: "retain",
  keep: undefined,
  start: 1,
  coolDown: 100,
};
const ann = { tenant: "a", session: "ann" };
const hold = { holder: ann, acquired: 0, active: 0, ready: 0 };

/** Slots in letters: r ready and free, f free and not ready, - not wanted, H held, S suspended, C closed, Q quarantined, x disk of nobody knows whom, o free with an old pod. */
function slotsOf(letters: string): readonly SlotView[] {
  const states: Readonly<Record<string, SlotState>> = {
    H: { phase: "Held", ...hold },
    S: { phase: "Suspended", ...hold },
    C: { phase: "Closed" },
    Q: { phase: "Quarantined", reason: "Requested", holder: undefined },
  };
  return Array.from(letters, (letter, ordinal) => ({
    ordinal,
    record: states[letter] === undefined ? undefined : { epoch: 1, state: states[letter] },
    lease: undefined,
    isForeign: false,
    isWanted: letter !== "-",
    isFresh: false,
    templates: 1,
    pod:
      letter === "-"
        ? undefined
        : {
            uid: "p",
            isGoing: false,
            isReady: letter !== "f",
            misses: false,
            says: undefined,
            isOld: letter === "o",
            isKept: false,
          },
    disks: letter === "-" ? [] : [{ ...DISK, isOfPool: letter !== "x" }],
  }));
}

describe("the choice of a slot", () => {
  const chosen = (letters: string, tenant = "b"): unknown => {
    const choice = chooseSlot(slotsOf(letters), { tenant, session: "s" }, RULES);
    return typeof choice === "string" ? choice : [choice.ordinal, isWarm(choice)];
  };

  for (const [letters, expected] of [
    ["Hrr-", [1, true]],
    ["Hfr-", [2, true]],
    ["Hff-", [1, false]],
    ["HH--", [2, false]],
    ["HSQx", "PoolFull"],
    ["HCHH", "PoolFull"],
  ] as const) {
    it(`${letters}: ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(chosen(letters), expected);
    });
  }

  it("counts suspended sessions of a tenant", () => {
    assert.equal(chosen("HSrr", "a"), "QuotaExceeded");
  });
});

describe("the size of the set", () => {
  for (const [letters, replicas] of [
    ["rrr---", 1],
    ["Hrr---", 2],
    ["HHH---", 4],
    ["HSS---", 4],
    ["rrH---", 3],
    ["HHHHHH", 6],
    ["SSS---", 4],
    ["HQr---", 3],
    ["HSSSSS", 1],
  ] as const) {
    it(`${letters}: ${String(replicas)}`, () => {
      assert.equal(scaleOf(slotsOf(letters), RULES).replicas, replicas);
    });
  }

  it("grows at once, and shrinks after the cool-down, over closed slots", () => {
    const step = (letters: string, current: number, since?: number): unknown => {
      const found = scaleStep(scaleOf(slotsOf(letters), RULES), current, RULES, { now: 1000, since });
      return found === undefined || found.act === "scale"
        ? found
        : [found.act, ...found.slots.map(({ ordinal }) => ordinal)];
    };
    assert.deepEqual(step("HHH---", 3), { act: "scale", replicas: 4 });
    assert.equal(step("Hrr---", 3, 950), undefined);
    assert.deepEqual(step("Hrrr--", 4, 900), ["close", 2, 3]);
    assert.deepEqual(step("HrCC--", 4, 900), { act: "scale", replicas: 2 });
    assert.deepEqual(step("HHHC--", 4), ["open", 3]);
  });

  it("makes old pods anew one at a time, and none of a session", () => {
    assert.equal(slotToUpdate(slotsOf("Hoo---"))?.ordinal, 1);
    assert.equal(slotToUpdate(slotsOf("Hof---")), undefined);
    assert.equal(slotToUpdate(slotsOf("Hrr---")), undefined);
  });
});
