import { setTimeout as sleep } from "node:timers/promises";
import { UnreachableError } from "./cluster-error";

/** Milliseconds between two looks. */
const INTERVAL = 1000;

/**
 * Looks again and again until a look finds something. The last look, after `timeout` seconds, is told so, and must find something or throw.
 * A cluster that does not answer for a while is asked again. Errors: those of a look.
 */
export async function poll<Found>(
  timeout: number,
  look: (isLast: boolean) => Promise<Found | undefined>,
): Promise<Found> {
  const end = performance.now() + timeout * 1000;
  for (;;) {
    const isLast = performance.now() > end;
    try {
      const found = await look(isLast);
      if (found !== undefined) {
        return found;
      }
    } catch (error) {
      if (isLast || !(error instanceof UnreachableError)) {
        throw error;
      }
    }
    await sleep(INTERVAL);
  }
}
