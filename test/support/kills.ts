/** Kills of a test: one, or as many as a longer run is told (npm run test:kills). */
export const KILLS = Number(process.env["GKE_STATEFUL_KILLS"] ?? "1");
/** Milliseconds that a kill and all that follows may take. */
export const LONGEST_KILL = 180_000;
/** Where the random numbers begin; printed, so that a run can be had again. */
const SEED = Number(process.env["GKE_STATEFUL_SEED"] ?? String(Date.now() % 2 ** 31));

/** Random numbers from 0 to 1, the same ones for the same seed. Source: mulberry32, Tommy Ettinger, public domain */
export function randomNumbers(): () => number {
  process.stdout.write(`    GKE_STATEFUL_SEED=${String(SEED)} GKE_STATEFUL_KILLS=${String(KILLS)}\n`);
  let state = SEED;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
