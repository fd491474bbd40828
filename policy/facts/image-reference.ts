/** A container image reference taken apart. */
export interface ImageReference {
  /** Tag, or undefined. */
  readonly tag: string | undefined;
  /** Digest `sha256:…`, or undefined. */
  readonly digest: string | undefined;
}

/** Takes an image reference apart. A colon before the last slash belongs to the registry's port, not to a tag. */
export function parseImage(reference: string): ImageReference {
  const [name = "", digest] = reference.split("@");
  const lastPart = name.slice(name.lastIndexOf("/") + 1);
  const colon = lastPart.indexOf(":");
  return { tag: colon === -1 ? undefined : lastPart.slice(colon + 1), digest };
}
