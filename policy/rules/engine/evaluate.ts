import { escaped } from "../../facts/escaped";
import { exemptionFault, exemptionOf } from "./exemptions";
import { isWorkload } from "../../graph/pods";
import { asDoubt, Undecidable } from "../../graph/object";
import { resolveExemptions, resolveSettings } from "./settings";
import type { ConfiguredExemption, Exemption } from "./exemptions";
import type { ObjectGraph } from "../../graph/graph";
import type { GraphObject, Field } from "../../graph/object";
import type { Patch } from "./patch";
import type { Outcome, Rule } from "./rule";
import type { SettingsOf, SettingsSchema } from "./settings";

/** A rule's complaint about an object. */
export interface Finding {
  readonly rule: Rule;
  readonly object: GraphObject;
  /** Path of the field that shows it. */
  readonly field: string;
  /** The field itself; it may be another object's. */
  readonly at: Field;
  /** What is wrong. */
  readonly message: string;
  /** A change that mends it, where one is ready. */
  readonly patch: (() => Patch) | undefined;
}

/** A decision that a rule could not make. */
export interface Doubt {
  readonly rule: Rule;
  readonly object: GraphObject;
  /** Path of the field that is not known. */
  readonly field: string;
  /** What is not known, and how to make it known. */
  readonly message: string;
}

/** What a rule says about an object. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly doubts: readonly Doubt[];
  /** The exemption that keeps the findings back, if there are findings and one counts. */
  readonly exempted: Exemption | undefined;
}

/** How a rule is configured: its settings, and its exemptions under `exemptions`. */
export interface RuleConfig extends Readonly<Record<string, unknown>> {
  readonly exemptions?: readonly ConfiguredExemption[];
}

/** What a judgement depends on besides the objects. */
export interface Circumstances {
  /** The day, as in `2026-11-22`. */
  readonly today: string;
  /** Configuration of the rule. @default none */
  readonly config?: RuleConfig;
}

const NOTHING: Judgement = { findings: [], doubts: [], exempted: undefined };

/** Judges one object by one rule. Errors: SettingError where the configuration cannot be used. */
export function judge(rule: Rule, object: GraphObject, graph: ObjectGraph, circumstances: Circumstances): Judgement {
  const { config = NO_CONFIG, today } = circumstances;
  const outcomes = outcomesOf(rule, object, graph, settingsOf(rule, config));
  if (outcomes === undefined) {
    return NOTHING;
  }
  const exemption = exemptionOf(object, rule.id, resolveExemptions(rule.id, config.exemptions));
  if (exemption !== undefined && exemptionFault(exemption, today) === undefined) {
    return { ...NOTHING, exempted: exemption };
  }
  const findings = outcomes.flatMap((outcome) =>
    outcome instanceof Undecidable
      ? []
      : [
          {
            rule,
            object,
            field: outcome.field.path,
            at: outcome.field,
            message: withoutSecrets(outcome.says, graph),
            patch: outcome.patch,
          },
        ],
  );
  const doubts = outcomes.flatMap((outcome) =>
    outcome instanceof Undecidable ? [{ rule, object, ...doubtAbout(object, outcome) }] : [],
  );
  return { findings, doubts, exempted: undefined };
}

const NO_CONFIG: RuleConfig = {};
const NO_SETTINGS: SettingsOf<SettingsSchema> = {};
const resolved = new WeakMap<RuleConfig, Map<string, SettingsOf<SettingsSchema>>>();

/** A rule's settings, worked out once for each configuration. */
function settingsOf({ id, settings }: Rule, config: RuleConfig): SettingsOf<SettingsSchema> {
  if (settings === undefined && config === NO_CONFIG) {
    return NO_SETTINGS;
  }
  const byRule = resolved.get(config) ?? new Map<string, SettingsOf<SettingsSchema>>();
  resolved.set(config, byRule);
  const values = byRule.get(id) ?? resolveSettings(id, settings ?? {}, config);
  byRule.set(id, values);
  return values;
}

/**
 * What a check yields, and the doubt that ended it, if one did; undefined where it yields nothing, which is what nearly all
 * of them do.
 */
