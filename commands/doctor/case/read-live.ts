import { listAllowed } from "../../../cluster/list-allowed";
import { KINDS } from "./kinds";
import { redacted } from "./redacted";
import type { ClusterClient } from "../../../cluster/client";
import type { CaseData } from "./case";

/** Everything that a diagnosis needs, of one namespace or of all, redacted. It only lists. Errors: ClusterError where the cluster does not answer. */
export async function readLive(client: ClusterClient, namespace: string | undefined): Promise<CaseData> {
  const lists = await Promise.all(
    KINDS.map(async (kind) => ({ kind: kind.kind, objects: await listAllowed(client, kind, namespace) })),
  );
  return {
    now: new Date(),
    objects: redacted(lists.flatMap(({ objects }) => (objects === "forbidden" ? [] : objects))),
    forbidden: lists.filter(({ objects }) => objects === "forbidden").map(({ kind }) => kind),
  };
}
