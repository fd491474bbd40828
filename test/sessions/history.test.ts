import assert from "node:assert/strict";
import { faultsIn } from "../support/session-history";
import type { Operation } from "../support/session-history";

/** An operation that is answered at once. */
function did(
  kind: Operation["kind"],
  holder: string,
  [ordinal, epoch]: readonly [number, number],
  begin: number,
  rest: Partial<Operation> = {},
): Operation {
  return { kind, holder, ordinal, epoch, begin, end: begin + 1, isDone: true, ...rest };
}
const GOOD = [
  did("acquire", "a", [0, 1], 10),
  did("heartbeat", "a", [0, 1], 20),
  did("release", "a", [0, 1], 30, { wipes: true }),
  did("acquire", "b", [0, 2], 40),
  did("release", "b", [0, 2], 50, { wipes: false }),
  did("acquire", "b", [0, 3], 60),
  did("acquire", "a", [1, 1], 60),
] as const;

/** Histories that no controller of sessions may have, and what says so. */
const BAD: Readonly<Record<string, readonly [readonly Operation[], RegExp]>> = {
  "two holders of one epoch": [[...GOOD, did("heartbeat", "c", [0, 3], 61)], /same epoch is that of b/],
  "a heartbeat that is taken after somebody else had the slot": [
    [...GOOD, did("heartbeat", "a", [0, 1], 70)],
    /heartbeat of slot 0 in epoch 1 by a at 70 ms was done after/,
  ],
  "a slot that was taken": [[...GOOD, did("acquire", "c", [0, 4], 70)], /was taken from .* epoch 3 by b/],
  "a slot that was taken from somebody who retained the disk": [
    [...GOOD, did("release", "b", [0, 3], 65, { wipes: false }), did("acquire", "c", [0, 4], 70)],
    /was taken from/,
  ],
  "a wipe that came too late to explain it": [
    [...GOOD, did("acquire", "c", [0, 4], 70), did("release", "b", [0, 3], 80, { wipes: true })],
    /was taken from/,
  ],
  "a session that got another slot": [[...GOOD, did("acquire", "b", [2, 1], 70)], /did not get it again/],
};

describe("the checker of histories of sessions", () => {
  it("finds nothing wrong with a good one", () => {
    assert.deepEqual(faultsIn(GOOD), []);
  });
  it("takes a wipe for done where no answer came", () => {
    const lost = did("release", "b", [0, 3], 65, { wipes: true, isDone: false, end: Infinity });
    assert.deepEqual(faultsIn([...GOOD, lost, did("acquire", "c", [0, 4], 70)]), []);
  });
  for (const [title, [history, fault]] of Object.entries(BAD)) {
    it(`finds ${title}`, () => {
      assert.match(faultsIn(history).join("\n"), fault);
    });
  }
});
