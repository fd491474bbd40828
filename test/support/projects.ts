import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./stacks";

/** What the program of the repository consists of. */
const PARTS = [
  "bin",
  "components",
  "config",
  "index.ts",
  "node_modules",
  "package.json",
  "commands",
  "cluster",
  "platform",
  "policy",
  "tsconfig.json",
] as const;

const folders: string[] = [];
after(() => {
  folders.forEach((folder) => {
    rmSync(folder, { recursive: true });
  });
});

/** A Pulumi project that is the repository's own, but for its stacks' files, which a test may change. It is gone when the tests are over. */
export function projectFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gke-stateful-project-"));
  folders.push(folder);
  PARTS.forEach((name) => {
    symlinkSync(join(ROOT, name), join(folder, name));
  });
  ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.local.yaml"].forEach((name) => {
    copyFileSync(join(ROOT, name), join(folder, name));
  });
  return folder;
}
