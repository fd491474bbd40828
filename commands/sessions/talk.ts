import { readFileSync } from "node:fs";
import { AUDIENCE } from "../../policy/facts/session-rights";
import { MAX_WAIT, slotAction } from "../../sessions/http/api";
import { SessionsClient, SessionsError } from "../../sessions/client";
import { ageOf } from "../shared/age";
import { columns } from "../shared/columns";
import { EXIT } from "../shared/exit";
import { UserError } from "../shared/user-error";
import type { Session, Slot } from "../../sessions/client";

/** Whom a verb talks to, and how it prints. */
export interface TalkFlags {
  readonly url?: string;
  readonly tokenFile?: string;
  readonly tenant?: string;
  readonly json?: boolean;
}

export interface AcquireFlags extends TalkFlags {
  readonly wait: string;
  readonly takeOver?: boolean;
}

export interface HeldFlags extends TalkFlags {
  readonly epoch: string;
}

export interface ReleaseFlags extends HeldFlags {
  readonly disk: "retain" | "wipe";
}

export interface OperateFlags extends TalkFlags {
  readonly apply?: boolean;
}

const DEFAULT_URL = "http://127.0.0.1:8080";
/** Environment variables that stand for flags. */
const ENVIRONMENT = { url: "GKE_STATEFUL_SESSIONS_URL", token: "GKE_STATEFUL_SESSIONS_TOKEN" } as const;
/** What the caller can do about, and what it cannot. */
const FINDINGS: ReadonlySet<string> = new Set([
  "PoolFull",
  "QuotaExceeded",
  "StartDeadline",
  "StartFailed",
  "NoSuchSession",
  "Fenced",
  "SlotInUse",
]);

/** `sessions acquire`. */
export async function runAcquire(session: string, { takeOver = false, wait, ...flags }: AcquireFlags): Promise<void> {
  const waitSeconds = Number(wait);
  if (!/^\d{1,3}$/.test(wait) || waitSeconds > MAX_WAIT) {
    throw new UserError(
      `--wait is ${JSON.stringify(wait)}: must be a whole number of seconds from 0 to ${String(MAX_WAIT)}.`,
    );
  }
  await talk(flags, async (client) => {
    const acquired = await client.acquire(session, { waitSeconds, takeOver });
    print(
      flags,
      acquired,
      () =>
        `${line(acquired)}, ${acquired.launch}\nEpoch ${String(acquired.epoch)}; it goes with every heartbeat and the release.\n`,
    );
  });
}

/** `sessions heartbeat`. */
export async function runHeartbeat(session: string, { epoch, ...flags }: HeldFlags): Promise<void> {
  const held = { session, epoch: epochIn(epoch) };
  await talk(flags, async (client) => {
    const now = await client.heartbeat(held);
    print(flags, now, () => `${line(now)}\n`);
  });
}

/** `sessions release`. */
export async function runRelease(session: string, { disk, epoch, ...flags }: ReleaseFlags): Promise<void> {
  const held = { session, epoch: epochIn(epoch) };
  await talk(flags, async (client) => {
    const slot = await client.release(held, disk);
    const what = disk === "wipe" ? "its disk is being wiped" : "its disk is kept for it";
    print(flags, slot, () => `Session ${session} has given slot ${String(slot.ordinal)} back; ${what}.\n`);
  });
}

/** `sessions list`. */
export async function runList(flags: TalkFlags): Promise<void> {
  await talk(flags, async (client) => {
    const sessions = await client.list();
    print(flags, sessions, () => (sessions.length === 0 ? "There are no sessions.\n" : listText(sessions, new Date())));
  });
}

/** `sessions watch`. It ends when the connection does. */
export async function runWatch(flags: TalkFlags): Promise<void> {
  await talk(flags, async (client) => {
    for await (const { event, session } of client.watch()) {
      print(flags, { event, ...session }, () =>
        event === "gone" ? `${session.tenant} ${session.session}: gone\n` : `${line(session)}\n`,
      );
    }
  });
}

/** `sessions slots`. */
export async function runSlots(flags: TalkFlags): Promise<void> {
  await talk(flags, async (client) => {
    const slots = await client.slots();
    print(flags, slots, () => slotText(slots, new Date()));
  });
}

