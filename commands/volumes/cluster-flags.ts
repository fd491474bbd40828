import { connect } from "../../cluster/client";
import { UserError } from "../shared/user-error";
import type { ClusterClient } from "../../cluster/client";

/** Which cluster a verb works on. */
export interface ClusterFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** Longest wait, in seconds: a day. */
const MAX_TIMEOUT = 86_400;

/** Seconds in a flag. Errors: UserError. */
export function secondsIn(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_TIMEOUT) {
    throw new UserError(
      `--timeout is ${JSON.stringify(text)}: must be a whole number of seconds from 1 to ${String(MAX_TIMEOUT)}.`,
    );
  }
  return seconds;
}

/** The pod in a flag; undefined for all. Errors: UserError. */
export function ordinalFlag(text: string | undefined): number | undefined {
  if (text !== undefined && !/^\d{1,9}$/.test(text)) {
    throw new UserError(`--ordinal is ${JSON.stringify(text)}: must be the number of a pod, from 0.`);
  }
  return text === undefined ? undefined : Number(text);
}

/** Works on a cluster, and lets go of it. */
export async function withCluster(
  { context, kubeconfig }: ClusterFlags,
  work: (client: ClusterClient) => Promise<void>,
): Promise<void> {
  const client = connect({ kubeconfig, context });
  try {
    await work(client);
  } finally {
    client.close();
  }
}

/** What is said where a plan was shown, and nothing done. */
export const NOTHING_CHANGED = "Nothing was changed. --apply does it.\n";
