import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const folders: string[] = [];
after(() => {
  folders.forEach((folder) => {
    rmSync(folder, { recursive: true, force: true });
  });
});

/** A folder with files, which is gone when the tests are over. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "gke-stateful-files-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A folder with programs that can be run, name → text. */
export function folderOfPrograms(programs: Readonly<Record<string, string>>): string {
  const folder = folderWith(programs);
  Object.keys(programs).forEach((name) => {
    chmodSync(join(folder, name), 0o755);
  });
  return folder;
}
