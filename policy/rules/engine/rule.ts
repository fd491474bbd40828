import type { ObjectGraph } from "../../graph/graph";
import type { Kind } from "../../graph/kinds";
import type { GraphObject, Field, Undecidable } from "../../graph/object";
import type { Patch } from "./patch";
import type { SettingsOf, SettingsSchema } from "./settings";

/**
 * How bad a finding is, worst first: data is lost or cannot be had back (critical); the service stops, or protection that
 * people count on is not there (high); it will hurt some day (medium); it could be better (low); a hint (advisory).
 */
export const SEVERITIES = ["critical", "high", "medium", "low", "advisory"] as const;
/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** Orders severities, the worst first. */
export function worstFirst(one: Severity, other: Severity): number {
  return SEVERITIES.indexOf(one) - SEVERITIES.indexOf(other);
}

/** A control of a published standard that a rule checks. */
interface Framework {
  /** Standard, such as `CIS GKE Benchmark`. */
  readonly name: string;
  /** Its version. @default it has none */
  readonly version?: string;
  /** Control, such as `5.5.7`. */
  readonly control: string;
}

/** What mending takes. */
interface Effort {
  /** Order of magnitude. */
  readonly time: "minutes" | "hours" | "days";
  /** Why it takes that. */
  readonly why: string;
}

/** What a rule says of itself, for people. */
export interface RuleDescription {
  /** Name, in kebab-case, which is that of its file too. */
  readonly id: string;
  /** How bad it is. */
  readonly severity: Severity;
  /** What is demanded, in one line. */
  readonly title: string;
  /** What happens where it does not hold. */
  readonly why: string;
  /** How to mend it, with the code to write. */
  readonly remediation: string;
  /** What mending takes. */
  readonly effort: Effort;
  /** What is better afterwards. */
  readonly outcome: string;
  /** Where to read more. */
  readonly url: string;
  /** Controls of published standards. @default none */
  readonly frameworks?: readonly Framework[];
  /** Where another checker advises the opposite: who, and why this rule does not. @default nobody does */
  readonly peers?: string;
  /**
   * Documents that break the rule, and that keep it: manifests, or `type` and `properties` of a Pulumi resource. The tests
   * judge both.
   */
  readonly example: { readonly wrong: string; readonly right: string };
}

/** What a complaint says of its rule: all but the examples, which only rules have. */
export type DescribedRule = Omit<RuleDescription, "example">;

/** Something wrong with an object. */
export interface Problem {
  /** Field that shows it; the one that would hold the value where there is none. */
  readonly field: Field;
  /** What is wrong, with the value found and what is allowed: a sentence about the object. */
  readonly says: string;
  /** A change that mends it, where one is ready: without a number or name that only a person knows. @default none */
  readonly patch?: (() => Patch) | undefined;
}

/** What a check may yield: problems, and doubts about parts of an object. */
export type Outcome = Problem | Undecidable;

/** Changes that mend an object: path of plain keys → value. */
export type Remedy = Readonly<Record<string, boolean | string>>;

/** A rule: pure, and only about the object that it is given. */
export interface Rule<Schema extends SettingsSchema = SettingsSchema> extends RuleDescription {
  /** Kinds that it judges. */
  readonly kinds: readonly Kind[];
  /** Whether the object alone decides, so that it is refused before it is made, or other objects count too. */
  readonly scope: "object" | "graph";
  /** Whether workloads that another object made, and tests of charts, are left out: who made them is judged. @default false */
  readonly skipsOwned?: boolean;
  /** What can be configured. @default nothing */
  readonly settings?: Schema;
  /** A change that is always safe, made only where the configuration asks for it. @default none */
  readonly remedy?: (object: GraphObject) => Remedy;
  /** Looks at anything, and yields what is wrong with the object. Throws {@link Undecidable} where it cannot tell. */
  check(object: GraphObject, graph: ObjectGraph, settings: SettingsOf<Schema>): Iterable<Outcome>;
}

/** Gives a rule's settings their types. */
export function defineRule<const Schema extends SettingsSchema>(rule: Rule<Schema>): Rule<Schema> {
  return rule;
}

/** A problem of a field, and the change that mends it where one is ready. */
export function problem(field: Field, says: string, patch?: () => Patch): Problem {
  return { field, says, patch };
}
