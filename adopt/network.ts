import { ifKnown } from "../policy/graph/field";
import { meets } from "../policy/graph/search";
import { labelSelects } from "../policy/graph/selectors";
import { podLabels } from "../policy/graph/pods";
import type { Field } from "../policy/graph/field";
import type { GraphObject } from "../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Notes } from "./notes";

type Network = NonNullable<Entry["network"]>;
type Client = NonNullable<Network["clients"]>[number];
type Egress = NonNullable<Network["egress"]>[number];

/** Who may connect to the pods, and where they may connect to. */
export function networkSettings(adopted: AdoptedSet, notes: Notes): Network {
  const policies = policiesOf(adopted);
  const of = (direction: string): readonly Field[] =>
    policies.flatMap((policy) => policy.at(`spec.${direction}`).items);
  const [ingress, egress] = [of("ingress"), of("egress")];
  if (ingress.length === 0) {
    notes.choose(
      "network.clients",
      "nobody",
      "No network rule of the manifests says who connects, so everybody may today. Here only the pods themselves may: name the clients.",
    );
  }
  if (egress.length === 0) {
    notes.choose(
      "network.egress",
      "nowhere",
      "No network rule of the manifests says where the pods connect to. Here that is each other and DNS: name what else they need.",
    );
  }
  return {
    clients: ingress.flatMap((rule) => rule.at("from").items).flatMap((peer) => clientOf(peer, adopted, notes) ?? []),
    egress: egress.flatMap((rule) => egressOf(rule, adopted, notes)),
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

function clientOf(peer: Field, { labels }: AdoptedSet, notes: Notes): Client | undefined {
  const [pods, namespaces] = [peer.at("podSelector"), peer.at("namespaceSelector")];
  const isPlain = [pods, namespaces].every((selector) => selector.at("matchExpressions").items.length === 0);
  if (peer.at("ipBlock").isSet || !isPlain) {
    notes.lose(
      peer,
      "Clients here are pods, named by labels that they all have. For others, keep this rule as an object outside of the stack: rules add up.",
    );
    return undefined;
  }
  return isSelf(peer, labels) ? undefined : { podLabels: labelsOf(pods), namespaceLabels: labelsOf(namespaces) };
}

/** Whether a peer is the workload's own pods, which may always connect to each other. */
function isSelf(peer: Field, labels: Readonly<Record<string, string>>): boolean {
  const wanted = labelsOf(peer.at("podSelector"));
  const isHere = !peer.at("namespaceSelector").isSet && !peer.at("ipBlock").isSet;
  return isHere && wanted !== undefined && Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function labelsOf(selector: Field): Record<string, string> | undefined {
  const { entries } = selector.at("matchLabels");
  return entries.length === 0 && !selector.isSet
    ? undefined
    : Object.fromEntries(entries.map(([key, { shown }]) => [key, shown]));
}

/** Names are resolved for every workload, so rules about that say nothing more. */
const DNS_PORT = 53;

function egressOf(rule: Field, { labels }: AdoptedSet, notes: Notes): Egress[] {
  const ports = rule.at("ports").items;
  const tcp = ports.flatMap((item) => (item.at("protocol").text === "UDP" ? [] : (item.at("port").number ?? [])));
  if (ports.length > 0 && ports.every((item) => item.at("port").number === DNS_PORT)) {
    return [];
  }
  return rule.at("to").items.flatMap((peer) => {
    const cidr = peer.at("ipBlock.cidr").text;
    if (cidr !== undefined) {
      const except = peer.at("ipBlock.except").texts.slice();
      return [{ cidr, ...(except.length > 0 && { except }), ...(tcp.length > 0 && { ports: tcp }) }];
    }
    if (!isSelf(peer, labels)) {
      notes.lose(
        peer,
        "Where pods may go is a range of addresses here, besides each other and DNS. Keep this rule as an object outside of the stack: rules add up.",
      );
    }
    return [];
  });
}