function outcomesOf(
  rule: Rule,
  object: GraphObject,
  graph: ObjectGraph,
  settings: SettingsOf<SettingsSchema>,
): readonly Outcome[] | undefined {
  let outcomes: Outcome[] | undefined;
  try {
    if (rule.skipsOwned === true && !isWorkload(object)) {
      return undefined;
    }
    for (const outcome of rule.check(object, graph, settings)) {
      outcomes ??= [];
      outcomes.push(outcome);
    }
  } catch (error) {
    outcomes ??= [];
    outcomes.push(asDoubt(error));
  }
  return outcomes;
}

function doubtAbout(object: GraphObject, { field, reason }: Undecidable): Pick<Doubt, "field" | "message"> {
  if (reason !== undefined) {
    return { field: field.path, message: `cannot be judged in full, because ${reason}` };
  }
  const whose = field.owner === object ? "" : ` of ${field.owner.title}`;
  if (field.path === "") {
    return {
      field: "",
      message: `cannot be judged in full, because nothing${whose} is known yet. Let the pack see the inputs (enable one of its resource policies), or name the provider's cluster.`,
    };
  }
  return {
    field: field.path,
    message: `cannot be judged in full, because ${field.path}${whose} is not known before the resource that it comes from exists. Give it as plain text (and say dependsOn), or judge again after an update.`,
  };
}

/** Shortest secret that is looked for anywhere; shorter ones only where they stand alone. */
const SECRET_ANYWHERE = 4;

/** A message in which no secret of the graph can be read. */
export function withoutSecrets(message: string, graph: ObjectGraph): string {
  return graph.once(secretsOf).reduce((text, secret) => {
    return secret.length >= SECRET_ANYWHERE
      ? text.replaceAll(secret, "[secret]")
      : text.replaceAll(new RegExp(`(?<![\\w.])${escaped(secret)}(?![\\w.])`, "g"), "[secret]");
  }, message);
}

function secretsOf(graph: ObjectGraph): readonly string[] {
  const all = graph.objects.flatMap(({ facts }) => facts.secrets ?? []);
  return [...new Set(all)].filter((secret) => secret !== "").toSorted((one, other) => other.length - one.length);
}

/** Everything that rules say about a graph. */
export interface Evaluation {
  readonly findings: readonly Finding[];
  readonly doubts: readonly Doubt[];
  readonly exempted: readonly Exemption[];
}

/** Judges all objects by rules. */
export function evaluate(
  graph: ObjectGraph,
  rules: readonly Rule[],
  { configs = {}, today }: { readonly configs?: Readonly<Record<string, RuleConfig>>; readonly today: string },
): Evaluation {
  const findings: Finding[] = [];
  const doubts: Doubt[] = [];
  const exempted: Exemption[] = [];
  const judges = rules.map((rule) => ({ rule, circumstances: { today, config: configs[rule.id] ?? NO_CONFIG } }));
  // Object by object, so that what one rule has read is at hand for the next.
  for (const [kind, objects] of Map.groupBy(graph.objects, (object) => object.kind)) {
    const own = judges.filter(({ rule }) => rule.kinds.includes(kind));
    for (const object of objects) {
      const judgements = judgementsOf(object, graph, own);
      if (judgements.length > 0) {
        findings.push(...judgements.flatMap((judgement) => judgement.findings));
        doubts.push(...judgements.flatMap((judgement) => judgement.doubts));
        exempted.push(...judgements.flatMap((judgement) => judgement.exempted ?? []));
      }
      object.forget();
    }
  }
  return { findings, doubts, exempted };
}

interface Judge {
  readonly rule: Rule;
  readonly circumstances: Circumstances;
}

/** What rules say about an object, without those that have nothing to say. */
function judgementsOf(object: GraphObject, graph: ObjectGraph, judges: readonly Judge[]): readonly Judgement[] {
  const judgements: Judgement[] = [];
  for (const { circumstances, rule } of judges) {
    const judgement = judge(rule, object, graph, circumstances);
    if (judgement !== NOTHING) {
      judgements.push(judgement);
    }
  }
  return judgements;
}

/** The objects that a rule judges. */
export function objectsOf({ kinds }: Rule, graph: ObjectGraph): readonly GraphObject[] {
  return kinds.flatMap((kind) => graph.all(kind));
}
