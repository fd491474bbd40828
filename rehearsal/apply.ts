import { messageOf } from "./api";
import { RehearsalError } from "./rehearsal-error";
import type { Api, ApiObject } from "./api";
import type { Manifest } from "../plan/manifests";

/** A manifest that the API server refuses. */
export interface Rejection {
  /** File of the manifest. */
  readonly file: string;
  /** What the server says, with the field. */
  readonly message: string;
}

/** Custom resources of GKE whose definitions no Go module has. Their objects cannot be checked, and nothing here acts on them. */
const GKE_KINDS: readonly string[] = ["HighAvailabilityApplication"];

/** The manifests that can be applied here, and those that only GKE knows. */
export function applicable(manifests: readonly Manifest[]): {
  readonly known: readonly Manifest[];
  readonly unknown: readonly Manifest[];
} {
  const groups = Map.groupBy(manifests, ({ object }) => GKE_KINDS.some((kind) => object["kind"] === kind));
  return { known: groups.get(false) ?? [], unknown: groups.get(true) ?? [] };
}

/** Applies manifests in their order, as Pulumi's provider does. Errors: RehearsalError that names file and field. */
export async function applyAll(api: Api, manifests: readonly Manifest[]): Promise<void> {
  for (const manifest of manifests) {
    const rejection = await applyOne(api, manifest);
    if (rejection !== undefined) {
      throw new RehearsalError(`${rejection.file}: ${rejection.message}`);
    }
  }
}

/** What the API server would say to all manifests, without keeping any: unknown fields, wrong types, broken rules. */
export async function tryAll(api: Api, manifests: readonly Manifest[]): Promise<readonly Rejection[]> {
  const rejections: Rejection[] = [];
  for (const manifest of manifests) {
    const rejection = await applyOne(api, manifest, true);
    if (rejection !== undefined) {
      rejections.push(rejection);
    }
  }
  return rejections;
}

const REFUSED = 400;

async function applyOne(api: Api, { file, object }: Manifest, dryRun = false): Promise<Rejection | undefined> {
  const answer = await api.apply(object as unknown as ApiObject, { dryRun });
  return answer.status < REFUSED ? undefined : { file, message: messageOf(answer) };
}
