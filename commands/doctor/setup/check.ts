import { quoted } from "../case/quotes";
import type { Goal } from "./goal";
import type { Shell } from "./shell";

/** Whether something is there. Unknown: it could not be told, which is not the same as missing. */
type State = "missing" | "ok" | "unknown";

/** What a look at one thing has shown. */
export interface Outcome {
  readonly state: State;
  /** As a sentence without its subject. */
  readonly says: string;
  /** What to do, as a command where one does it. */
  readonly fix?: string;
}

/** What a check looks at. */
export interface Ask {
  readonly goal: Goal;
  readonly shell: Shell;
  readonly environment: NodeJS.ProcessEnv;
  /** Token of the Application Default Credentials, asked for once; undefined where there are none. */
  readonly token: () => Promise<string | undefined>;
  /** Runs gcloud as whom the Google Cloud provider will be, and reads the JSON that it prints. Undefined and the complaint where it fails. */
  readonly gcloud: (...args: readonly string[]) => Promise<{ readonly json: unknown; readonly complaint: string }>;
}

/** One thing that the first `up` needs. */
export interface Check {
  /** Stable name. */
  readonly id: string;
  /** Checks without which this one cannot tell. */
  readonly needs?: readonly string[];
  readonly look: (ask: Ask) => Promise<Outcome> | Outcome;
}

/** What is there. */
export function ok(says: string): Outcome {
  return { state: "ok", says };
}

/** What is missing, and what to do. */
export function missing(says: string, fix: string): Outcome {
  return { state: "missing", says, fix };
}

/** Longest part of what a program says that is repeated. */
const MAX_COMPLAINT = 200;

/** What a program said, not too long. */
export function short(complaint: string): string {
  return quoted(withoutStop(complaint), MAX_COMPLAINT);
}

/** A message, as a part of a sentence. */
export function withoutStop(message: string): string {
  return message.replace(/\.$/, "");
}

/** What could not be told. */
export function unknown(says: string, fix?: string): Outcome {
  return { state: "unknown", says, ...(fix !== undefined && { fix }) };
}
