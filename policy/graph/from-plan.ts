import { fromStack, UNKNOWN_TEXT } from "./from-pulumi";
import type { WireMap } from "./from-pulumi";
import type { GraphObject } from "./object";

/** A resource as a plan.json holds it: the parts that rules and estimates read. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly provider: string | null;
  readonly inputs: WireMap;
  readonly options: { readonly protect?: boolean; readonly ignoreChanges?: readonly string[] };
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** Keys by which a plan marks what is not known, or not told because it is secret. Source: docs/plan-format.md */
const MARKS = ["$unknown", "$secret"];

/** The objects of a plan. A secret value is not in a plan, so it is not known here. */
export function fromPlan(resources: readonly PlannedResource[]): readonly GraphObject[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return fromStack(
    resources.map(({ dependencies, inputs, name, options, propertyDependencies, provider, type, urn }) => ({
      urn,
      type,
      name,
      inputs: wire(inputs) as WireMap,
      isProtected: options.protect === true,
      ignoreChanges: options.ignoreChanges ?? [],
      provider:
        provider === null ? undefined : { urn: provider, inputs: wire(byUrn.get(provider)?.inputs ?? {}) as WireMap },
      references: propertyDependencies,
      dependencies,
    })),
  );
}

function wire(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(wire);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return MARKS.some((mark) => Object.hasOwn(value, mark))
    ? UNKNOWN_TEXT
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wire(inner)]));
}
