import assert from "node:assert/strict";
import { wordOf } from "../../sessions/lifecycle/slot";
import { LIMIT, standingCluster, until } from "../support/cluster";
import { makePool, startReplica } from "../support/pools";
import type { ClusterClient } from "../../cluster/client";
import type { SessionPool } from "../../sessions/pool/pool";

describe("a pool of sessions on a real API server", function () {
  this.timeout(LIMIT);

  const cluster = standingCluster();
  const api = (): ClusterClient => cluster().api;

  it("gives a slot, keeps it, takes it back and wipes it", async () => {
    await makePool(api(), "pool");
    const { replica, stop } = await startReplica(cluster().plane.kubeconfig, "pool", {
      onStep: (told) => {
        console.log(JSON.stringify(told));
      },
    });
    await until(() => Promise.resolve(replica.pool !== undefined));
    const pool = replica.pool as SessionPool;
    await until(
      () =>
        Promise.resolve(
          replica.mirror
            .slots()
            .slice(0, 3)
            .every(({ pod }) => pod?.isReady === true),
        ),
      60,
    );
    const began = performance.now();
    const ann = { tenant: "a", session: "ann" };
    const first = await pool.acquire(ann, { wait: 60_000 });
    console.log("acquire", performance.now() - began, first);
    const again = await pool.acquire(ann, { wait: 60_000 });
    assert.deepEqual([again.slot.ordinal, again.slot.record?.epoch], [first.slot.ordinal, first.slot.record?.epoch]);
    await pool.release(ann, first.slot.record!.epoch, "wipe");
    await until(() => Promise.resolve(wordOf(replica.mirror.slot(first.slot.ordinal)) === "Free"), 60);
    const now = replica.mirror.slot(first.slot.ordinal);
    assert.notEqual(now.disks[0]?.uid, first.slot.disks[0]?.uid);
    console.log(now);
    await stop();
  });
});
