import type { ConfiguredExemption } from "./exemptions";

/** A setting of a rule, as a JSON schema that the Pulumi engine checks too. */
export type SettingSchema = { readonly description: string } & (
  | { readonly type: "string"; readonly enum?: readonly string[]; readonly pattern?: string; readonly default: string }
  | { readonly type: "integer"; readonly minimum?: number; readonly default: number }
  | { readonly type: "boolean"; readonly default: boolean }
  | { readonly type: "array"; readonly items: { readonly type: "string" }; readonly default: readonly string[] }
);

/** Settings by name. */
export type SettingsSchema = Readonly<Record<string, SettingSchema>>;

/** Values of settings. */
export type SettingsOf<Schema extends SettingsSchema> = {
  readonly [Name in keyof Schema]: ValueOf<Schema[Name]["type"]>;
};

type ValueOf<Type extends SettingSchema["type"]> = {
  string: string;
  integer: number;
  boolean: boolean;
  array: readonly string[];
}[Type];

/** Key of a rule's exemptions, beside its settings. */
const EXEMPTIONS = "exemptions";

/** A setting that cannot be used. */
export class SettingError extends Error {}

/** The values of a rule's settings: what is configured, and else the defaults. Errors: SettingError that names the setting. */
export function resolveSettings<Schema extends SettingsSchema>(
  rule: string,
  schema: Schema,
  configured: Readonly<Record<string, unknown>>,
): SettingsOf<Schema> {
  const names = Object.keys(schema);
  const stranger = Object.keys(configured).find((name) => name !== EXEMPTIONS && !names.includes(name));
  if (stranger !== undefined) {
    throw new SettingError(
      `${rule}.${stranger} of the policy configuration is no setting; there is ${[...names, EXEMPTIONS].join(", ")}.`,
    );
  }
  const values = Object.entries(schema).map(([name, setting]) => {
    const value = configured[name] ?? setting.default;
    const wrong = complaint(setting, value);
    if (wrong !== undefined) {
      throw new SettingError(
        `${rule}.${name} of the policy configuration is ${JSON.stringify(value)}; it must be ${wrong}. Default: ${JSON.stringify(setting.default)}.`,
      );
    }
    return [name, value] as const;
  });
  return Object.fromEntries(values) as SettingsOf<Schema>;
}

/** What a value must be and is not, or undefined where it is. */
function complaint(setting: SettingSchema, value: unknown): string | undefined {
  switch (setting.type) {
    case "string":
      return textComplaint(setting, value);
    case "integer":
      return integerComplaint(setting, value);
    case "boolean":
      return typeof value === "boolean" ? undefined : "true or false";
    case "array":
      return isTexts(value) ? undefined : "a list of texts";
  }
}

type Setting<Type extends SettingSchema["type"]> = Extract<SettingSchema, { type: Type }>;

function textComplaint({ enum: allowed, pattern }: Setting<"string">, value: unknown): string | undefined {
  if (typeof value !== "string") {
    return "a text";
  }
  if (allowed?.includes(value) === false) {
    return `one of ${allowed.join(", ")}`;
  }
  return pattern !== undefined && !new RegExp(pattern).test(value) ? `a text like ${pattern}` : undefined;
}

function integerComplaint({ minimum }: Setting<"integer">, value: unknown): string | undefined {
  if (Number.isInteger(value) && Number(value) >= (minimum ?? -Infinity)) {
    return undefined;
  }
  return `a whole number${minimum === undefined ? "" : `, ${String(minimum)} or more`}`;
}

/** Exemptions of a configuration. Errors: SettingError where they are of another shape. */
export function resolveExemptions(rule: string, value: unknown): readonly ConfiguredExemption[] {
  const isExemption = (one: unknown): one is ConfiguredExemption =>
    typeof one === "object" &&
    one !== null &&
    Object.entries(one).every(([key, text]) => EXEMPTION_KEYS.includes(key) && typeof text === "string") &&
    "object" in one;
  if (value === undefined || (Array.isArray(value) && value.every(isExemption))) {
    return value ?? [];
  }
  throw new SettingError(
    `${rule}.${EXEMPTIONS} of the policy configuration is ${JSON.stringify(value)}; it must be a list of { "object": "StatefulSet data/db", "expires": "2027-01-31", "reason": "…" }.`,
  );
}

const EXEMPTION_KEYS = ["object", "expires", "reason"];

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
