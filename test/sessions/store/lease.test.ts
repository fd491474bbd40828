import assert from "node:assert/strict";
import { leaseOf, recordIn } from "../../../sessions/store/lease";
import type { SlotState } from "../../../sessions/lifecycle/slot";

const POOL = { namespace: "stateful", name: "term" };
const holder = { tenant: "system:serviceaccount:stateful:web", session: "ann" };
const hold = { holder, acquired: 1_800_000_000_123, active: 1_800_000_100_456, ready: 1_800_000_000_500 };

const STATES: readonly SlotState[] = [
  { phase: "Free" },
  { phase: "Closed" },
  { phase: "Held", ...hold },
  { phase: "Held", ...hold, ready: undefined },
  { phase: "Suspended", ...hold },
  { phase: "Draining", ...hold, reason: "IdleTimeout", until: 1_800_000_200_000, ending: "wipe" },
  { phase: "Wiping", holder, since: 1_800_000_000_000, old: undefined },
  { phase: "Wiping", holder, since: 1_800_000_000_000, old: { pod: undefined, claims: [] } },
  { phase: "Wiping", holder: undefined, since: 1_800_000_000_000, old: { pod: "p1", claims: ["c1", "c2"] } },
  { phase: "Quarantined", holder: undefined, reason: "DiskNotOfPool" },
  { phase: "Quarantined", holder, reason: "Requested" },
];

describe("the Lease of a slot", () => {
  for (const state of STATES) {
    it(`says what its record says: ${JSON.stringify(state)}`, () => {
      const record = { epoch: 7, state };
      const lease = leaseOf(POOL, 3, record, { before: undefined, idle: 600_000 });
      assert.equal(lease.metadata.name, "term-3");
      assert.deepEqual(recordIn(JSON.parse(JSON.stringify(lease)) as typeof lease, POOL), record);
    });
  }

  it("names the one that it takes the place of", () => {
    const before = { uid: "u", resourceVersion: "12" };
    const record = { epoch: 2, state: { phase: "Free" } } as const;
    const { resourceVersion, uid } = leaseOf(POOL, 3, record, { before, idle: 1 }).metadata;
    assert.deepEqual([uid, resourceVersion], ["u", "12"]);
  });

  it("is nobody's where it is another pool's, or says nothing that is understood", () => {
    const lease = leaseOf(POOL, 3, { epoch: 1, state: { phase: "Held", ...hold } }, { before: undefined, idle: 1 });
    const changed = (annotations: object): typeof lease => ({
      ...lease,
      metadata: { ...lease.metadata, annotations: { ...lease.metadata.annotations, ...annotations } },
    });
    assert.equal(recordIn(lease, { ...POOL, name: "other" }), undefined);
    assert.equal(recordIn(changed({ "gke-stateful/phase": "Sold" }), POOL), undefined);
    assert.equal(recordIn({ ...lease, spec: {} }, POOL), undefined);
  });
});
