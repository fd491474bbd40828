import { exemptionFault, exemptionOf } from "./exemptions";
import { Undecidable } from "./graph/field";
import { resolveSettings } from "./settings";
import type { ConfiguredExemption, Exemption } from "./exemptions";
import type { ObjectGraph } from "./graph/graph";
import type { GraphObject } from "./graph/object";
import type { Outcome, Rule } from "./rule";

/** A rule's complaint about an object. */
export interface Finding {
  readonly rule: Rule;
  readonly object: GraphObject;
  /** Path of the field that shows it. */
  readonly field: string;
  /** What is wrong. */
  readonly message: string;
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
  const { config = {}, today } = circumstances;
  const settings = resolveSettings(rule.id, rule.settings ?? {}, config);
  const findings: Finding[] = [];
  const doubts: Doubt[] = [];
  for (const outcome of outcomesOf(() => rule.check(object, graph, settings))) {
    if (outcome instanceof Undecidable) {
      doubts.push({ rule, object, ...doubtAbout(object, outcome) });
    } else {
      const { field, says } = outcome;
      findings.push({ rule, object, field: field.path, message: withoutSecrets(says, graph) });
    }
  }
  if (findings.length === 0 && doubts.length === 0) {
    return NOTHING;
  }
  const exemption = exemptionOf(object, rule.id, config.exemptions ?? []);
  return exemption !== undefined && exemptionFault(exemption, today) === undefined
    ? { ...NOTHING, exempted: exemption }
    : { findings, doubts, exempted: undefined };
}

function* outcomesOf(check: () => Iterable<Outcome>): Iterable<Outcome> {
  try {
    yield* check();
  } catch (error) {
    if (!(error instanceof Undecidable)) {
      throw error;
    }
    yield error;
  }
}

function doubtAbout(object: GraphObject, { field }: Undecidable): Pick<Doubt, "field" | "message"> {
  const whose = field.owner === object ? "" : ` of ${field.owner.title}`;
  if (field.path === "") {
    return {
      field: "",
      message: `cannot be judged, because nothing${whose} is known yet. Let the pack see the inputs (enable one of its resource policies), or name the provider's cluster.`,
    };
  }
  return {
    field: field.path,
    message: `cannot be judged, because ${field.path}${whose} is not known before the resource that it comes from exists. Give it as plain text (and say dependsOn), or judge again after an update.`,
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

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
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
  const judgements = rules.flatMap((rule) =>
    objectsOf(rule, graph).map((object) => judge(rule, object, graph, { today, config: configs[rule.id] ?? {} })),
  );
  return {
    findings: judgements.flatMap(({ findings }) => findings),
    doubts: judgements.flatMap(({ doubts }) => doubts),
    exempted: judgements.flatMap(({ exempted }) => exempted ?? []),
  };
}

/** The objects that a rule judges. */
export function objectsOf({ kinds }: Rule, graph: ObjectGraph): readonly GraphObject[] {
  return kinds.flatMap((kind) => graph.all(kind));
}
