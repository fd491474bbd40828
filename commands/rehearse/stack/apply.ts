import { messageOf } from "../../../cluster/answer";
import type { ClusterClient } from "../../../cluster/client";
import type { Manifest } from "../../plan/engine/manifests";
import type { ApiObject } from "../../../cluster/api-object";

/** A manifest that the API server refuses. */
export interface Rejection {
  /** File of the manifest. */
  readonly file: string;
  /** What the server says, with the field. */
  readonly message: string;
}

/** Custom resources of GKE whose definitions no Go module has. Their objects cannot be checked, and nothing here acts on them. */
const GKE_KINDS: readonly string[] = ["HighAvailabilityApplication", "SecretProviderClass"];

/** The manifests that can be applied here, and those that only GKE knows. */
export function applicable(manifests: readonly Manifest[]): {
  readonly known: readonly Manifest[];
  readonly unknown: readonly Manifest[];
} {
  const groups = Map.groupBy(manifests, ({ object }) => GKE_KINDS.some((kind) => object["kind"] === kind));
  return { known: groups.get(false) ?? [], unknown: groups.get(true) ?? [] };
}

/**
 * Applies manifests in their order, as Pulumi's provider does, or tries it without keeping any. Returns what the API server refuses:
 * unknown fields, wrong types, broken rules, fields of another writer.
 */
export async function applyAll(
  api: ClusterClient,
  manifests: readonly Manifest[],
  { dryRun = false } = {},
): Promise<readonly Rejection[]> {
  const rejections: Rejection[] = [];
  for (const { file, object } of manifests) {
    const answer = await api.apply(object as unknown as ApiObject, { dryRun });
    if (answer.status >= REFUSED) {
      rejections.push({ file, message: messageOf(answer) });
    }
  }
  return rejections;
}

/** Rejections that a sentence names. */
const NAMED = 3;

/** Rejections as a sentence. */
export function saying(rejections: readonly Rejection[]): string {
  const named = rejections.slice(0, NAMED).map(({ file, message }) => `${file}: ${message}`);
  return `${String(rejections.length)} ${rejections.length === 1 ? "manifest is" : "manifests are"} refused: ${named.join("; ")}.`;
}

const REFUSED = 400;
