import { STATUS } from "./answer";
import { ClusterError } from "./cluster-error";
import type { ClusterClient } from "./client";

/** Made with the cluster and never again, so its UID is what tells one cluster from another. Source: KEP-2149, ClusterId */
const NAMESPACE = "kube-system";

/**
 * What tells a cluster from every other, whatever it is called: the UID of its namespace kube-system. Undefined where the caller may not
 * read that. Errors: ClusterError where the cluster does not answer, or does not know the caller.
 */
export async function clusterId(client: ClusterClient): Promise<string | undefined> {
  const { body, status } = await client.request("GET", `/api/v1/namespaces/${NAMESPACE}`);
  if (status === STATUS.forbidden) {
    return undefined;
  }
  const { uid } = (body["metadata"] ?? {}) as { uid?: string };
  if (status !== STATUS.ok || uid === undefined) {
    const advice = status === STATUS.unauthorized ? " Log in again." : "";
    throw new ClusterError(
      `The cluster of context ${client.connection.context} answered ${String(status)} when asked for its namespace ${NAMESPACE}.${advice}`,
    );
  }
  return uid;
}
