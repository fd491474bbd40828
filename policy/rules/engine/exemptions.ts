import type { GraphObject } from "../../graph/object";

/** Prefix of the annotation by which an object is exempt from a rule: `exempt.gke-stateful/<rule>`. */
export const EXEMPT_PREFIX = "exempt.gke-stateful/";

/** An exemption of the configuration. */
export interface ConfiguredExemption {
  /** The object, as findings name it (`StatefulSet stateful/db`), or its URN. */
  readonly object: string;
  /** Why the rule does not hold here. */
  readonly reason?: string;
  /** Last day on which it counts: `2027-01-31`. */
  readonly expires?: string;
}

/** An exemption that was found, good or not. */
export interface Exemption {
  readonly rule: string;
  readonly object: string;
  readonly reason: string;
  /** Last day, or an empty text. */
  readonly expires: string;
  /** An annotation that does not read as one must. @default it does */
  readonly misread?: string;
  /** Where it is written. */
  readonly source: "annotation" | "configuration";
}

/** How an annotation must read. */
export const EXEMPTION_FORM = "until 2027-01-31: why the rule does not hold here";
const ANNOTATION = /^until (\S+):\s*(.*)$/s;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Longest time that an exemption may last, in days: what nobody looks at for longer is forgotten. */
const LONGEST_DAYS = 366;
const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** The exemption of an object from a rule, or undefined where it has none. */
export function exemptionOf(
  object: GraphObject,
  rule: string,
  configured: readonly ConfiguredExemption[],
): Exemption | undefined {
  const entry = configured.find((one) => one.object === object.title || one.object === object.urn);
  if (entry !== undefined) {
    return { rule, ...fromConfiguration(entry) };
  }
  const text = annotationOf(object, rule);
  return text === undefined ? undefined : fromAnnotation(object, rule, text);
}

/** An exemption of the configuration in full. */
export function fromConfiguration({ expires, object, reason }: ConfiguredExemption): Omit<Exemption, "rule"> {
  return { object, reason: reason ?? "", expires: expires ?? "", source: "configuration" };
}

function fromAnnotation(object: GraphObject, rule: string, text: string): Exemption {
  const match = ANNOTATION.exec(text.trim());
  return {
    rule,
    object: object.title,
    reason: match?.[2]?.trim() ?? "",
    expires: match?.[1] ?? "",
    ...(match === null && { misread: text }),
    source: "annotation",
  };
}

/** Annotations of an object; none where they are not known, because nobody is exempt by what nobody can read. */
function annotationsOf(object: GraphObject): readonly (readonly [string, unknown])[] {
  const annotations = object.isKubernetes ? object.root.reach("metadata.annotations") : undefined;
  return annotations === undefined || annotations.isUnknown
    ? []
    : annotations.entries.map(([key, field]) => [key, field.value] as const);
}

function annotationOf(object: GraphObject, rule: string): string | undefined {
  const value = annotationsOf(object).find(([key]) => key === EXEMPT_PREFIX + rule)?.[1];
  return typeof value === "string" ? value : undefined;
}

/** All exemptions that an object is annotated with. */
export function annotatedExemptions(object: GraphObject): readonly Exemption[] {
  return annotationsOf(object).flatMap(([key, value]) =>
    key.startsWith(EXEMPT_PREFIX) && typeof value === "string"
      ? [fromAnnotation(object, key.slice(EXEMPT_PREFIX.length), value)]
      : [],
  );
}

/** What is wrong with an exemption on a day (`2026-11-22`), or undefined where it counts. */
export function exemptionFault(exemption: Exemption, today: string): string | undefined {
  const { expires, misread, reason } = exemption;
  if (misread !== undefined) {
    return `reads "${misread}", and not "${EXEMPTION_FORM}"`;
  }
  if (!isDay(expires)) {
    return expires === "" ? "says no last day" : `says "${expires}", which is not a day such as 2027-01-31`;
  }
  if (expires < today) {
    return `expired on ${expires}`;
  }
  if (Date.parse(expires) - Date.parse(today) > LONGEST_DAYS * MS_PER_DAY) {
    return `lasts until ${expires}, longer than a year`;
  }
  return reason === "" ? "gives no reason" : undefined;
}

/** The day of a moment, as exemptions write it: `2027-01-31`, in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, "2027-01-31".length);
}

function isDay(text: string): boolean {
  // A day that does not exist, such as February 30, is moved on by some parsers.
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}
