import type { GoogleSettings, ProjectSettings } from "./schema/stack";

/** Everything a stack's program decides by: valid, complete, with defaults filled in. */
export interface StackConfig extends ProjectSettings {
  /** Name of the stack. */
  readonly stack: string;
  /** Google Cloud project and region; undefined on target kubeconfig. */
  readonly google: GoogleSettings | undefined;
  /** Likely mistakes that do not stop the program. */
  readonly warnings: readonly string[];
}
