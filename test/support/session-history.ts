/** What somebody asked the controller of sessions for, and what came of it. Times are milliseconds of one clock. */
export interface Operation {
  readonly kind: "acquire" | "heartbeat" | "release";
  /** Tenant and session. */
  readonly holder: string;
  readonly ordinal: number;
  readonly epoch: number;
  readonly begin: number;
  /** When the answer was there; Infinity where none came, so that it may have been done at any time since, or never. */
  readonly end: number;
  /** Whether it was done, as the answer says. Without an answer it is not known. */
  readonly isDone: boolean;
  /** Whether the disk goes, with a release. */
  readonly wipes?: boolean;
}

/**
 * What is wrong with a history: whether acquire, heartbeat and release of each slot are linearizable, with the epochs as the order in which they
 * took effect. A witness that comes with every answer makes a search for one unnecessary: it only has to be an order, to agree with time, and to make
 * each step one that the lifecycle has.
 */
export function faultsIn(history: readonly Operation[]): readonly string[] {
  const done = history.filter(({ isDone }) => isDone);
  return [...twoHolders(done), ...againstTime(done), ...thefts(history), ...moves(history)];
}

/** An epoch of a slot is one holder's. */
function twoHolders(done: readonly Operation[]): readonly string[] {
  return done
    .filter((one) => holderOfEpoch(done, one) !== one.holder)
    .map((one) => `${said(one)}: the same epoch is that of ${holderOfEpoch(done, one) ?? "nobody"}`);
}

function holderOfEpoch(done: readonly Operation[], { epoch, ordinal }: Operation): string | undefined {
  return done.find((one) => one.ordinal === ordinal && one.epoch === epoch)?.holder;
}

/** Nothing is done for an epoch once an answer has told of a later one: whoever held the slot before is fenced off. */
function againstTime(done: readonly Operation[]): readonly string[] {
  return done.flatMap((one) => {
    const later = done.find(
      ({ end, epoch, ordinal }) => ordinal === one.ordinal && epoch > one.epoch && end < one.begin,
    );
    return later === undefined ? [] : [`${said(one)} was done after ${said(later)} had been answered`];
  });
}

/** A slot gets another holder only after the one before asked for its disk to be wiped. */
function thefts(history: readonly Operation[]): readonly string[] {
  return acquires(history).flatMap((one) => {
    const before = acquires(history)
      .filter(({ epoch, ordinal }) => ordinal === one.ordinal && epoch < one.epoch)
      .toSorted((a, b) => b.epoch - a.epoch)[0];
    return before === undefined || before.holder === one.holder || hasWiped(history, before, one.end)
      ? []
      : [`${said(one)}: the slot was taken from ${said(before)}`];
  });
}

/** A session that was not wiped gets the same slot, and with it its disk. */
function moves(history: readonly Operation[]): readonly string[] {
  const all = acquires(history).toSorted((a, b) => a.begin - b.begin);
  return all.flatMap((one, index) => {
    const before = all.slice(0, index).findLast(({ holder }) => holder === one.holder);
    return before === undefined || before.ordinal === one.ordinal || hasWiped(history, before, one.end)
      ? []
      : [`${said(one)}: the session had ${said(before)}, and did not get it again`];
  });
}

function acquires(history: readonly Operation[]): readonly Operation[] {
  return history.filter(({ isDone, kind }) => isDone && kind === "acquire");
}

/** Whether the holder of a slot has asked, since it got it and until then, for its disk to be wiped. */
function hasWiped(history: readonly Operation[], { begin, holder, ordinal }: Operation, until: number): boolean {
  return history.some(
    (one) =>
      one.wipes === true &&
      one.holder === holder &&
      one.ordinal === ordinal &&
      one.begin >= begin &&
      one.begin <= until,
  );
}

function said({ begin, epoch, holder, kind, ordinal }: Operation): string {
  return `${kind} of slot ${String(ordinal)} in epoch ${String(epoch)} by ${holder} at ${begin.toFixed(0)} ms`;
}
