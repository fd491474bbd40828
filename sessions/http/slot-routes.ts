import { slotAction, slotParams } from "./api";
import { atLeader } from "./leading";
import { parse } from "./parse";
import { slotOf } from "./shown";
import { SessionRefused } from "../pool/refusal";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { SlotView } from "../lifecycle/slot";
import type { SessionPool } from "../pool/pool";
import type { SlotAction } from "./api";
import type { Served } from "./served";

const ACTS: Readonly<Record<SlotAction, (pool: SessionPool, ordinal: number) => Promise<SlotView>>> = {
  drain: (pool, ordinal) => pool.drain(ordinal),
  quarantine: (pool, ordinal) => pool.quarantine(ordinal),
  wipe: (pool, ordinal) => pool.wipe(ordinal),
};

/** Adds what operators ask for. */
export function addSlotRoutes(server: FastifyInstance, { access, replica }: Served): void {
  const set = replica.mirror.pool.name;
  const mayOperate = async ({ headers }: FastifyRequest): Promise<void> => {
    await access.check(await access.caller(headers.authorization), "operate");
  };
  server.get("/v1/slots", async (request) => {
    await mayOperate(request);
    return { slots: replica.mirror.slots().map((slot) => slotOf(slot, set)) };
  });
  for (const action of slotAction.options) {
    server.post(`/v1/slots/:ordinal/${action}`, (request, reply) =>
      atLeader(replica, request, reply, async (pool) => {
        await mayOperate(request);
        const { ordinal } = parse(slotParams, request.params);
        if (!replica.mirror.slots().some((slot) => slot.ordinal === ordinal)) {
          throw new SessionRefused("SlotInUse", `The pool has no slot ${String(ordinal)}.`);
        }
        return slotOf(await ACTS[action](pool, ordinal), set);
      }),
    );
  }
}
