import { tenantQuery } from "./api";
import { AccessRefused } from "./access";
import { parse } from "./parse";
import { sessionsOf, tenantOf } from "./session-routes";
import { keyOf } from "../pool/places";
import type { FastifyInstance } from "fastify";
import type { Holder } from "../lifecycle/slot";
import type { Served } from "./served";

/** Milliseconds between two signs of life, so that nobody on the way takes the connection for dead. */
const SIGN = 15_000;
/** Milliseconds in which changes are gathered. */
const GATHER = 100;
/** Those who may follow at once. */
const MOST = 1000;

/** Adds server-sent events: first every session of a tenant, then each that changes, and `gone` with the id of one that is no more. */
export function addWatchRoute(server: FastifyInstance, { access, replica }: Served): void {
  let following = 0;
  server.get("/v1/watch", async (request, reply) => {
    const tenant = await tenantOf(access, request, parse(tenantQuery, request.query).tenant);
    if (following >= MOST) {
      throw new AccessRefused(503, `${String(MOST)} callers follow already. Ask again later.`);
    }
    following++;
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    const told = new Map<string, { readonly text: string; readonly holder: Holder }>();
    const tell = (): void => {
      timer = undefined;
      const now = new Map(sessionsOf(replica, tenant).map((one) => [keyOf(one), one]));
      for (const [key, session] of now) {
        const text = JSON.stringify(session);
        if (told.get(key)?.text !== text) {
          told.set(key, { text, holder: { tenant: session.tenant, session: session.session } });
          raw.write(`event: session\ndata: ${text}\n\n`);
        }
      }
      for (const [key, { holder }] of [...told].filter(([one]) => !now.has(one))) {
        told.delete(key);
        raw.write(`event: gone\ndata: ${JSON.stringify(holder)}\n\n`);
      }
    };
    let timer: NodeJS.Timeout | undefined;
    const stop = replica.mirror.onChange(() => {
      timer ??= setTimeout(tell, GATHER);
    });
    const sign = setInterval(() => raw.write(": still here\n\n"), SIGN);
    raw.on("close", () => {
      following--;
      stop();
      clearInterval(sign);
      clearTimeout(timer);
    });
    tell();
  });
}
