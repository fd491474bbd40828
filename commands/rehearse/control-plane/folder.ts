import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the folders of rehearsals begin with. */
const PREFIX = "gke-stateful-rehearsal-";
/** File with the id of the process whose rehearsal it is. */
const OWNER = "owner.pid";

/** Makes the folder of a rehearsal, in which everything of it is, after removing what dead ones left behind. */
export function makeFolder(parent: string = tmpdir()): string {
  sweep(parent);
  const folder = mkdtempSync(join(parent, PREFIX));
  mkdirSync(join(folder, "logs"));
  writeFileSync(join(folder, OWNER), String(process.pid));
  return folder;
}

/** Removes folders whose owner is dead: its keeper died with it, by kill -9 or with the machine. */
function sweep(parent: string): void {
  for (const name of readdirSync(parent).filter((one) => one.startsWith(PREFIX))) {
    const folder = join(parent, name);
    if (isOurs(folder) && isOrphaned(folder)) {
      stopLeftovers(folder);
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function isOurs(folder: string): boolean {
  try {
    return statSync(folder).uid === process.getuid?.();
  } catch {
    return false;
  }
}

function isOrphaned(folder: string): boolean {
  try {
    const owner = Number(readFileSync(join(folder, OWNER), "utf8"));
    return Number.isInteger(owner) && owner > 0 && !isAlive(owner);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Processes work in the folder of their rehearsal, so that they can be told from all others. */
function stopLeftovers(folder: string): void {
  for (const pid of processesIn(folder)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** Where the kernel tells about processes. Elsewhere than on Linux, the keeper has to be enough. */
const PROC = "/proc";

/** Ids of the processes that name a folder in their command line. */
export function processesIn(folder: string): readonly number[] {
  try {
    return readdirSync(PROC)
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .filter((name) => commandLine(name).includes(folder))
      .map(Number);
  } catch {
    return [];
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(join(PROC, pid, "cmdline"), "utf8");
  } catch {
    return "";
  }
}
