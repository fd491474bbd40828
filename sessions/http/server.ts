import rateLimit from "@fastify/rate-limit";
import fastify from "fastify";
import { ClusterError, UnreachableError } from "../../cluster/cluster-error";
import { SessionRefused } from "../pool/refusal";
import { AccessRefused } from "./access";
import { openApi } from "./api";
import { addSessionRoutes } from "./session-routes";
import { BadRequest } from "./parse";
import { addSlotRoutes } from "./slot-routes";
import { addWatchRoute } from "./watch-route";
import type { FastifyInstance } from "fastify";
import type { Served } from "./served";
import type { RefusalReason } from "../pool/refusal";

/** Largest body, in bytes. */
const MAX_BODY = 16_384;
/** Milliseconds in which a request must have arrived. */
const MAX_ARRIVAL = 10_000;
/** Seconds after which somebody is told to ask again. */
const RETRY_AFTER = "1";

/** HTTP status of each refusal. */
const STATUSES: Readonly<Record<RefusalReason, number>> = {
  NoSuchSession: 404,
  Fenced: 409,
  SlotInUse: 409,
  StartFailed: 409,
  QuotaExceeded: 429,
  PoolFull: 503,
  Contended: 503,
  ShuttingDown: 503,
  StartDeadline: 504,
};

/** The HTTP API of a replica. */
export async function serverOf(served: Served): Promise<FastifyInstance> {
  const { metrics, rate, replica, version } = served;
  const server = fastify({
    bodyLimit: MAX_BODY,
    requestTimeout: MAX_ARRIVAL,
    // Callers come with a token in a header, which must not get into a log.
    logger: { redact: ["req.headers.authorization"] },
    forceCloseConnections: true,
  });
  await server.register(rateLimit, { max: rate, timeWindow: 1000, global: true });
  server.setErrorHandler((error, request, reply) => {
    const { message, reason, status } = answerTo(error);
    metrics.refuse(reason);
    if (status >= 500) {
      void reply.header("Retry-After", RETRY_AFTER);
      request.log.warn({ reason, error: error instanceof Error ? error.message : String(error) }, "refused");
    }
    return reply.code(status).send({ reason, message });
  });
  server.setNotFoundHandler((_, reply) =>
    reply.code(404).send({ reason: "NoSuchPath", message: "There is no such path. See /openapi.json." }),
  );
  server.get("/healthz", () => ({ status: "ok" }));
  server.get("/readyz", (_, reply) =>
    replica.mirror.statefulSet() === undefined
      ? reply.code(503).send({ reason: "NoSet", message: "The StatefulSet of the pool is not there." })
      : { status: "ok" },
  );
  server.get("/metrics", async (_, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  server.get("/openapi.json", () => openApi(version));
  addSessionRoutes(server, served);
  addSlotRoutes(server, served);
  addWatchRoute(server, served);
  return server;
}

function answerTo(error: unknown): { status: number; reason: string; message: string } {
  if (error instanceof SessionRefused) {
    return { status: STATUSES[error.reason], reason: error.reason, message: error.message };
  }
  if (error instanceof AccessRefused) {
    return { status: error.status, reason: "AccessRefused", message: error.message };
  }
  if (error instanceof BadRequest) {
    return { status: 400, reason: "BadRequest", message: error.message };
  }
  if (error instanceof ClusterError) {
    // What the API server says may name what a caller must not know.
    const reason = error instanceof UnreachableError ? "ClusterUnreachable" : "ClusterRefused";
    return { status: 503, reason, message: "The API server of the cluster does not do what is needed. Ask again." };
  }
  const { message, statusCode = 500 } = error as { message: string; statusCode?: number };
  return statusCode < 500
    ? { status: statusCode, reason: "BadRequest", message }
    : { status: 500, reason: "InternalError", message: "Something went wrong. The log says what." };
}
