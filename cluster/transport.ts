import http from "node:http";
import https from "node:https";
import { createInterface } from "node:readline";
import { UnreachableError } from "./cluster-error";
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from "node:http";
import type { Answer } from "./answer";
import type { Connection } from "./connection";

/** A request: its method, its path with query, and what it sends. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Type of the body. @default application/json */
  readonly type?: string;
}

/** An answer that goes on. */
export interface Stream {
  /** Ends it. */
  readonly destroy: () => void;
}

/** Milliseconds to wait for an answer. */
const TIMEOUT = 30_000;

/** One request. It answers whatever the server says. Errors: UnreachableError where the server cannot be reached. */
export async function send(
  connection: Connection,
  { body, method, path, type = "application/json" }: Sent,
): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  try {
    const options = await connection.options();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = requester(connection)(urlOf(connection, path), {
        ...options,
        method,
        timeout: TIMEOUT,
        headers: {
          ...(options.headers as OutgoingHttpHeaders | undefined),
          Accept: "application/json",
          // Node.js tells no length with DELETE by itself, and the server would take the body for the next request.
          ...(text !== undefined && { "Content-Type": type, "Content-Length": Buffer.byteLength(text) }),
        },
      });
      request.on("response", resolve);
      request.on("timeout", () => request.destroy(new Error(`no answer within ${String(TIMEOUT / 1000)} seconds`)));
      request.on("error", reject);
      request.end(text);
    });
    return { status: response.statusCode ?? 0, body: parsed(await read(response)) };
  } catch (error) {
    throw unreachable(connection, error);
  }
}

/** Tells of every line that the server sends, until the connection breaks. */
export function stream(connection: Connection, path: string, tell: (line: string) => void, onEnd: () => void): Stream {
  let request: ClientRequest | undefined;
  let isEnded = false;
  connection.options().then(
    (options) => {
      if (isEnded) {
        return;
      }
      const headers = { ...(options.headers as OutgoingHttpHeaders | undefined), Accept: "application/json" };
      // Without the shared agent: a watch keeps its connection for as long as it lasts.
      request = requester(connection)(
        urlOf(connection, path),
        { ...options, agent: undefined, headers },
        (response) => {
          const lines = createInterface({ input: response });
          lines.on("line", tell);
          // Whoever listens begins anew.
          lines.on("error", () => undefined);
          response.on("error", () => undefined);
        },
      );
      request.on("error", () => undefined);
      // Also where there never was an answer.
      request.on("close", onEnd);
      request.end();
    },
    () => {
      onEnd();
    },
  );
  return {
    destroy: () => {
      isEnded = true;
      request?.destroy();
    },
  };
}

function requester({ server }: Connection): typeof https.request {
  return server.protocol === "http:" ? http.request : https.request;
}

/** A server may have a path of its own, as behind a proxy. */
function urlOf({ server }: Connection, path: string): URL {
  return new URL(server.pathname.replace(/\/$/, "") + path, server);
}

function unreachable({ context, server }: Connection, error: unknown): UnreachableError {
  const { code, message } = error as NodeJS.ErrnoException;
  // A program that gets credentials says more than anybody reads.
  const [why = ""] = message.split("\n");
  return new UnreachableError(
    `The cluster of context ${context} (${server.origin}) cannot be reached: ${code ?? why}. Check the network and kubectl get nodes.`,
    { cause: error },
  );
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return { message: text.trim() };
  }
}
