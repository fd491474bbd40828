import {
  boolYaml11Tag,
  constructFromEvents,
  CORE_SCHEMA,
  defineScalarTag,
  EVENT_ID,
  intCoreTag,
  mergeTag,
  nullYaml11Tag,
  SCALAR_STYLE,
  YAMLException,
} from "js-yaml";
import { eventsOf } from "./events";
import { nodeOf, QUOTES } from "./nodes";
import { repeatedKeys, unfolded } from "./limits";
import type { TextFault } from "./text-fault";
import type { Event } from "js-yaml";
import type { YamlNode } from "./nodes";

/** What became of a document's text. */
export interface ParsedText {
  /** Values of its documents, in order. Almost always one; a document end marker (`...`) may be followed by more. */
  readonly values: readonly unknown[];
  /** Why there are none: syntax that no YAML parser reads, or content that no value stands for. */
  readonly fault?: TextFault & { readonly kind: "syntax" | "content" };
  /** Keys that are written twice in one map. The last one counts, as for kubectl. */
  readonly repeated: readonly TextFault[];
  /** Whether unquoted text holds the braces of a template. */
  readonly isTemplate: boolean;
}

const OCTAL = /^[-+]?0[0-7]+$/;
const GROUPED = /^[-+]?\d[\d_]*_\d[\d_]*$/;
const OCTAL_BASE = 8;

/** Integers as kubectl reads them: 0644 is octal, and 1_000 is a thousand. Source: sigs.k8s.io/yaml (goyaml.v2, resolve.go) */
const INTEGER = defineScalarTag("tag:yaml.org,2002:int", {
  implicit: true,
  implicitFirstChars: ["-", "+", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  resolve(source, isExplicit, tagName) {
    if (OCTAL.test(source)) {
      return Number.parseInt(source, OCTAL_BASE);
    }
    const text = GROUPED.test(source) ? source.replaceAll("_", "") : source;
    return intCoreTag.resolve(text, isExplicit, tagName);
  },
  identify: () => false,
});

/** YAML as kubectl reads it: 1.1 for truth values, and without times. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag, nullYaml11Tag, INTEGER);

/** Reads a text of one document. It never throws: what cannot be read is a fault. */
export function parseText(given: string): ParsedText {
  let text = given;
  const mayBeTemplate = given.includes("{{") || given.includes("{%");
  let events: Event[];
  try {
    ({ events, text } = eventsOf(given));
  } catch (error) {
    return failed(faultOf(error), "syntax", mayBeTemplate);
  }
  if (mayBeTemplate && hasTemplate(events, text)) {
    return { values: [], repeated: [], isTemplate: true };
  }
  const bomb = hasAlias(events) ? unfolded(nodeOf(events, text)) : undefined;
  return bomb === undefined ? construct(events, text) : failed(bomb, "content", false);
}

function construct(events: Event[], text: string): ParsedText {
  try {
    return { values: constructFromEvents(events, { source: text, schema: SCHEMA }), repeated: [], isTemplate: false };
  } catch (error) {
    return constructLoosely(events, text, faultOf(error));
  }
}

/** Keys that are written twice are one fault; anything else is another. */
function constructLoosely(events: Event[], text: string, fault: TextFault): ParsedText {
  try {
    const values = constructFromEvents(events, { source: text, schema: SCHEMA, json: true });
    return { values, repeated: repeatedKeys(nodeOf(events, text)), isTemplate: false };
  } catch {
    return failed(fault, "content", false);
  }
}

function failed(fault: TextFault, kind: "syntax" | "content", isTemplate: boolean): ParsedText {
  return { values: [], fault: { ...fault, kind }, repeated: [], isTemplate };
}

function faultOf(error: unknown): TextFault {
  if (error instanceof YAMLException) {
    return { offset: error.mark?.position ?? 0, says: error.reason };
  }
  // A RangeError of the engine, say.
  return { offset: 0, says: error instanceof Error ? error.message : String(error) };
}

function hasAlias(events: readonly Event[]): boolean {
  return events.some(({ type }) => type === EVENT_ID.ALIAS);
}

/** Objects of Helm's templates. A quoted text that reads them is a template too. @see https://helm.sh/docs/chart_template_guide/builtin_objects/ */
const HELM_OBJECT = /\{\{[^}]{0,200}\.(?:Values|Release|Chart|Capabilities|Files|Template)\b/;
/** What Prometheus fills in when an alert fires. @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/ */
const ALERT_TEXT = /\{\{-?\s*(?:\$(?:labels|externalLabels|value)\b|\.(?:Labels|Value)\b|query\b|printf\b|humanize)/;

/** Whether a scalar outside of a block, or a map as a key, is a template's. Alerts and dashboards have braces within quotes and blocks. */
function hasTemplate(events: readonly Event[], text: string): boolean {
  return events.some((event, index) => {
    if (event.type === EVENT_ID.SCALAR) {
      const scalar = text.slice(event.valueStart, event.valueEnd);
      return event.style === SCALAR_STYLE.PLAIN
        ? scalar.startsWith("{%") || (scalar.includes("{{") && !ALERT_TEXT.test(scalar))
        : QUOTES.includes(event.style) && HELM_OBJECT.test(scalar);
    }
    return isFlowMapKey(event, events[index + 1], text);
  });
}

function isFlowMapKey(event: Event, next: Event | undefined, text: string): boolean {
  return (
    event.type === EVENT_ID.MAPPING &&
    next?.type === EVENT_ID.MAPPING &&
    text.startsWith("{", event.start) &&
    text.startsWith("{", event.start + 1)
  );
}

/** The node of a text that was parsed before, for its positions. */
export function readNode(given: string): YamlNode | undefined {
  const { events, text } = eventsOf(given);
  return nodeOf(events, text);
}
