import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../commands/rehearse/control-plane/ports";
import { SessionsClient } from "../../sessions/client";
import { AUDIENCE } from "../../policy/facts/session-rights";
import { ROOT } from "./stacks";
import type { ChildProcess } from "node:child_process";
import type { ClusterClient } from "../../cluster/client";
import type { SessionsClientOptions } from "../../sessions/client";

/** A replica of the controller as a process of its own, as the image runs it. */
export interface ReplicaProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has logged so far. */
  readonly log: () => string;
  /** Kills it as a lost machine would, or tells it to stop; it is over when this resolves. */
  readonly end: (signal: "SIGKILL" | "SIGTERM") => Promise<number | null>;
}

/** Starts a replica from the image's bundle, and waits until it answers. */
export async function startReplicaProcess(
  kubeconfig: string,
  args: readonly string[],
  home: string,
): Promise<ReplicaProcess> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [join(ROOT, "dist", "image", "start.js"), ...args, "--port", String(port), "--host", "127.0.0.1"],
    { cwd: home, env: { PATH: process.env["PATH"], KUBECONFIG: kubeconfig } },
  );
  let log = "";
  child.stdout.on("data", (data: Buffer) => (log += data.toString()));
  child.stderr.on("data", (data: Buffer) => (log += data.toString()));
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  const url = `http://127.0.0.1:${String(port)}`;
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok === true) {
      break;
    }
    await sleep(100);
  }
  return {
    url,
    child,
    log: () => log,
    end: (signal) => {
      child.kill(signal);
      return closed;
    },
  };
}

/** A token of an account for the controller, or for something else. */
export async function tokenOf(
  api: ClusterClient,
  [namespace, account]: readonly [string, string],
  audience: string = AUDIENCE,
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
  const { body } = await api.request("POST", path, {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: { audiences: [audience] },
  });
  return (body as { status: { token: string } }).status.token;
}

/** A client of a replica with a token. */
export function clientOf(
  { url }: Pick<ReplicaProcess, "url">,
  token: string,
  options: Partial<SessionsClientOptions> = {},
): SessionsClient {
  return new SessionsClient({ url, token: () => token, ...options });
}