/** `sessions operate`. */
export async function runOperate(
  action: string,
  ordinal: string,
  { apply = false, ...flags }: OperateFlags,
): Promise<void> {
  const known = slotAction.safeParse(action);
  if (!known.success) {
    throw new UserError(`The action is ${JSON.stringify(action)}: must be one of ${slotAction.options.join(", ")}.`);
  }
  if (!/^\d{1,9}$/.test(ordinal)) {
    throw new UserError(`The ordinal is ${JSON.stringify(ordinal)}: must be the number of a slot, from 0.`);
  }
  await talk(flags, async (client) => {
    const slot = apply
      ? await client.operate(Number(ordinal), known.data)
      : (await client.slots()).find((one) => one.ordinal === Number(ordinal));
    if (slot === undefined) {
      throw new UserError(`The pool has no slot ${ordinal}. gke-stateful sessions slots lists those that there are.`);
    }
    print(
      flags,
      slot,
      () => `${slotText([slot], new Date())}${apply ? "" : `Nothing was changed. --apply does it: ${action}.\n`}`,
    );
  });
}

/** Talks to the controller. Errors: UserError, which the caller can do something about. A refusal of the pool is no failure of the program: exit code 1. */
async function talk(flags: TalkFlags, work: (client: SessionsClient) => Promise<void>): Promise<void> {
  const { tenant, tokenFile } = flags;
  const url = flags.url ?? process.env[ENVIRONMENT.url] ?? DEFAULT_URL;
  if (!/^https?:\/\/[^/]/.test(url)) {
    throw new UserError(`--url is ${JSON.stringify(url)}: must be an address such as ${DEFAULT_URL}.`);
  }
  const token = tokenIn(tokenFile);
  const client = new SessionsClient({ url, token: () => token, ...(tenant !== undefined && { tenant }) });
  try {
    await work(client);
  } catch (error) {
    if (!(error instanceof SessionsError)) {
      throw error;
    }
    if (!FINDINGS.has(error.reason)) {
      throw new UserError(`${error.message} (${error.reason})`, { cause: error });
    }
    process.stderr.write(`${error.message} (${error.reason})\n`);
    process.exitCode = EXIT.findings;
  }
}

/** Errors: UserError where there is no token. */
function tokenIn(file: string | undefined): string {
  try {
    const token = file === undefined ? process.env[ENVIRONMENT.token] : readFileSync(file, "utf8");
    if (token !== undefined && token.trim() !== "") {
      return token.trim();
    }
  } catch (error) {
    throw new UserError(`--token-file ${String(file)} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
  throw new UserError(
    `There is no token. Get one with kubectl create token ACCOUNT --audience ${AUDIENCE}, and give it in a file (--token-file) or in ${ENVIRONMENT.token}.`,
  );
}

function epochIn(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) {
    throw new UserError(`--epoch is ${JSON.stringify(text)}: must be the number that acquire gave.`);
  }
  return Number(text);
}

function print(flags: TalkFlags, value: unknown, text: () => string): void {
  process.stdout.write(flags.json === true ? `${JSON.stringify(value)}\n` : text());
}

function line({ endsAt, host, reason, session, state, tenant }: Session): string {
  const end = endsAt === undefined ? "" : `, ends at ${endsAt} (${reason ?? ""})`;
  return `${tenant} ${session}: ${state} at ${host}${end}`;
}

function listText(sessions: readonly Session[], now: Date): string {
  const rows = sessions.map(({ acquired, active, pod, session, state, tenant }) => [
    session,
    tenant,
    state,
    pod,
    `since ${ageOf(acquired, now)}`,
    `active ${ageOf(active, now)} ago`,
  ]);
  return `${columns(rows).join("\n")}\n`;
}

function slotText(slots: readonly Slot[], now: Date): string {
  const rows = slots.map(({ isReady, ordinal, pod, reason, session, since, state, tenant }) => [
    String(ordinal),
    state,
    pod === undefined ? "no pod" : isReady ? "ready" : "not ready",
    session ?? "",
    tenant ?? "",
    reason ?? "",
    since === undefined ? "" : ageOf(since, now),
  ]);
  return `${columns(rows).join("\n")}\n`;
}
