import { isDeepStrictEqual } from "node:util";
import { ifKnown } from "../../policy/graph/doubts";
import { meets } from "../../policy/graph/search";
import { labelSelects } from "../../policy/graph/selectors";
import { podLabels } from "../../policy/graph/pods";
import type { GraphObject, Field } from "../../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Notes } from "./notes";

type Network = NonNullable<Entry["network"]>;
type Client = NonNullable<Network["clients"]>[number];
type Egress = NonNullable<Network["egress"]>[number];
type Direction = "Ingress" | "Egress";

/** Names are resolved for every workload, so rules about that say nothing more. */
const DNS_PORT = 53;
/** What to do about a rule that cannot be written. */
const KEEP = "Keep this rule as an object outside of the stack: rules add up.";

/** Who may connect to the pods, and where they may connect to. */
export function networkSettings(adopted: AdoptedSet, notes: Notes): Network {
  const policies = policiesOf(adopted);
  noteOpen("Ingress", policies, notes);
  noteOpen("Egress", policies, notes);
  const [ingress, egress] = [rulesOf(policies, "ingress"), rulesOf(policies, "egress")];
  return {
    clients: unique(ingress.flatMap((rule) => clientsOf(rule, adopted, notes))),
    egress: unique(egress.flatMap((rule) => egressOf(rule, adopted, notes))),
  };
}

function policiesOf({ graph, set }: AdoptedSet): readonly GraphObject[] {
  return graph
    .near(set, "NetworkPolicy")
    .filter(
      (policy) =>
        meets(set, policy) && ifKnown(() => labelSelects(policy.at("spec.podSelector"), podLabels(set)), false),
    );
}

function rulesOf(policies: readonly GraphObject[], direction: string): readonly Field[] {
  return policies.flatMap((policy) => policy.at(`spec.${direction}`).items);
}

/** A direction that no policy closes is open to all today, and closed here. */
function noteOpen(direction: Direction, policies: readonly GraphObject[], notes: Notes): void {
  if (policies.some((policy) => closes(policy, direction))) {
    return;
  }
  if (direction === "Ingress") {
    notes.choose(
      "network.clients",
      "nobody",
      "No network rule of the manifests says who connects, so everybody may today. Here only the pods themselves may: name the clients.",
    );
  } else {
    notes.choose(
      "network.egress",
      "nowhere",
      "No network rule of the manifests says where the pods connect to. Here that is each other and DNS: name what else they need.",
    );
  }
}

/** Without policyTypes, a policy is about ingress, and about egress where it has rules for that. */
function closes(policy: GraphObject, direction: Direction): boolean {
  const types = policy.at("spec.policyTypes").texts;
  return types.length > 0
    ? types.includes(direction)
    : direction === "Ingress" || policy.at("spec.egress").items.length > 0;
}

function clientsOf(rule: Field, adopted: AdoptedSet, notes: Notes): readonly Client[] {
  const peers = rule.at("from").items;
  if (peers.length === 0) {
    notes.lose(rule, `Lets everybody in. Here clients are named. ${KEEP}`);
    return [];
  }
  noteClosedPorts(rule, adopted, notes);
  return peers.flatMap((peer) => clientOf(peer, adopted, notes) ?? []);
}

/** Here a client reaches all ports of the workload. */
function noteClosedPorts(rule: Field, { container }: AdoptedSet, notes: Notes): void {
  const open = rule.at("ports").items.map((item) => item.at("port").shown);
  const closed = container
    .at("ports")
    .items.filter((item) => !open.includes(item.at("containerPort").shown) && !open.includes(item.at("name").shown));
  if (open.length > 0 && closed.length > 0) {
    notes.lose(
      rule.at("ports"),
      `Opens port ${open.join(", ")} only. Here a client reaches all ports of the workload: leave the client out and keep this rule as an object outside of the stack, if that is too much.`,
    );
  }
}

function clientOf(peer: Field, adopted: AdoptedSet, notes: Notes): Client | undefined {
  const [pods, namespaces] = [peer.at("podSelector"), peer.at("namespaceSelector")];
  const isPlain = [pods, namespaces].every((selector) => selector.at("matchExpressions").items.length === 0);
  if (peer.at("ipBlock").isSet || !isPlain) {
    notes.lose(peer, `Clients here are pods, named by labels that they all have. ${KEEP}`);
    return undefined;
  }
  return isSelf(peer, adopted)
    ? undefined
    : { podLabels: labelsOf(pods), namespaceLabels: namespaces.isSet ? (labelsOf(namespaces) ?? {}) : undefined };
}

/** Whether a peer is the workload's own pods, which may always connect to each other. */
function isSelf(peer: Field, { labels }: AdoptedSet): boolean {
  const isHere = !peer.at("namespaceSelector").isSet && !peer.at("ipBlock").isSet;
  return isHere && isDeepStrictEqual(labelsOf(peer.at("podSelector")), { ...labels });
}

/** Labels that a selector asks for; undefined where it asks for none, and selects all. */
function labelsOf(selector: Field): Record<string, string> | undefined {
  const { entries } = selector.at("matchLabels");
  return entries.length === 0 ? undefined : Object.fromEntries(entries.map(([key, { shown }]) => [key, shown]));
}

function egressOf(rule: Field, adopted: AdoptedSet, notes: Notes): readonly Egress[] {
  const ports = rule.at("ports").items;
  if (ports.length > 0 && ports.every((item) => item.at("port").number === DNS_PORT)) {
    return [];
  }
  const peers = rule.at("to").items;
  if (peers.length === 0) {
    notes.lose(rule, `Lets the pods go everywhere by these ports. Here goals are ranges of addresses. ${KEEP}`);
    return [];
  }
  const tcp = tcpPorts(ports, notes);
  return ports.length > 0 && tcp.length === 0 ? [] : peers.flatMap((peer) => goalOf(peer, tcp, adopted, notes));
}

/** Numbers of TCP ports. Others cannot be written, and a rule must not open more than it did. */
function tcpPorts(ports: readonly Field[], notes: Notes): number[] {
  return ports.flatMap((item) => {
    const port = item.at("port").number;
    const isPlain = (item.at("protocol").text ?? "TCP") === "TCP" && !item.at("endPort").isSet;
    if (port === undefined || !isPlain) {
      notes.lose(item, `Here ports of goals are numbers of TCP. ${KEEP}`);
      return [];
    }
    return [port];
  });
}

function goalOf(peer: Field, ports: number[], adopted: AdoptedSet, notes: Notes): Egress[] {
  const cidr = peer.at("ipBlock.cidr").text;
  if (cidr !== undefined) {
    const except = peer.at("ipBlock.except").texts.slice();
    return [{ cidr, ...(except.length > 0 && { except }), ...(ports.length > 0 && { ports }) }];
  }
  if (!isSelf(peer, adopted)) {
    notes.lose(peer, `Where pods may go is a range of addresses here, besides each other and DNS. ${KEEP}`);
  }
  return [];
}

function unique<T>(items: readonly T[]): T[] {
  return items.filter((item, index) => items.findIndex((other) => isDeepStrictEqual(item, other)) === index);
}
