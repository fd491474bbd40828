import type { Report } from "../report/report";

/** The checklist for programs: the shape of `readiness` in report.schema.json. */
export function checklistJson({ readiness }: Report): string {
  return `${JSON.stringify(readiness ?? null, undefined, 2)}\n`;
}
