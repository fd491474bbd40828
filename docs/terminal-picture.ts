import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const COMMAND = "npm start";
/** Lines of a plan that the picture shows; what is between two of them is three dots. */
const SHOWN = [
  /^├─ (?:storage|cluster|stateful|backup) /,
  /^│ {2}[├└]─ (?:storage-class|cluster-cluster|stateful-pool|backup-plan) /,
  /^└─ terminal-pods /,
  /terminal-pods-(?:budget|set) /,
  /^\d+ resources/,
  /^NodePool|^[├└]─ (?:e2|boot|claims)|^StatefulSet/,
  /^Cost a month: /,
  /^Policies: |^Readiness /,
] as const;
/** Characters of a line that are shown. */
const WIDTH = 112;
/** Pixels of a line, of a character at the font's size, and around the text. */
const LINE = 19;
const CHARACTER = 7.85;
const MARGIN = 20;

/** docs/plan.svg: what `npm start` prints, shortened, in the colours that the reader's screen prefers. */
export function terminalPicture(): string {
  const lines = [`$ ${COMMAND}`, "", ...shortened(planOfDev())];
  const width = Math.ceil(WIDTH * CHARACTER + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const texts = lines.map(
    (line, index) =>
      `<text x="${String(MARGIN)}" y="${String(MARGIN + (index + 1) * LINE - 5)}">${escaped(line)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="What npm start prints">`,
    "<style>",
    "rect { fill: #f6f8fa } text { fill: #1f2328; font: 13px ui-monospace, Menlo, Consolas, monospace; white-space: pre }",
    "@media (prefers-color-scheme: dark) { rect { fill: #151b23 } text { fill: #e6edf3 } }",
    "</style>",
    `<rect width="100%" height="100%" rx="8"/>`,
    ...texts,
    "</svg>",
    "",
  ].join("\n");
}

function planOfDev(): readonly string[] {
  const out = mkdtempSync(join(tmpdir(), "gke-stateful-docs-"));
  try {
    const args = [join(ROOT, "bin", "gke-stateful.js"), "plan", "dev", "--out", out];
    return execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" }).split("\n");
  } finally {
    rmSync(out, { recursive: true });
  }
}

function shortened(lines: readonly string[]): readonly string[] {
  const shown: string[] = [];
  for (const whole of lines) {
    // The columns of the cost are far apart.
    const line = /^[├└]─ .*\$/.test(whole) ? whole.replaceAll(/ {4,}/g, "   ") : whole;
    if (SHOWN.some((pattern) => pattern.test(line))) {
      shown.push(line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line);
    } else if (shown.at(-1) !== "…") {
      shown.push("…");
    }
  }
  return shown.slice(shown[0] === "…" ? 1 : 0, shown.at(-1) === "…" ? -1 : undefined);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
