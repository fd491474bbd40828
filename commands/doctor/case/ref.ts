import type { ApiObject } from "../../../cluster/api-object";

/** `Pod/shop/db-0`, `Node/n1`: how an object is named, in one text. */
export function refOf({ kind, metadata: { name, namespace } }: ApiObject): string {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}
