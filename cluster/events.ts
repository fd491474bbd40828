import type { ApiObject } from "./api-object";
import type { ClusterClient } from "./client";

/** What there is to tell of an object. */
export interface Told {
  /** Warning: somebody should look. */
  readonly type: "Normal" | "Warning";
  /** In one word, for whoever counts them. */
  readonly reason: string;
  readonly message: string;
}

/** Longest message. Source: Kubernetes, pkg/apis/core/validation/events.go */
const MAX_MESSAGE = 1024;

/** Tells of an object by an Event, as `kubectl describe` shows it. Who may not is not held up by that. */
export async function tell(client: ClusterClient, object: ApiObject, { message, reason, type }: Told): Promise<void> {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace = "", uid } = metadata;
  const now = new Date();
  const event = {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${name}.${now.getTime().toString(16)}`, namespace },
    involvedObject: { apiVersion, kind, name, namespace, uid },
    type,
    reason,
    message: message.slice(0, MAX_MESSAGE),
    source: { component: "gke-stateful" },
    firstTimestamp: now.toISOString(),
    lastTimestamp: now.toISOString(),
    count: 1,
  };
  await client.tryCreate(event).catch(() => undefined);
}
