import { escaped } from "../../shared/markup";
import { total } from "../measuring/timeline";
import { assumed, figures, headline, percent, verdict } from "./text";
import type { DrillReport, RehearsalReport, WorkloadReport } from "./report";
import type { Moment } from "../measuring/timeline";

/** Size of a drill's picture, in units of its own. */
const PICTURE = { width: 640, height: 120, left: 28, bottom: 18 } as const;
/** Colours of zones, in light and dark alike. */
const COLOURS = ["#2f7de1", "#e1872f", "#3aa76d"] as const;

/** A rehearsal as one page that needs nothing else: no network, no script. */
export function rehearsalPage(report: RehearsalReport): string {
  const { stack, unknown, workloads } = report;
  const zones = zonesOf(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rehearsal of ${escaped(stack)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Rehearsal of ${escaped(stack)}</h1>
${workloads.map((workload) => `<p class="verdict ${workload.holds ? "good" : "bad"}">${escaped(verdict(workload, report))}</p>`).join("\n")}
${legend(zones)}
${workloads.map((workload) => part(workload, zones)).join("\n")}
<h2>What is simulated</h2>
<ul>${report.simulated.map((one) => `<li>${escaped(one)}</li>`).join("")}</ul>
<p>${escaped(assumed(report))}</p>
${unknown.length === 0 ? "" : `<p>${escaped(`Only GKE knows ${unknown.join(", ")}, so it was not applied.`)}</p>`}
</main>
</body>
</html>
`;
}

function part(workload: WorkloadReport, zones: readonly string[]): string {
  return `<h2>${escaped(headline(workload))}</h2>
${summary(workload)}
${workload.drills.map((drill) => section(drill, workload, zones)).join("\n")}`;
}

const COLUMNS = ["drill", "outcome", "enough ready", "lowest", "too few for", "all ready after", "evictions"] as const;

/** All drills of a workload at a glance. */
function summary(workload: WorkloadReport): string {
  const rows = workload.drills.map((drill) => {
    const { availability, evictions, id, lowest, outcome, recovery, title, tooFew } = drill;
    const measured =
      availability === null
        ? COLUMNS.slice(2).map(() => "")
        : [
            `${percent(availability)}${drill.counts ? "" : "*"}`,
            String(lowest),
            `${tooFew.toFixed(1)} s`,
            recovery === null ? "not yet" : `${recovery.toFixed(1)} s`,
            evictions === null ? "" : `${String(evictions.granted)} granted, ${String(evictions.refused)} refused`,
          ];
    const cells = measured.map((text) => `<td>${escaped(text)}</td>`).join("");
    return `<tr><td><a href="#${anchor(workload, id)}">${escaped(title)}</a></td><td class="${toneOf(outcome)}">${outcome}</td>${cells}</tr>`;
  });
  return `<div class="wide"><table>
<thead><tr>${COLUMNS.map((column) => `<th>${column}</th>`).join("")}</tr></thead>
<tbody>${rows.join("\n")}</tbody>
</table></div>
<p>* takes pods away on purpose, and does not count for the target.</p>`;
}

function anchor({ name }: WorkloadReport, id: string): string {
  return escaped(`${name}-${id}`);
}

function toneOf(outcome: DrillReport["outcome"]): string {
  return { passed: "good", failed: "bad", skipped: "" }[outcome];
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c1f23; --paper: #fff; --line: #c9ced6; --good: #17693f; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --paper: #16181b; --line: #4a5058; --good: #6fd49b; --bad: #ff8a80; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h2 { margin: 2.5rem 0 0.5rem; font-size: 1.25rem; }
h3 { margin: 2rem 0 0; font-size: 1.05rem; }
a { color: inherit; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.85rem; }
th, td { text-align: left; padding: 0.2rem 0.8rem 0.2rem 0; border-bottom: 1px solid var(--line); }
p { margin: 0.3rem 0; }
svg { width: 100%; height: auto; display: block; margin-top: 0.5rem; }
svg text { fill: var(--ink); font: 11px system-ui, sans-serif; }
.axis, .enough { stroke: var(--line); }
.enough { stroke-dasharray: 4 3; stroke: var(--bad); }
.good { color: var(--good); } .bad { color: var(--bad); }
.verdict { font-size: 1.15rem; font-weight: 600; }
.zone { display: inline-block; width: 0.8rem; height: 0.8rem; margin: 0 0.3rem 0 1rem; vertical-align: -0.1rem; }
`;

function zonesOf({ workloads }: RehearsalReport): readonly string[] {
  const moments = workloads.flatMap((workload) => workload.moments);
  return [...new Set(moments.flatMap(({ ready }) => Object.keys(ready)))].filter((zone) => zone !== "").toSorted();
}

function legend(zones: readonly string[]): string {
  const items = zones.map(
    (zone, index) => `<span class="zone" style="background:${colourOf(index)}"></span>${escaped(zone)}`,
  );
  return `<p>Ready pods in each zone:${items.join("")}. Below the dashed line there are too few.</p>`;
}

function colourOf(index: number): string {
  return COLOURS[index % COLOURS.length] ?? COLOURS[0];
}

function section(drill: DrillReport, workload: WorkloadReport, zones: readonly string[]): string {
  const { advice, outcome, says, shows, title } = drill;
  return `<section id="${anchor(workload, drill.id)}">
<h3>${escaped(title)}: <span class="${toneOf(outcome)}">${outcome}</span></h3>
<p>${escaped(shows)}</p>
<p>${escaped(says)}</p>
${advice === null ? "" : `<p class="bad">${escaped(advice)}</p>`}
${outcome === "skipped" ? "" : `<p>${escaped(figures(drill, workload.replicas))}.</p>\n${picture(drill, workload, zones)}`}
</section>`;
}

/** Ready pods over the time of a drill, zone upon zone. */
function picture({ from, title, to }: DrillReport, workload: WorkloadReport, zones: readonly string[]): string {
  const { height, left, width, bottom } = PICTURE;
  const most = Math.max(workload.replicas, 1);
  const x = (at: number): number => left + ((at - from) / Math.max(to - from, 0.001)) * (width - left);
  const y = (count: number): number => (height - bottom) * (1 - count / (most + 0.5));
  const bars = spans(workload.moments, from, to).flatMap(({ begin, end, ready }) =>
    stacked(ready, zones).map(
      ({ count, index, under }) =>
        `<rect x="${n(x(begin))}" y="${n(y(under + count))}" width="${n(x(end) - x(begin))}" height="${n(y(under) - y(under + count))}" fill="${colourOf(index)}"/>`,
    ),
  );
  const marks = workload.marks
    .filter(({ at }) => at >= from && at <= to)
    .map(
      ({ at, what }) =>
        `<line class="axis" x1="${n(x(at))}" x2="${n(x(at))}" y1="0" y2="${n(y(0))}"><title>${escaped(what)}</title></line>`,
    );
  return `<svg viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${escaped(`Ready pods during ${title}`)}">
${bars.join("")}${marks.join("")}
<line class="enough" x1="${String(left)}" x2="${String(width)}" y1="${n(y(workload.least))}" y2="${n(y(workload.least))}"/>
<line class="axis" x1="${String(left)}" x2="${String(width)}" y1="${n(y(0))}" y2="${n(y(0))}"/>
<text x="0" y="${n(y(most) + 4)}">${String(most)}</text><text x="0" y="${n(y(0))}">0</text>
<text x="${String(left)}" y="${String(height - 4)}">0 s</text><text x="${String(width)}" y="${String(height - 4)}" text-anchor="end">${(to - from).toFixed(to - from < 10 ? 1 : 0)} s</text>
</svg>`;
}

interface Span {
  readonly begin: number;
  readonly end: number;
  readonly ready: Moment["ready"];
}

/** The moments of a time, each until the next one. */
function spans(moments: readonly Moment[], from: number, to: number): readonly Span[] {
  return moments
    .map(({ at, ready }, index) => ({
      begin: Math.max(at, from),
      end: Math.min(moments[index + 1]?.at ?? to, to),
      ready,
    }))
    .filter(({ begin, end, ready }) => end > begin && total(ready) > 0);
}

function stacked(
  ready: Moment["ready"],
  zones: readonly string[],
): readonly { count: number; index: number; under: number }[] {
  let under = 0;
  return zones.flatMap((zone, index) => {
    const count = ready[zone] ?? 0;
    under += count;
    return count === 0 ? [] : [{ count, index, under: under - count }];
  });
}

/** A number as a picture needs it. */
function n(value: number): string {
  return value.toFixed(1);
}
