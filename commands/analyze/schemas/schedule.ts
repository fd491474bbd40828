import { placeholder } from "./placeholder";
import type { Field } from "../../../policy/graph/object";
import type { Said } from "./said";

/** Words for a schedule, and a time in Go's spelling after the last one. Source: github.com/robfig/cron/v3, which the CronJob controller uses */
const WORDS =
  /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every (?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)$/;
const WITH_ZONE = /^(?:CRON_)?TZ=/;

/** The least and the most of each field, and the names that stand for its numbers. Source: as {@link WORDS} */
const FIELDS: readonly { readonly least: number; readonly most: number; readonly names?: readonly string[] }[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] },
  { least: 0, most: 6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];
const EVERY: readonly string[] = ["*", "?"];

/** A schedule that the API server refuses. Sources: pkg/apis/batch/validation of Kubernetes; https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ (unsupported TimeZone specification) */
export function badSchedule(field: Field): readonly Said[] {
  const text = field.text?.trim();
  if (text === undefined || placeholder(text) !== undefined || WORDS.test(text)) {
    return [];
  }
  if (WITH_ZONE.test(text)) {
    return [
      {
        field,
        says: `has schedule ${field.shown}, and must name its zone in timeZone: Kubernetes refuses this from 1.29 on`,
      },
    ];
  }
  const parts = text.split(/\s+/);
  const isSchedule =
    parts.length === FIELDS.length && parts.every((part, index) => part.split(",").every((one) => isRange(one, index)));
  return isSchedule
    ? []
    : [{ field, says: `has schedule ${field.shown}, which is none: five fields such as 0 3 * * *` }];
}

/** One part of a field: a number, a range or all, and perhaps a step. Nothing after a comma is taken, as by the controller. */
function isRange(text: string, index: number): boolean {
  const [range = "", step, ...more] = text.split("/");
  return text === "" || (more.length === 0 && isStep(step) && (EVERY.includes(range) || isSpan(range, index)));
}

function isStep(step: string | undefined): boolean {
  return step === undefined || (/^\d+$/.test(step) && Number(step) > 0);
}

function isSpan(range: string, index: number): boolean {
  const [from, to = from, ...rest] = range.split("-");
  const [least, most] = [from, to].map((one) => numberOf(one ?? "", index));
  return rest.length === 0 && least !== undefined && most !== undefined && least <= most;
}

/** A number within the bounds of its field, or that of a name. */
function numberOf(text: string, index: number): number | undefined {
  const { least = 0, most = 0, names = [] } = FIELDS[index] ?? {};
  const named = names.indexOf(text.toLowerCase());
  const number = named === -1 ? (/^\d+$/.test(text) ? Number(text) : undefined) : named + least;
  return number !== undefined && number >= least && number <= most ? number : undefined;
}
