/** Milliseconds between two lines, so that printing costs nothing. */
const INTERVAL = 200;

/** Tells how far a long run is. */
export interface Progress {
  readonly update: (done: number, total: number) => void;
  readonly end: () => void;
}

/** A line on standard error that is written over, where that is a terminal; nothing where it is not. */
export function progressBar(noun: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  let last = performance.now();
  let isShown = false;
  return {
    update: (done, total) => {
      const now = performance.now();
      if (stream.isTTY && now - last > INTERVAL) {
        last = now;
        isShown = true;
        stream.write(`\r${String(done)} of ${String(total)} ${noun}\u001B[K`);
      }
    },
    end: () => {
      if (isShown) {
        stream.write("\r\u001B[K");
      }
    },
  };
}
