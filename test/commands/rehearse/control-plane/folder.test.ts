import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder, processesIn } from "../../../../commands/rehearse/control-plane/folder";

/** An id that no process has, or gets while a test runs: Linux gives none above 2 ** 22. Source: proc_sys_kernel(5), pid_max */
const NO_PROCESS = 2 ** 22 + 1;

describe("the folder of a rehearsal", () => {
  const parent = mkdtempSync(join(tmpdir(), "gke-stateful-folders-"));
  after(() => {
    rmSync(parent, { recursive: true });
  });

  const folderOf = (name: string, owner: number | undefined): string => {
    const folder = join(parent, `gke-stateful-rehearsal-${name}`);
    mkdirSync(folder);
    if (owner !== undefined) {
      writeFileSync(join(folder, "owner.pid"), String(owner));
    }
    return folder;
  };

  it("goes with what still runs in it when its owner and its keeper have died", async () => {
    const folder = folderOf("orphan", NO_PROCESS);
    const leftover = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)", folder], { stdio: "ignore" });
    await once(leftover, "spawn");
    const ended = once(leftover, "exit");
    makeFolder(parent);
    assert.deepEqual(await ended, [null, "SIGKILL"]);
    assert.equal(existsSync(folder), false);
    assert.deepEqual(processesIn(folder), []);
  });

  it("stays while its owner lives, and where somebody wants its logs", () => {
    const living = folderOf("living", process.pid);
    const kept = folderOf("kept", undefined);
    makeFolder(parent);
    assert.ok([living, kept].every((folder) => existsSync(folder)));
  });
});
