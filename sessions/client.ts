import { setTimeout as sleep } from "node:timers/promises";
import type { AcquiredSession, Session, Slot, SlotAction } from "./http/api";

export type { AcquiredSession, Session, Slot } from "./http/api";

/** Where the API is, and who asks. */
export interface SessionsClientOptions {
  /** Address of the session controller, such as `http://terminal-pods-sessions.stateful.svc:8080`. */
  readonly url: string;
  /** A token of the cluster for the audience `gke-stateful-sessions`; read anew for each request, because it expires. */
  readonly token: () => string | Promise<string>;
  /** Whose sessions. @default the caller's own */
  readonly tenant?: string;
  /** Milliseconds for which a refusal that may pass is tried again, beside the wait for a slot. @default 10000 */
  readonly patience?: number;
}

/** The API refuses, or cannot be reached. */
export class SessionsError extends Error {
  override readonly name = "SessionsError";
  /** Status of the answer; undefined where there was none. */
  readonly status: number | undefined;
  /** In one word, as the API says it: Fenced, NoSuchSession, PoolFull, QuotaExceeded and others; Unreachable where there was no answer. */
  readonly reason: string;

  constructor(reason: string, message: string, status?: number) {
    super(message);
    this.reason = reason;
    this.status = status;
  }
}

/** Refusals that pass by themselves: another replica leads in a moment. */
const PASSING: ReadonlySet<string> = new Set(["ShuttingDown", "Contended", "ClusterUnreachable", "Unreachable"]);
const PAUSE = 500;
const PATIENCE = 10_000;

/** Talks to the session controller of a pool. Errors of all methods: {@link SessionsError}. */
export class SessionsClient {
  private readonly options: SessionsClientOptions;

  constructor(options: SessionsClientOptions) {
    this.options = options;
  }

  /**
   * Acquires a session: the slot and disk that it had before, or a free one. It can be asked for again with the same id.
   *
   * @param session 1 to 63 letters, digits, dots, dashes and underscores
   */
  acquire(
    session: string,
    options: { readonly waitSeconds?: number; readonly takeOver?: boolean } = {},
  ): Promise<AcquiredSession> {
    return this.send("POST", "/v1/sessions", { session, ...options });
  }

  /** Says that a session is in use. Reason Fenced: somebody else holds it by now. */
  heartbeat({ epoch, session }: Pick<Session, "session" | "epoch">): Promise<Session> {
    return this.send("POST", `/v1/sessions/${encodeURIComponent(session)}/heartbeat`, { epoch });
  }

  /** Gives a session back. Its disk is kept for it, or wiped: deleted for good. */
  release({ epoch, session }: Pick<Session, "session" | "epoch">, disk: "retain" | "wipe" = "retain"): Promise<Slot> {
    return this.send("POST", `/v1/sessions/${encodeURIComponent(session)}/release`, { epoch, disk });
  }

  get(session: string): Promise<Session> {
    return this.send("GET", `/v1/sessions/${encodeURIComponent(session)}`);
  }

  async list(): Promise<readonly Session[]> {
    return (await this.send<{ sessions: readonly Session[] }>("GET", "/v1/sessions")).sessions;
  }

  /** All slots. It needs the right to operate the pool. */
  async slots(): Promise<readonly Slot[]> {
    return (await this.send<{ slots: readonly Slot[] }>("GET", "/v1/slots")).slots;
  }

  /** Tells the session of a slot to end, gives the slot to nobody, or deletes its disk. It needs the right to operate the pool. */
  operate(ordinal: number, action: SlotAction): Promise<Slot> {
    return this.send("POST", `/v1/slots/${String(ordinal)}/${action}`);
  }

  /** Follows sessions until the signal: every one that there is first, then each that changes. It ends when the connection does. */
  async *watch(
    signal?: AbortSignal,
  ): AsyncGenerator<{ readonly event: "session" | "gone"; readonly session: Session }> {
    const response = await this.fetch("GET", "/v1/watch", undefined, signal);
    const body = response.body?.pipeThrough(new TextDecoderStream());
    let rest = "";
    for await (const chunk of body ?? []) {
      const parts = (rest + chunk).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        const event = /^event: (session|gone)$/m.exec(part)?.[1] as "session" | "gone" | undefined;
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (event !== undefined && data !== undefined) {
          yield { event, session: JSON.parse(data) as Session };
        }
      }
    }
  }

  private async send<T>(method: string, path: string, body?: object): Promise<T> {
    const end = performance.now() + (this.options.patience ?? PATIENCE);
    for (;;) {
      try {
        return (await (await this.fetch(method, path, body)).json()) as T;
      } catch (error) {
        if (!(error instanceof SessionsError) || !PASSING.has(error.reason) || performance.now() > end) {
          throw error;
        }
      }
      await sleep(PAUSE);
    }
  }

  private async fetch(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Response> {
    const { tenant, token, url } = this.options;
    const place = new URL(url.replace(/\/$/, "") + path);
    if (method === "GET" && tenant !== undefined) {
      place.searchParams.set("tenant", tenant);
    }
    const request = {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify({ ...(tenant !== undefined && { tenant }), ...body }) }),
      ...(signal !== undefined && { signal }),
    };
    const response = await fetch(place, request).catch((error: unknown) => {
      const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
      throw new SessionsError("Unreachable", `${url} cannot be reached: ${cause?.code ?? message}.`);
    });
    if (!response.ok) {
      const text = await response.text();
      const { message, reason } = refusalIn(text);
      throw new SessionsError(reason, message, response.status);
    }
    return response;
  }
}

/** Something on the way may answer in its own words. */
function refusalIn(text: string): { reason: string; message: string } {
  try {
    const { message, reason } = JSON.parse(text) as { message?: string; reason?: string };
    return { reason: reason ?? "Refused", message: message ?? text };
  } catch {
    return { reason: "Refused", message: text.slice(0, 200) };
  }
}
