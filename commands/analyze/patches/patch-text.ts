import { dump } from "js-yaml";
import { replacementsOfAddition, replacementsOfEdits } from "./replacements";
import { isMap } from "../../../policy/graph/value";
import type { GraphObject } from "../../../policy/graph/object";
import type { Edit, Patch } from "../../../policy/rules/engine/patch";
import type { ReadyPatch } from "../report/report";
import type { Written } from "./replacements";

/** A patch as people and tools take it: YAML for kubectl and kustomize, and replacements in the file. */
export function patchText(patch: Patch, object: GraphObject, written: (object: GraphObject) => Written): ReadyPatch {
  if ("add" in patch) {
    const yaml = asYaml(patch.add);
    return { kind: "add", yaml, replacements: replacementsOfAddition(yaml, written(object)) };
  }
  return { kind: "change", yaml: patchYaml(patch.edits), replacements: replacementsOfEdits(patch.edits, written) };
}

/** YAML as people write it. */
function asYaml(value: unknown): string {
  return dump(value, { lineWidth: -1, noRefs: true });
}

/** A strategic merge patch, or a JSON patch where a list's items have no names to find them by. */
function patchYaml(edits: readonly Edit[]): string {
  const object = edits[0]?.field.owner;
  const merged = edits.map((edit) => strategic(edit));
  if (object === undefined || merged.some((part) => part === undefined)) {
    return asYaml(edits.map(jsonPatch));
  }
  const { apiVersion, kindName } = object.facts;
  const namespace = object.namespaceField.value;
  const identity = {
    apiVersion,
    kind: kindName,
    metadata: { name: object.name ?? "", ...(typeof namespace === "string" && { namespace }) },
  };
  return asYaml(merged.reduce<unknown>((all, part) => merge(all, part), identity));
}

/** The way to a field as maps, with a list's item by its name. Undefined where an item has none. */
function strategic({ field, value }: Edit): unknown {
  let result: unknown = value ?? null;
  let isNamed = true;
  const keys = field.keys;
  for (let depth = keys.length - 1; depth >= 0; depth -= 1) {
    const key = keys[depth] ?? "";
    if (typeof key === "number") {
      const item = valueAt(field, keys.slice(0, depth + 1));
      const name = isMap(item) ? item["name"] : undefined;
      isNamed &&= typeof name === "string";
      result = [{ name, ...(result as object) }];
    } else {
      result = { [key]: result };
    }
  }
  return isNamed ? result : undefined;
}

function valueAt({ owner }: Edit["field"], keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key],
    owner.facts.value,
  );
}

function merge(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) {
    return mergeItems(one, other);
  }
  if (!isMap(one) || !isMap(other)) {
    return other;
  }
  const result: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    result[key] = key in result ? merge(result[key], value) : value;
  }
  return result;
}

/** Items of one name are one item. */
function mergeItems(one: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  const nameOf = (item: unknown): unknown => (item as { name?: unknown } | null)?.name;
  const [first] = other;
  const index = one.findIndex((item) => nameOf(item) !== undefined && nameOf(item) === nameOf(first));
  return index === -1 ? [...one, ...other] : one.with(index, merge(one[index], first));
}

function jsonPatch({ field, value }: Edit): object {
  const path = field.keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return value === undefined ? { op: "remove", path } : { op: "add", path, value };
}
