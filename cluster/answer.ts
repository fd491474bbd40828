import { RefusedError, UnreachableError } from "./cluster-error";

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

/** What helps where the server knows nobody by the credentials. */
const LOG_IN = ". Log in again: gcloud auth login, or gcloud container clusters get-credentials.";

/** The body of a good answer. Errors: RefusedError with what the server says; UnreachableError where it may say something else later. */
export function expectOk(answer: Answer, what: string): Readonly<Record<string, unknown>> {
  if (isOk(answer)) {
    return answer.body;
  }
  const mayPass = answer.status >= STATUS.serverError || answer.status === STATUS.tooManyRequests;
  const message = `The API server refuses ${what}: ${messageOf(answer)}`;
  if (mayPass) {
    throw new UnreachableError(message);
  }
  const advice = answer.status === STATUS.unauthorized ? LOG_IN : "";
  throw new RefusedError(message + advice, answer.status);
}

/** Whether the server did what was asked. */
export function isOk({ status }: Answer): boolean {
  return status >= STATUS.ok && status < 300;
}

/** What the server says about a request that it refuses. */
export function messageOf({ body: { message }, status }: Answer): string {
  return typeof message === "string" ? message : `status ${String(status)}`;
}
