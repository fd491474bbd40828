import { MAX_WAIT } from "./api";
import { SessionRefused } from "../pool/refusal";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Replica } from "../replica";
import type { SessionPool } from "../pool/pool";

/** Header of a request that another replica has passed on. */
const PASSED_ON = "x-gke-stateful-passed-on";
/** Milliseconds after which a leader that does not answer is given up: half a minute beyond the longest wait. */
const TIMEOUT = (MAX_WAIT + 30) * 1000;

/**
 * Does what only the leader does, here or there: a replica that follows passes the request on, with the caller's own token, and the answer back.
 * Errors: SessionRefused where nobody leads.
 */
export async function atLeader(
  replica: Replica,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (pool: SessionPool) => Promise<unknown>,
): Promise<unknown> {
  const { pool } = replica;
  if (pool !== undefined) {
    return work(pool);
  }
  const address = request.headers[PASSED_ON] === undefined ? await replica.leaderAddress() : undefined;
  if (address === undefined) {
    throw new SessionRefused("ShuttingDown", "No replica leads at the moment. Ask again.");
  }
  const response = await fetch(`http://${address}${request.url}`, {
    method: request.method,
    headers: {
      authorization: request.headers.authorization ?? "",
      [PASSED_ON]: "1",
      ...(request.body !== undefined && { "content-type": "application/json" }),
    },
    signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT), goneSignal(reply)]),
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
  }).catch(() => {
    throw new SessionRefused("ShuttingDown", "The replica that leads does not answer. Ask again.");
  });
  return reply
    .code(response.status)
    .type("application/json")
    .send(await response.text());
}

/** Whoever asks has gone before it was answered. */
export function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished) {
      gone.abort();
    }
  });
  return gone.signal;
}
