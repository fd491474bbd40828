/** A container image reference taken apart. */
export interface ImageReference {
  /** Host of the registry; `docker.io` where the reference names none. */
  readonly registry: string;
  /** The name after the host. */
  readonly repository: string;
  /** Tag, or undefined. */
  readonly tag: string | undefined;
  /** Digest `sha256:…`, or undefined. */
  readonly digest: string | undefined;
}

/** Takes an image reference apart. A colon before the last slash belongs to the registry's port, not to a tag. */
export function parseImage(reference: string): ImageReference {
  const [name = "", digest] = reference.split("@");
  const [host = "", ...rest] = name.split("/");
  // A first part with a dot, a colon or the name localhost is a host; else the image is Docker Hub's.
  const isHost = rest.length > 0 && /[.:]|^localhost$/.test(host);
  const path = isHost ? rest.join("/") : name;
  const lastPart = name.slice(name.lastIndexOf("/") + 1);
  const colon = lastPart.indexOf(":");
  return {
    registry: isHost ? host : "docker.io",
    repository: path.replace(/:[^/]*$/, ""),
    tag: colon === -1 ? undefined : lastPart.slice(colon + 1),
    digest,
  };
}
