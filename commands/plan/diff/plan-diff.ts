import { isWithin, replacesBy } from "../../../policy/facts/replacements";
import { isSecret, isUnknown } from "../engine/plan";
import type { Plan, PlanObject, PlanResource, PlanValue } from "../engine/plan";
import type { Violation } from "../engine/verdicts";

/** An input that two plans set differently. */
interface InputChange {
  /** Path of the input, such as `spec.replicas`. */
  readonly path: string;
  /** Value before; undefined where there was none. */
  readonly before: PlanValue | undefined;
  /** Value after; undefined where there is none. */
  readonly after: PlanValue | undefined;
}

/** A resource that two plans have, with different inputs or options. */
export interface ResourceChange {
  /** The resource as it will be. */
  readonly resource: PlanResource;
  /** What changes, sorted by path. */
  readonly changes: readonly InputChange[];
}

/** A resource that is deleted and made again. */
interface Replacement extends ResourceChange {
  /** The inputs that ask for it, sorted: those that change, and those that come from another resource that is replaced. */
  readonly because: readonly string[];
}

/** What is different between two plans of a stack. */
export interface PlanDiff {
  /** Resources that only the later plan has. */
  readonly added: readonly PlanResource[];
  /** Resources that only the earlier plan has. */
  readonly removed: readonly PlanResource[];
  /** Resources that both have, and that a change replaces as far as policy/facts/replacements.ts knows; none between two stacks. */
  readonly replaced: readonly Replacement[];
  /** The other resources that both have, with what changes. */
  readonly changed: readonly ResourceChange[];
  /** Violations that only the later plan has. */
  readonly newViolations: readonly Violation[];
  /** Violations that only the earlier plan has. */
  readonly mended: readonly Violation[];
}

/** What is different between two plans, of one stack or of two; the first may be none at all. Components say nothing of their own. */
export function diffPlans(before: Plan | undefined, after: Plan): PlanDiff {
  const old = new Map(madeBy(before).map((resource) => [placeOf(resource.urn), resource]));
  const pairs = madeBy(after).map((resource) => ({ resource, earlier: earlierOf(resource, old) }));
  const kept = new Set(pairs.map(({ earlier }) => earlier));
  const [oldViolations, violations] = [violationsOf(before), violationsOf(after)];
  const both = pairs.flatMap(({ earlier, resource }) =>
    earlier === undefined ? [] : [{ resource, changes: changesBetween(facts(earlier), facts(resource)) }],
  );
  const replaced = before?.stack === after.stack ? replacements(both) : [];
  const isReplaced = new Set(replaced.map(({ resource }) => resource));
  return {
    added: pairs.flatMap(({ earlier, resource }) => (earlier === undefined ? [resource] : [])),
    removed: [...old.values()].filter((resource) => !kept.has(resource)),
    replaced,
    changed: both.filter(({ changes, resource }) => changes.length > 0 && !isReplaced.has(resource)),
    newViolations: without(violations, oldViolations),
    mended: without(oldViolations, violations),
  };
}

/** Those of the resources that are replaced. A plan has a resource after what it needs, so what it depends on is decided before it. */
function replacements(both: readonly ResourceChange[]): readonly Replacement[] {
  const urns = new Set<string>();
  return both.flatMap(({ changes, resource }) => {
    const because = replacingInputs(resource, changes, urns);
    if (because.length === 0) {
      return [];
    }
    urns.add(resource.urn);
    return [{ resource, changes, because }];
  });
}

function replacingInputs(
  { options, propertyDependencies, provider, type }: PlanResource,
  changes: readonly InputChange[],
  replaced: ReadonlySet<string>,
): readonly string[] {
  const { ignoreChanges = [], replaceOnChanges = [] } = options;
  const isIn = (inputs: readonly string[], path: string): boolean =>
    inputs.some((input) => input === "*" || isWithin(path, input));
  const follows = Object.entries(propertyDependencies)
    .filter(([, urns]) => urns.some((urn) => replaced.has(urn)))
    .map(([input]) => input);
  const inputs = [...changes.map(({ path }) => path).filter((path) => !path.startsWith(OPTION)), ...follows].filter(
    (path) => !isIn(ignoreChanges, path) && (replacesBy(type, path) || isIn(replaceOnChanges, path)),
  );
  const hasOtherProvider = provider !== null && replaced.has(provider);
  return [...inputs, ...(hasOtherProvider ? [`${OPTION}.provider`] : [])].toSorted();
}

/** The resource that was at the same place, or at one that an alias names. */
function earlierOf({ options, urn }: PlanResource, old: ReadonlyMap<string, PlanResource>): PlanResource | undefined {
  const places = [urn, ...(options.aliases ?? [])].map(placeOf);
  return places.flatMap((place) => old.get(place) ?? [])[0];
}

function madeBy(plan: Plan | undefined): readonly PlanResource[] {
  return plan?.resources.filter(({ custom }) => custom) ?? [];
}

/** Begins the path of what is decided about a resource, and is none of its inputs. */
const OPTION = "resource option";

/** What a reviewer wants to know of a resource: what it is made of, by whom, and what happens to it in the end. */
function facts({ inputs, options, provider }: PlanResource): ReadonlyMap<string, PlanValue> {
  const { deletedWith, importId, retainOnDelete = false, protect = false } = options;
  const { deleteBeforeReplace = false, ignoreChanges = [], replaceOnChanges = [] } = options;
  const decided = {
    provider: provider === null ? null : placeOf(provider),
    protect,
    retainOnDelete,
    deleteBeforeReplace,
    ignoreChanges,
    replaceOnChanges,
    deletedWith: deletedWith === undefined ? null : placeOf(deletedWith),
    importId: importId ?? null,
  };
  return new Map([...leaves(inputs), ...leaves(decided, OPTION)]);
}

type Facts = ReturnType<typeof facts>;

function changesBetween(old: Facts, now: Facts): readonly InputChange[] {
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => JSON.stringify(old.get(path)) !== JSON.stringify(now.get(path)))
    .toSorted()
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}

/** Values by path. A mark, an empty list and an empty map are values. */
function leaves(value: PlanValue, path = ""): Map<string, PlanValue> {
  const isMark = isUnknown(value) || isSecret(value);
  const inner = typeof value === "object" && value !== null && !isMark ? Object.entries(value as PlanObject) : [];
  if (inner.length === 0) {
    return new Map([[path, value]]);
  }
  const isList = Array.isArray(value);
  return new Map(inner.flatMap(([key, one]) => [...leaves(one, isList ? `${path}[${key}]` : joined(path, key))]));
}

/** A path and one key more; keys with characters of their own stand in brackets, so that no two paths look the same. */
function joined(path: string, key: string): string {
  const plain = /^[\w-]+$/.test(key);
  return plain ? (path === "" ? key : `${path}.${key}`) : `${path}[${JSON.stringify(key)}]`;
}

function violationsOf(plan: Plan | undefined): readonly Violation[] {
  return plan?.verdicts?.violations ?? [];
}

/** The violations of one list that another does not have. */
function without(all: readonly Violation[], others: readonly Violation[]): readonly Violation[] {
  const known = new Set(others.map(key));
  return all.filter((violation) => !known.has(key(violation)));
}

function key({ level, message, policy, urn }: Violation): string {
  return [level, policy, placeOf(urn ?? ""), message].join("\u0000");
}

/** A URN without stack and project: two stacks of a program have their resources at the same places. */
export function placeOf(urn: string): string {
  return urn.split("::").slice(2).join("::");
}
