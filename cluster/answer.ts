import { ClusterError, UnreachableError } from "./cluster-error";

/** What an API server answered. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Answers that mean something. */
export const STATUS = {
  ok: 200,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  gone: 410,
  tooManyRequests: 429,
  serverError: 500,
} as const;

/** The body of a good answer. Errors: ClusterError with what the server says; UnreachableError where it may say something else later. */
export function expectOk(answer: Answer, what: string): Readonly<Record<string, unknown>> {
  if (isOk(answer)) {
    return answer.body;
  }
  const mayPass = answer.status >= STATUS.serverError || answer.status === STATUS.tooManyRequests;
  const Kind = mayPass ? UnreachableError : ClusterError;
  throw new Kind(`The API server refuses ${what}: ${messageOf(answer)}`);
}

/** Whether the server did what was asked. */
export function isOk({ status }: Answer): boolean {
  return status >= STATUS.ok && status < 300;
}

/** What the server says about a request that it refuses. */
export function messageOf({ body: { message }, status }: Answer): string {
  return typeof message === "string" ? message : `status ${String(status)}`;
}
