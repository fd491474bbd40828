import { createHash } from "node:crypto";
import { expectOk } from "../../cluster/answer";
import { AUDIENCE, GROUP, RIGHTS } from "../../policy/facts/session-rights";
import type { ClusterClient } from "../../cluster/client";
import type { SetName } from "../../cluster/claims";

/** Whoever asks, as the API server knows it. */
export interface Caller {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid: string | undefined;
  readonly extra: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A caller is not known, or may not. */
export class AccessRefused extends Error {
  override readonly name = "AccessRefused";
  readonly status: 401 | 403 | 503;

  constructor(status: 401 | 403 | 503, message: string) {
    super(message);
    this.status = status;
  }
}

/** Milliseconds for which an answer holds: a right that is taken away is used so much longer. */
const HOLDS = 10_000;
/** Answers that are kept. */
const MOST = 10_000;
/** Questions about tokens that are under way at once, so that a flood of wrong ones does not become one of the API server. */
const AT_ONCE = 32;
/** Questions that wait for those. */
const IN_LINE = 2000;

/** Asks the API server who a caller is (TokenReview), and what it may do (SubjectAccessReview). Both answers hold for ten seconds. */
export class Access {
  private readonly client: ClusterClient;
  private readonly pool: SetName;
  private readonly callers = new Answers<Caller | undefined>();
  private readonly rights = new Answers<boolean>();

  constructor(client: ClusterClient, pool: SetName) {
    this.client = client;
    this.pool = pool;
  }

  /** Errors: AccessRefused (401) where there is no token that is good for this. ClusterError where the API server does not answer. */
  async caller(header: string | undefined): Promise<Caller> {
    const token = /^Bearer (\S+)$/i.exec(header ?? "")?.[1];
    if (token === undefined) {
      throw new AccessRefused(401, "There is no token: send one as Authorization: Bearer TOKEN.");
    }
    const caller = await this.callers.get(digest(token), () => this.review(token));
    if (caller === undefined) {
      throw new AccessRefused(
        401,
        `The token is not good here: must be one of this cluster, not expired, for the audience ${AUDIENCE}. See kubectl create token --audience.`,
      );
    }
    return caller;
  }

  /** Errors: AccessRefused (403) where a caller may not do something. ClusterError where the API server does not answer. */
  async check(caller: Caller, right: keyof typeof RIGHTS, name = this.pool.name): Promise<void> {
    const { resource, verb } = RIGHTS[right];
    const key = digest(JSON.stringify([caller, right, name]));
    if (!(await this.rights.get(key, () => this.may(caller, right, name)))) {
      const named = name === "" ? "" : `, name ${JSON.stringify(name)}`;
      throw new AccessRefused(
        403,
        `You need the right to ${verb} ${resource} of API group ${GROUP}${named}, in namespace ${this.pool.namespace}. A Role gives it.`,
      );
    }
  }

  private async review(token: string): Promise<Caller | undefined> {
    const answer = await this.client.request("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenReview",
      spec: { token, audiences: [AUDIENCE] },
    });
    const { status } = expectOk(answer, "the review of a token") as {
      status?: {
        authenticated?: boolean;
        audiences?: readonly string[];
        user?: {
          username: string;
          uid?: string;
          groups?: readonly string[];
          extra?: Record<string, readonly string[]>;
        };
      };
    };
    const { audiences = [], authenticated = false, user } = status ?? {};
    return authenticated && user !== undefined && audiences.includes(AUDIENCE)
      ? { user: user.username, groups: user.groups ?? [], uid: user.uid, extra: user.extra }
      : undefined;
  }

  private async may({ extra, groups, uid, user }: Caller, right: keyof typeof RIGHTS, name: string): Promise<boolean> {
    const answer = await this.client.request("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SubjectAccessReview",
      spec: {
        user,
        groups,
        uid,
        extra,
        resourceAttributes: { group: GROUP, ...RIGHTS[right], namespace: this.pool.namespace, name },
      },
    });
    const { status } = expectOk(answer, "the review of a right") as { status?: { allowed?: boolean } };
    return status?.allowed === true;
  }
}

/** No token stays in memory for longer than its request. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/** Answers that hold for a while; one that is asked for twice at the same time is asked for once. */
class Answers<T> {
  private readonly known = new Map<string, { readonly answer: Promise<T>; readonly until: number }>();
  private readonly waiting: (() => void)[] = [];
  private underWay = 0;

  async get(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.known.get(key);
    if (known !== undefined && known.until > performance.now()) {
      return known.answer;
    }
    const answer = this.inTurn(ask);
    this.known.delete(key);
    this.known.set(key, { answer, until: performance.now() + HOLDS });
    answer.catch(() => this.known.delete(key));
    const [oldest] = this.known.keys();
    if (this.known.size > MOST && oldest !== undefined) {
      this.known.delete(oldest);
    }
    return answer;
  }

  private async inTurn(ask: () => Promise<T>): Promise<T> {
    if (this.underWay >= AT_ONCE) {
      if (this.waiting.length >= IN_LINE) {
        throw new AccessRefused(503, "Too many callers are being looked at. Ask again in a second.");
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.underWay++;
    try {
      return await ask();
    } finally {
      this.underWay--;
      this.waiting.shift()?.();
    }
  }
}
