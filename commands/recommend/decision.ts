/** Something else that was thought of. */
interface Rejected {
  readonly what: string;
  readonly why: string;
}

/** A map of settings, by the keys of a stack's configuration. */
export interface Settings {
  readonly [key: string]: SettingsValue;
}

/** A value of a stack's configuration. */
export type SettingsValue = string | number | boolean | readonly SettingsValue[] | Settings;

/** One choice, with its reason. */
export interface Decision {
  /** What it is about. */
  readonly topic: string;
  /** What was chosen. */
  readonly choice: string;
  /** Which requirement asks for it. */
  readonly because: string;
  /** What was not chosen. */
  readonly rejected: readonly Rejected[];
  /** What it sets; what is the default anyway is not set. @default nothing */
  readonly settings?: Settings;
}
