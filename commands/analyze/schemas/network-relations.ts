import { expression } from "./choices";
import { isRange } from "./texts";
import { fieldsWithin } from "./within";
import type { Field } from "../../../policy/graph/object";
import type { Said } from "./said";

/** Whom a NetworkPolicy names. */
export function peers(root: Field): readonly Said[] {
  const all = ["spec.ingress.*.from.*", "spec.egress.*.to.*"].flatMap((path) => fieldsWithin(root, path));
  return all.flatMap((peer) => [
    ...(!peer.isUnknown && peer.names.length === 0
      ? [{ field: peer, says: "has a peer that says nothing, and must name pods, namespaces or a range" }]
      : []),
    ...["podSelector", "namespaceSelector"].flatMap((key) =>
      fieldsWithin(peer, `${key}.matchExpressions.*`).flatMap(expression),
    ),
    ...excepted(peer.reach("ipBlock")),
  ]);
}

function excepted(block: Field): readonly Said[] {
  const cidr = block.reach("cidr").text ?? "";
  return fieldsWithin(block, "except.*")
    .filter(({ text }) => text !== undefined && isRange(text) && isRange(cidr) && !isInside(text, cidr))
    .map((field) => ({ field, says: `has except ${field.shown}, which must lie in ${cidr} and be smaller` }));
}

/** Whether a range of IPv4 lies in another one. Of IPv6 it is taken for granted. */
function isInside(inner: string, outer: string): boolean {
  if (inner.includes(":") || outer.includes(":")) {
    return inner !== outer;
  }
  const [one, other] = [partsOf(inner), partsOf(outer)];
  const size = 2 ** (32 - other.bits);
  return one.bits > other.bits && Math.floor(one.start / size) === Math.floor(other.start / size);
}

function partsOf(range: string): { readonly start: number; readonly bits: number } {
  const [address = "", bits = ""] = range.split("/");
  return { start: address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0), bits: Number(bits) };
}

/** Ranges of ports of a NetworkPolicy. */
export function portRanges(root: Field): readonly Said[] {
  const all = ["spec.ingress.*.ports.*", "spec.egress.*.ports.*"].flatMap((path) => fieldsWithin(root, path));
  return all.flatMap((port) => {
    const [first, last] = [port.reach("port"), port.reach("endPort")];
    const isWrong = last.isSet && (first.number === undefined || (last.number ?? Infinity) < first.number);
    return isWrong && !first.isUnknown
      ? [{ field: last, says: `has endPort ${last.shown}, which needs a number under port that is not above it` }]
      : [];
  });
}

/** Fields of a Service that go with an address outside of the cluster only. */
const OF_BALANCER = ["loadBalancerSourceRanges", "loadBalancerClass"];
const OF_CLUSTER = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"];
/** Ports of nodes that a cluster gives out, unless it is set up otherwise. @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
const NODE_PORTS = [30_000, 32_767] as const;

/** What goes with the type of a Service. */
export function exposure(root: Field): readonly Said[] {
  const spec = root.of("spec");
  if (!spec.isSet || spec.isUnknown) {
    return [];
  }
  const type = spec.of("type").text ?? "ClusterIP";
  const not = (fields: readonly Field[]): readonly Said[] =>
    fields
      .filter(({ isSet, text, value }) => isSet && text !== "" && !(Array.isArray(value) && value.length === 0))
      .map((field) => ({ field, says: `has ${field.path}, which a Service of type ${type} may not have` }));
  const nodePorts = fieldsWithin(spec, "ports.*.nodePort").filter(({ isSet, number }) => isSet && number !== 0);
  const isOutside = spec.of("externalIPs").isSet;
  return [
    ...(type === "LoadBalancer" ? [] : not(OF_BALANCER.map((key) => spec.of(key)))),
    ...(type === "ClusterIP" && !isOutside ? not([spec.of("externalTrafficPolicy")]) : []),
    ...(type === "ClusterIP" ? not(nodePorts) : []),
    ...(type === "ExternalName" ? not(OF_CLUSTER.map((key) => spec.of(key))) : []),
    ...nodePorts
      .filter(({ number }) => type !== "ClusterIP" && number !== undefined && !isBetween(number, NODE_PORTS))
      .map((field) => ({
        field,
        says: `has nodePort ${field.shown}, and may have ${NODE_PORTS.map(String).join(" to ")}`,
      })),
  ];
}

function isBetween(number: number, [least, most]: readonly [number, number]): boolean {
  return number >= least && number <= most;
}

/** Names and numbers of a Service's ports. */
export function uniquePorts(root: Field): readonly Said[] {
  const all = fieldsWithin(root, "spec.ports.*");
  const keysOf = (port: Field): readonly string[] => [
    ...(port.reach("name").isSet ? [`the name ${port.of("name").shown}`] : []),
    `port ${port.reach("port").shown} ${port.reach("protocol").text ?? "TCP"}`,
  ];
  const seen = new Set<string>();
  return all.flatMap((port) => {
    const again = keysOf(port).filter((key) => seen.has(key));
    keysOf(port).forEach((key) => seen.add(key));
    return again.map((key) => ({ field: port, says: `gives ${key} to two ports` }));
  });
}
