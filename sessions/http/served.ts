import type { Replica } from "../replica";
import type { Access } from "./access";
import type { Metrics } from "./metrics";

/** What the server serves. */
export interface Served {
  readonly replica: Replica;
  readonly access: Access;
  readonly metrics: Metrics;
  /** Version of the program. */
  readonly version: string;
  /** Requests that one address may make in a second. */
  readonly rate: number;
}
