import { buildTools, toolsFolder } from "./build";

/** Milliseconds after which a build that goes on is told of again. */
const REMINDER = 30_000;

/** Builds what is missing, and says how far it is. */
export async function runTools(): Promise<void> {
  const start = performance.now();
  const say = (what: string): void => void process.stderr.write(`${elapsed(start)}  ${what}\n`);
  const reminder = setInterval(() => {
    say("still building");
  }, REMINDER);
  try {
    await buildTools({
      begins: (names) => {
        say(`building ${names.join(", ")}`);
      },
    });
  } finally {
    clearInterval(reminder);
  }
  process.stdout.write(`The programs of a rehearsal are in ${toolsFolder()}\n`);
}

/** `3:05` since a moment. */
function elapsed(start: number): string {
  const seconds = Math.floor((performance.now() - start) / 1000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}`;
}
