import { Cron } from "croner";
import { placeholder } from "./placeholder";
import type { Field } from "../../../policy/graph/object";
import type { Said } from "./said";

/** Words for a schedule. Source: github.com/robfig/cron/v3, which the CronJob controller uses */
const WORDS = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)$/;
/** A field: numbers and names with what combines them. The library that judges them knows more than the API server does. */
const FIELD = /^(?:[\d*?]+|[a-z]{3})(?:[-,/](?:[\d*?]+|[a-z]{3}))*$/i;
const FIELDS = 5;
const WITH_ZONE = /^(?:CRON_)?TZ=/;

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
  const fields = text.split(/\s+/);
  return fields.length === FIELDS && fields.every((one) => FIELD.test(one)) && isSchedule(text)
    ? []
    : [{ field, says: `has schedule ${field.shown}, which is none: five fields such as 0 3 * * *` }];
}

function isSchedule(text: string): boolean {
  try {
    new Cron(text.replaceAll("?", "*"), { paused: true });
    return true;
  } catch {
    return false;
  }
}
