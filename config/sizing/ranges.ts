/** Whether two IPv4 ranges in CIDR form share an address. Ranges of other forms never do: GKE's primary ranges are IPv4. */
export function overlaps(one: string, other: string): boolean {
  const first = parse(one);
  const second = parse(other);
  return first !== undefined && second !== undefined && first.start <= second.end && second.start <= first.end;
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
