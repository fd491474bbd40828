import { join } from "node:path";
import { loadConfig } from "../../config/load";
import { program } from "../../index";
import { planProgram } from "../../commands/plan/engine/program";
import { readStackSettings } from "../../commands/plan/engine/stack-settings";
import { planInline } from "./inline-program";
import type { StackConfig } from "../../config/stack-config";
import type { Plan, PlanMode, PlanObject, PlanResource, PlanValue } from "../../commands/plan/engine/plan";
import type { StackSettings } from "../../commands/plan/engine/stack-settings";

/** Root of the repository. */
export const ROOT = join(__dirname, "..", "..");

/** A stack of the repository. */
export type StackName = "dev" | "prod" | "local" | "review";

/**
 * Changes of a stack's configuration: path → value. A path starts with a key (`zones`, or `gcp:region`) and goes on with
 * dots; `@` stands for `workloads.terminal-pods`. `undefined` removes.
 */
export type Changes = Readonly<Record<string, unknown>>;

/** Settings of a stack with changes. */
export function settingsWith(stack: StackName, changes: Changes = {}): StackSettings {
  const settings = readStackSettings(ROOT, stack);
  const values = { ...settings.values };
  for (const [path, value] of Object.entries(changes)) {
    const [key = "", ...inner] = path.replace(/^@/, "workloads|terminal-pods").replaceAll(".", "|").split("|");
    const fullKey = key.includes(":") ? key : `gke-stateful:${key}`;
    if (inner.length === 0) {
      values[fullKey] = typeof value === "string" ? value : JSON.stringify(value);
    } else {
      const whole: unknown = JSON.parse(values[fullKey] ?? "{}");
      assign(whole as Record<string, unknown>, inner, value);
      values[fullKey] = JSON.stringify(whole);
    }
  }
  return { ...settings, values };
}

function assign(object: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) {
    object[key] ??= {};
    assign(object[key] as Record<string, unknown>, rest, value);
  } else if (value === undefined) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the path comes from the test
    delete object[key];
  } else {
    object[key] = value;
  }
}

/** The configuration of a stack with changes, as the program loads it. */
export function configWith(stack: StackName, changes: Changes = {}, secretKeys: readonly string[] = []): StackConfig {
  const { values } = settingsWith(stack, changes);
  return loadConfig({ stack, values, isSecret: (key) => secretKeys.includes(key) });
}

const plans = new Map<string, Promise<Plan>>();

/** The plan of a stack with changes. The program really runs, in this process, once for each distinct configuration. */
export function planWith(
  stack: StackName,
  changes: Changes = {},
  mode: PlanMode = "preview",
  secretKeys: readonly string[] = [],
): Promise<Plan> {
  const settings = { ...settingsWith(stack, changes), secretKeys };
  const key = JSON.stringify([settings, mode]);
  const known = plans.get(key) ?? planInline(program, settings, mode);
  plans.set(key, known);
  return known;
}

/** The plan of a stack with changes, from a process of its own, as the plan command makes it. Takes seconds. */
export function planApart(stack: StackName, changes: Changes = {}, mode: PlanMode = "preview"): Promise<Plan> {
  return planProgram({ folder: ROOT, settings: settingsWith(stack, changes), mode });
}

/** The resources of a type, without the provider's prefix or with it. */
export function ofType({ resources }: Plan, type: string): PlanResource[] {
  return resources.filter((resource) => resource.type === type || resource.type.endsWith(`:${type}`));
}

/** The only resource of a type, or the one with a name. */
export function only(plan: Plan, type: string, name?: string): PlanResource {
  const found = ofType(plan, type).filter((resource) => name === undefined || resource.name === name);
  const [resource] = found;
  if (resource === undefined || found.length > 1) {
    throw new Error(
      `${String(found.length)} resources of type ${type}${name === undefined ? "" : ` named ${name}`}; expected one.`,
    );
  }
  return resource;
}

/** The value at a dotted path. */
export function at(value: PlanValue | undefined, path: string): PlanValue | undefined {
  return path
    .split(".")
    .reduce<PlanValue | undefined>(
      (inner, key) => (typeof inner === "object" && inner !== null ? (inner as PlanObject)[key] : undefined),
      value,
    );
}

/** The names of resources by URN list. */
export function namesOf(urns: readonly string[]): string[] {
  return urns.map((urn) => urn.split("::").at(-1) ?? "").toSorted();
}
