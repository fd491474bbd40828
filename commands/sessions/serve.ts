import { connect } from "../../cluster/client";
import { durationSeconds, poolFlag, poolRules } from "../../config/schema/sessions";
import { Access } from "../../sessions/http/access";
import { Metrics } from "../../sessions/http/metrics";
import { serverOf } from "../../sessions/http/server";
import { Replica } from "../../sessions/replica";
import { UserError } from "../shared/user-error";
import { version } from "../shared/version";
import type { FastifyInstance } from "fastify";
import type { PoolRules } from "../../sessions/lifecycle/slot";

/** Options of `sessions serve`, as they are typed. */
export interface ServeFlags {
  readonly namespace: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly port: string;
  readonly host: string;
  readonly address?: string;
  readonly rate: string;
  readonly warm?: string;
  readonly max?: string;
  readonly perTenant?: string;
  readonly idle?: string;
  readonly grace?: string;
  readonly maxAge?: string;
  readonly onEnd?: string;
  readonly keep?: string;
  readonly start?: string;
  readonly coolDown?: string;
}

const MAX_PORT = 65_535;
const MAX_RATE = 1_000_000;

/** Runs a replica until it is told to stop. Errors: UserError for an option; ClusterError where the cluster or the set is not there. */
export async function runServe(set: string, flags: ServeFlags): Promise<void> {
  const rules = rulesOf(flags);
  const port = wholeIn("--port", flags.port, MAX_PORT);
  const rate = wholeIn("--rate", flags.rate, MAX_RATE);
  const client = connect({ kubeconfig: flags.kubeconfig, context: flags.context });
  const pool = { namespace: flags.namespace, name: set };
  const address = flags.address ?? `${process.env["POD_IP"] ?? "127.0.0.1"}:${String(port)}`;
  const metrics = new Metrics(() => replica);
  const replica: Replica = new Replica({
    client,
    set: pool,
    rules,
    address,
    onStep: (told) => {
      metrics.step(told);
      server.log[told.error === undefined ? "info" : "warn"](told, "step");
    },
    onLead: (isLeading) => {
      server.log.info({ isLeading }, "leadership");
    },
  });
  const server: FastifyInstance = await serverOf({
    replica,
    access: new Access(client, pool),
    metrics,
    version: version(),
    rate,
  });
  try {
    await replica.start();
    await server.listen({ port, host: flags.host }).catch((error: unknown) => {
      throw new UserError(
        `--port is ${String(port)}, --host ${flags.host}: nothing can listen there (${(error as Error).message}). Choose others.`,
      );
    });
    await told();
  } finally {
    // First the leadership, so that another replica answers those whom this one sends away.
    await replica.stop();
    await server.close();
    client.close();
  }
}

/** Waits for the signal with which Kubernetes stops a container, or for Ctrl-C. */
function told(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}

/** The rules of a pool by its flags. Errors: UserError that names the flag, what it is and what is allowed. */
export function rulesOf(flags: Partial<ServeFlags>): PoolRules {
  const numbers = Object.fromEntries(
    (["warm", "max", "perTenant"] as const).flatMap((key) => {
      const text = flags[key];
      return text === undefined ? [] : [[key, /^\d{1,9}$/.test(text) ? Number(text) : text]];
    }),
  );
  const { coolDown, grace, idle, keep, maxAge, onEnd, start } = flags;
  const texts = { idle, grace, maxAge, onEnd, keep, start, coolDown };
  const result = poolRules.safeParse({ ...texts, ...numbers });
  if (!result.success) {
    const [issue] = result.error.issues;
    const key = String(issue?.path[0] ?? "");
    throw new UserError(
      `${poolFlag(key)} is ${JSON.stringify(flags[key as keyof ServeFlags])}: ${issue?.message ?? "is not allowed"}.`,
    );
  }
  const { data } = result;
  if (data.warm > data.max) {
    throw new UserError(`--warm is ${String(data.warm)}: must not be above --max ${String(data.max)}.`);
  }
  const milliseconds = (text: string): number => durationSeconds(text) * 1000;
  return {
    warm: data.warm,
    max: data.max,
    perTenant: data.perTenant,
    idle: milliseconds(data.idle),
    grace: milliseconds(data.grace),
    maxAge: data.maxAge === undefined ? undefined : milliseconds(data.maxAge),
    ending: data.onEnd,
    keep: data.keep === undefined ? undefined : milliseconds(data.keep),
    start: milliseconds(data.start),
    coolDown: milliseconds(data.coolDown),
  };
}

function wholeIn(flag: string, text: string, most: number): number {
  const number = Number(text);
  if (!/^\d{1,9}$/.test(text) || number < 1 || number > most) {
    throw new UserError(`${flag} is ${JSON.stringify(text)}: must be a whole number from 1 to ${String(most)}.`);
  }
  return number;
}
