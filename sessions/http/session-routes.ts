import { acquireSchema, heartbeatSchema, releaseSchema, sessionParams, tenantQuery } from "./api";
import { atLeader, goneSignal } from "./leading";
import { parse } from "./parse";
import { addressesOf, sessionOf, slotOf } from "./shown";
import { refusal } from "../pool/refusal";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Holder, SlotView } from "../lifecycle/slot";
import type { Replica } from "../replica";
import type { Access } from "./access";
import type { Session } from "./api";
import type { Served } from "./served";

/** Name of all tenants, in a query. */
const ALL = "*";

/** Adds what callers ask for. */
export function addSessionRoutes(server: FastifyInstance, { access, metrics, replica }: Served): void {
  server.post("/v1/sessions", (request, reply) =>
    atLeader(replica, request, reply, async (pool) => {
      const { session, takeOver, tenant, waitSeconds } = parse(acquireSchema, request.body);
      const holder = { session, tenant: await tenantOf(access, request, tenant) };
      const began = performance.now();
      const signal = goneSignal(reply);
      const { launch, slot } = await pool.acquire(holder, { wait: waitSeconds * 1000, takesOver: takeOver, signal });
      metrics.acquired(launch, performance.now() - began);
      return { ...shown(replica, slot), launch };
    }),
  );
  server.get("/v1/sessions", async (request) => {
    const { tenant } = parse(tenantQuery, request.query);
    return { sessions: sessionsOf(replica, await tenantOf(access, request, tenant)) };
  });
  server.get("/v1/sessions/:session", async (request) => {
    const { session } = parse(sessionParams, request.params);
    const tenant = await tenantOf(access, request, parse(tenantQuery, request.query).tenant);
    const found = sessionsOf(replica, tenant).find((one) => one.session === session);
    if (found === undefined) {
      throw refusal("NoSuchSession");
    }
    return found;
  });
  server.post("/v1/sessions/:session/heartbeat", (request, reply) =>
    atLeader(replica, request, reply, async (pool) => {
      const { epoch, tenant } = parse(heartbeatSchema, request.body);
      return shown(replica, await pool.heartbeat(await holderOf(access, request, tenant), epoch));
    }),
  );
  server.post("/v1/sessions/:session/release", (request, reply) =>
    atLeader(replica, request, reply, async (pool) => {
      const { disk, epoch, tenant } = parse(releaseSchema, request.body);
      const slot = await pool.release(await holderOf(access, request, tenant), epoch, disk);
      return slotOf(slot, replica.mirror.pool.name);
    }),
  );
}

/** The sessions of a tenant, or of all. */
export function sessionsOf(replica: Replica, tenant: string): readonly Session[] {
  return replica.mirror
    .slots()
    .flatMap((slot) => shown(replica, slot) ?? [])
    .filter((session) => tenant === ALL || session.tenant === tenant);
}

function shown(replica: Replica, slot: SlotView): Session | undefined {
  return sessionOf(slot, addressesOf(replica), replica.pool?.activeAt(slot.ordinal));
}

async function holderOf(access: Access, request: FastifyRequest, tenant: string | undefined): Promise<Holder> {
  const { session } = parse(sessionParams, request.params);
  return { session, tenant: await tenantOf(access, request, tenant) };
}

/** Whose sessions are meant. Errors: AccessRefused where the caller may not. */
export async function tenantOf(
  access: Access,
  { headers }: FastifyRequest,
  named: string | undefined,
): Promise<string> {
  const caller = await access.caller(headers.authorization);
  await access.check(caller, "use");
  if (named === undefined || named === caller.user) {
    return caller.user;
  }
  await access.check(caller, "actAs", named === ALL ? "" : named);
  return named;
}
