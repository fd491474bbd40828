import type { Verdicts } from "./verdicts";

/**
 * The shape of `out/<stack>/plan.json`. A change that readers would notice raises {@link PLAN_VERSION}.
 * docs/plan-format.md explains every field.
 */

/** Version of the shape. */
export const PLAN_VERSION = 2;

/** A value that nobody knows before the resources exist. */
export const UNKNOWN = { $unknown: true } as const;
/** A value that the stack keeps secret; it is nowhere in a plan. */
export const SECRET = { $secret: true } as const;

/** A secret value that nobody knows yet. */
export const UNKNOWN_SECRET = { $unknown: true, $secret: true } as const;

/** JSON, in which {@link UNKNOWN}, {@link SECRET} and {@link UNKNOWN_SECRET} stand for values that are not there. */
export type PlanValue = null | boolean | number | string | readonly PlanValue[] | { readonly [key: string]: PlanValue };

/** A map of values. */
export type PlanObject = Readonly<Record<string, PlanValue>>;

/** Whether provider outputs are unknown, as in the first preview of a stack, or plausible, as after an update. */
export type PlanMode = "preview" | "update";

/** Options of a registration, as the engine gets them; those that are not set are left out. */
export interface PlanOptions {
  /** Refuses to delete the resource. */
  readonly protect?: boolean;
  /** Input paths whose changes are ignored. */
  readonly ignoreChanges?: readonly string[];
  /** Input paths whose changes replace the resource. */
  readonly replaceOnChanges?: readonly string[];
  /** The old one is deleted before the new one is made. */
  readonly deleteBeforeReplace?: boolean;
  /** URN of the resource whose deletion takes this one along. */
  readonly deletedWith?: string;
  /** Kept in the cloud when it leaves the program. */
  readonly retainOnDelete?: boolean;
  /** Former URNs. */
  readonly aliases?: readonly string[];
  /** Outputs that are secret. */
  readonly additionalSecretOutputs?: readonly string[];
  /** Longest create, update and delete, such as `45m`. */
  readonly customTimeouts?: Readonly<Record<string, string>>;
  /** Names of hooks by the moment they run at. */
  readonly hooks?: Readonly<Record<string, readonly string[]>>;
  /** Id of the existing resource that is adopted. */
  readonly importId?: string;
  /** Version of the provider's plugin. */
  readonly version?: string;
}

/** One registration. */
export interface PlanResource {
  /** URN. */
  readonly urn: string;
  /** Type token, for example `gcp:container/cluster:Cluster`. */
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  /** URN of the parent, or null for the stack itself. */
  readonly parent: string | null;
  /** True for resources that a provider makes, false for components. */
  readonly custom: boolean;
  /** URN of the explicit provider, or null for the default one and for components. */
  readonly provider: string | null;
  /** Inputs. */
  readonly inputs: PlanObject;
  /** Options. */
  readonly options: PlanOptions;
  /** URNs that must exist before, sorted. */
  readonly dependencies: readonly string[];
  /** URNs by input, for inputs that come from other resources. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** What the program of a stack would register. */
export interface Plan {
  /** {@link PLAN_VERSION}. */
  readonly version: typeof PLAN_VERSION;
  /** Name of the project. */
  readonly project: string;
  /** Name of the stack. */
  readonly stack: string;
  /** How provider outputs were answered. */
  readonly mode: PlanMode;
  /** Registrations: everything after what it needs, and else by URN. The same program gives the same order. */
  readonly resources: readonly PlanResource[];
  /** Outputs of the stack. */
  readonly outputs: PlanObject;
  /** Warnings of the program. */
  readonly warnings: readonly string[];
  /** What the policy pack says, or null where none was asked. */
  readonly verdicts: Verdicts | null;
}

/** Whether a value is unknown, secret or not. */
export function isUnknown(value: PlanValue | undefined): boolean {
  return isMarked(value, "$unknown");
}

/** Whether a value is secret, known or not. */
export function isSecret(value: PlanValue | undefined): boolean {
  return isMarked(value, "$secret");
}

function isMarked(value: PlanValue | undefined, mark: string): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && (value as PlanObject)[mark] === true;
}
