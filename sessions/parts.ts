import { ClusterError } from "../cluster/cluster-error";
import type { ClusterClient } from "../cluster/client";
import type { ScaleStep } from "./lifecycle/choose";
import type { Step, StepReason } from "./lifecycle/step";
import type { SessionPool } from "./pool/pool";
import type { Writes } from "./store/writes";

/** What a controller is told beside its pool. */
export interface ControllerParts {
  readonly client: ClusterClient;
  readonly pool: SessionPool;
  readonly writes: Writes;
  /** Told of every step, and of what went wrong. */
  readonly onStep?: (told: Told) => void;
}

/** What a controller did, or could not do. */
export interface Told {
  /** Undefined for the set. */
  readonly ordinal: number | undefined;
  readonly act: Step["act"] | ScaleStep["act"] | "update";
  readonly why?: StepReason;
  readonly error?: string;
}

/** What is said of an error of the API server. Errors: any other. */
export function expected(error: unknown): string {
  if (error instanceof ClusterError) {
    return error.message;
  }
  throw error;
}
