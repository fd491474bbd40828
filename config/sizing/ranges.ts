/** Whether two IPv4 ranges in CIDR form share an address. Ranges of other forms never do: GKE's primary ranges are IPv4. */
export function overlaps(one: string, other: string): boolean {
  const first = parse(one);
  const second = parse(other);
  return first !== undefined && second !== undefined && first.start <= second.end && second.start <= first.end;
}

/** Ranges that no public service has. Source: https://www.rfc-editor.org/rfc/rfc1918 and https://www.rfc-editor.org/rfc/rfc3927 */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"];

/** Whether all addresses of a range are private. */
export function isPrivate(cidr: string): boolean {
  const range = parse(cidr);
  return PRIVATE.map(parse).some(
    (one) => range !== undefined && one !== undefined && one.start <= range.start && range.end <= one.end,
  );
}

function parse(cidr: string): { start: number; end: number } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (match === null) {
    return undefined;
  }
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  const size = 2 ** (32 - prefix);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const start = Math.floor(address / size) * size;
  return { start, end: start + size - 1 };
}

/** Addresses that a range has. Infinity for IPv6, of which nobody runs out. */
export function addressesIn(cidr: string): number {
  const range = parse(cidr);
  return range === undefined ? Infinity : range.end - range.start + 1;
}

/** Addresses of a subnet's primary range that Google keeps. Source: https://cloud.google.com/vpc/docs/subnets */
export const RESERVED_ADDRESSES = 4;

/**
 * Addresses that a node takes of the pod range: at least twice its most pods, as a whole block.
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
 */
export function podAddressesOf(maxPodsPerNode: number): number {
  return 2 ** Math.ceil(Math.log2(2 * maxPodsPerNode));
}
