import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./stacks";

/** Go module that pins promtool. */
const MODULE = join(ROOT, "tools", "monitoring");
/** Without what finds targets in clouds, which no rule needs, and without inlining: each is a third of the time. */
const BUILD = ["build", "-mod=readonly", "-gcflags=all=-l", "-tags", "remove_all_sd", "-ldflags", "-s -w"];
/** The oldest Go that reads the module. */
const GO = /go1\.(?:2[6-9]|[3-9]\d)/;

/** What promtool said. */
interface Checked {
  readonly status: number | null;
  readonly said: string;
}

/** Whether there is a Go that builds promtool. */
export function hasGo(): boolean {
  return GO.test(spawnSync("go", ["version"], { encoding: "utf8" }).stdout);
}

/** Builds promtool into a folder: minutes, where Go has not built it before. Returns how it is called. */
export function buildPromtool(folder: string): (...args: readonly string[]) => Checked {
  const path = join(folder, "promtool");
  const { status, stderr } = spawnSync("go", [...BUILD, "-o", path, "github.com/prometheus/prometheus/cmd/promtool"], {
    cwd: MODULE,
    encoding: "utf8",
    env: { ...process.env, CGO_ENABLED: "0" },
  });
  if (status !== 0) {
    throw new Error(`promtool could not be built: ${stderr}`);
  }
  return (...args) => {
    const ended = spawnSync(path, args, { cwd: ROOT, encoding: "utf8" });
    return { status: ended.status, said: `${ended.stdout}${ended.stderr}` };
  };
}
