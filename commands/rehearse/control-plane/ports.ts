import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { UserError } from "../../shared/user-error";

/**
 * Below what kernels give to outgoing connections: 32768 to 60999 on Linux (`ip_local_port_range`), 49152 and more
 * elsewhere. A port of that range is free when it is tried, and a connection of anybody has it when the server starts.
 */
const FIRST = 20_000;
const END = 32_768;
const TRIES = 100;

/**
 * A port of this machine on which nobody listens. Drawn at random, so that two rehearsals that start at once draw two.
 * Errors: UserError where a hundred of them are taken.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FIRST, END);
    if (await isFree(port)) {
      return port;
    }
  }
  throw new UserError(
    `No free port on 127.0.0.1: ${String(TRIES)} of ${String(FIRST)} to ${String(END - 1)} are taken. Stop what listens there, and try again.`,
  );
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, "127.0.0.1", () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
