import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../shared/user-error";
import { readText } from "../../shared/read-text";
import { parseYaml } from "../../shared/yaml-file";

/** A stack's configuration as the engine would hand it to the program. */
export interface StackSettings {
  /** Name of the project. */
  readonly project: string;
  /** Name of the stack. */
  readonly stack: string;
  /** `namespace:key` → text; lists and maps as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Full keys that hold a secret. */
  readonly secretKeys: readonly string[];
}

/** Stands for encrypted values, which only the stack's own key can open. */
export const ENCRYPTED = "[encrypted in the stack's file]";

/** Name of a project's file. */
const PROJECT_FILE = "Pulumi.yaml";
/** What the CLI allows in a stack's name. Keeps a name from leading out of the folder. */
const STACK_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/**
 * Reads Pulumi.yaml and Pulumi.<stack>.yaml of a folder, as the CLI does: the stack's value of a key replaces the
 * project's default as a whole. Encrypted values become {@link ENCRYPTED}.
 *
 * Errors: UserError that names the file, and what it lacks or where it cannot be read.
 */
export function readStackSettings(folder: string, stack: string): StackSettings {
  const { project, values: defaults } = readProjectSettings(folder);
  const stackFile = readYaml(folder, stackFileName(folder, stack));
  const values: Record<string, string> = { ...defaults };
  const secretKeys: string[] = [];
  for (const [key, value] of entries(stackFile["config"])) {
    const fullKey = namespaced(project, key);
    const opened = withoutCiphertext(value);
    if (opened.secret) {
      secretKeys.push(fullKey);
    }
    values[fullKey] = encode(opened.value);
  }
  return { project, stack, values, secretKeys };
}

/** Name of the project of a folder, whatever its runtime; undefined where it has none. Errors: UserError where its file cannot be read. */
export function projectNameIn(folder: string): string | undefined {
  const hasNone = existsSync(folder) && !existsSync(join(folder, PROJECT_FILE));
  return hasNone ? undefined : text(readYaml(folder, PROJECT_FILE)["name"]);
}

/** Reads Pulumi.yaml of a folder: what holds for a stack that says nothing. Errors: UserError as of {@link readStackSettings}. */
export function readProjectSettings(folder: string): Pick<StackSettings, "project" | "values"> {
  const projectFile = readYaml(folder, PROJECT_FILE);
  const project = text(projectFile["name"]) ?? "";
  if (project === "") {
    throw new UserError(`${PROJECT_FILE}: name is missing; it must be the name of the project.`);
  }
  checkRuntime(projectFile["runtime"]);
  const values: Record<string, string> = {};
  for (const [key, declaration] of entries(projectFile["config"])) {
    const value = typeof declaration === "object" && declaration !== null ? defaultOf(declaration) : declaration;
    if (value !== undefined) {
      values[namespaced(project, key)] = encode(value);
    }
  }
  return { project, values };
}

/** A plan runs Node.js programs; another would look as if it made nothing. */
function checkRuntime(runtime: unknown): void {
  const name = text(typeof runtime === "object" && runtime !== null ? (runtime as { name?: unknown }).name : runtime);
  if (name !== undefined && name !== "nodejs") {
    throw new UserError(
      `${PROJECT_FILE}: runtime is ${name}; a plan runs programs of runtime nodejs. Use pulumi preview, with --policy-pack to judge it.`,
    );
  }
}

/** Name of a stack's file, which exists. Errors: UserError that names the stacks that there are. */
export function stackFileName(folder: string, stack: string): string {
  const name = `Pulumi.${stack}.yaml`;
  if (STACK_NAME.test(stack) && existsSync(join(folder, name))) {
    return name;
  }
  const stacks = stacksOf(folder);
  const known = stacks.length > 0 ? `The stacks here are ${stacks.join(", ")}.` : "There is no stack here.";
  throw new UserError(`Stack ${JSON.stringify(stack)} has no file Pulumi.<stack>.yaml in ${folder}. ${known}`);
}

/** Name of the file of a stack that does not exist yet. Errors: UserError where it does, or where it cannot be called that. */
export function newStackFileName(folder: string, stack: string): string {
  const name = `Pulumi.${stack}.yaml`;
  if (!STACK_NAME.test(stack)) {
    throw new UserError(
      `--stack is ${JSON.stringify(stack)}; it must have letters, digits, dots, hyphens and underscores only.`,
    );
  }
  if (existsSync(join(folder, name))) {
    throw new UserError(`${name} exists already in ${folder}. Give the new stack another name with --stack.`);
  }
  return name;
}

/** Names of the stacks that have a file in a folder. */
export function stacksOf(folder: string): string[] {
  return readdirSync(folder).flatMap((file) => /^Pulumi\.([A-Za-z0-9_.-]+)\.yaml$/.exec(file)?.[1] ?? []);
}

function readYaml(folder: string, file: string): Record<string, unknown> {
  const hint = file === PROJECT_FILE ? " Run this in the folder of a Pulumi project." : "";
  const content = parseYaml(readText(join(folder, file), { shown: `${file} in ${folder}`, hint }), file);
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    const held = content === null ? "nothing" : "something else";
    throw new UserError(`${file} must hold a map of keys to values, and holds ${held}.`);
  }
  return content as Record<string, unknown>;
}

function entries(section: unknown): [string, unknown][] {
  return typeof section === "object" && section !== null ? Object.entries(section) : [];
}

function defaultOf(declaration: object): unknown {
  const { default: byDefault, value } = declaration as { default?: unknown; value?: unknown };
  return value ?? byDefault;
}

/** A key without a namespace belongs to the project. */
function namespaced(project: string, key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

function encode(value: unknown): string {
  return text(value) ?? JSON.stringify(value);
}

function text(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
      return String(value);
    default:
      return undefined;
  }
}

function withoutCiphertext(value: unknown): { value: unknown; secret: boolean } {
  if (Array.isArray(value)) {
    const items = value.map(withoutCiphertext);
    return { value: items.map((item) => item.value), secret: items.some(({ secret }) => secret) };
  }
  if (typeof value !== "object" || value === null) {
    return { value, secret: false };
  }
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "secure") {
    return { value: ENCRYPTED, secret: true };
  }
  const opened = Object.entries(value).map(([key, inner]) => ({ key, ...withoutCiphertext(inner) }));
  return {
    value: Object.fromEntries(opened.map(({ key, value: inner }) => [key, inner])),
    secret: opened.some(({ secret }) => secret),
  };
}
