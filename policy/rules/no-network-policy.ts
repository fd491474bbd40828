import { isEverybody } from "../facts/everybody";
import { someHolds } from "../graph/doubts";
import { SERVICE_KINDS } from "../graph/kinds";
import { podLabels, podSpec } from "../graph/pods";
import { labelSelects, selectsEverything } from "../graph/selectors";
import { titlesOf } from "../graph/titles";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph, SelectorQuery } from "../graph/graph";
import type { Field, GraphObject } from "../graph/object";

/** Parts of a Cilium policy that close ingress. */
const CILIUM_INGRESS = ["ingress", "ingressDeny"];
const CILIUM_KINDS = ["CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"] as const;

/** Without a policy every pod of the cluster may talk to the database. */
export const noNetworkPolicy = defineRule({
  id: "no-network-policy",
  severity: "medium",
  title: "A NetworkPolicy says who may talk to the pods",
  why: "Without a policy that selects them, every pod of the cluster may open a connection to these, and they to anything.",
  remediation:
    "Add to the namespace a policy that denies everything, `spec: { podSelector: {}, policyTypes: [Ingress, Egress] }`, and one for these pods that allows their clients, their peers and DNS.",
  effort: { time: "hours", why: "Two small objects; finding out who the clients are takes the time." },
  outcome: "A broken pod elsewhere cannot reach the data.",
  url: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
  peers:
    "checkov lets one policy with an empty podSelector anywhere cover every pod of every namespace. This rule asks for one in the pods' own namespace.",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { metadata: { labels: { app: db } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db }
spec: { podSelector: { matchLabels: { app: db } }, policyTypes: [Ingress, Egress] }`,
  },
  kinds: [...SERVICE_KINDS, "Pod"],
  scope: "graph",
  skipsOwned: true,
  *check(object, graph) {
    if (podSpec(object).at("hostNetwork").flag === true) {
      return; // Policies do not apply to the network of the node.
    }
    const open = openedBy(object, graph);
    if (open.length > 0) {
      // Policies add up: what one of them opens, no other one closes.
      yield problem(podLabels(object), `is open to everybody by ${titlesOf(open)}, whatever other policies say`);
    } else if (!isCovered(object, graph)) {
      yield problem(podLabels(object), "is selected by no NetworkPolicy that closes its ingress");
    }
  },
});

function queryFor(object: GraphObject): SelectorQuery {
  return { kind: "NetworkPolicy", labels: podLabels(object), path: "spec.podSelector.matchLabels" };
}

/** The policies of Kubernetes that select a workload's pods and admit everybody; one that closes them would be of no use. */
function openedBy(object: GraphObject, graph: ObjectGraph): readonly GraphObject[] {
  const opens = (policy: GraphObject): boolean =>
    isOfIngress(policy) &&
    labelSelects(policy.at("spec.podSelector"), podLabels(object)) &&
    someHolds(policy.at("spec.ingress").items, admitsEverybody);
  return graph.selecting(object, queryFor(object), opens);
}

function isCovered(object: GraphObject, graph: ObjectGraph): boolean {
  const labels = podLabels(object);
  const byNetworkPolicy = (policy: GraphObject): boolean =>
    closesIngress(policy) && labelSelects(policy.at("spec.podSelector"), labels);
  const byCilium = (policy: GraphObject): boolean =>
    someHolds(
      [policy.at("spec"), ...policy.at("specs").items],
      (spec) => CILIUM_INGRESS.some((key) => spec.of(key).isSet) && labelSelects(spec.at("endpointSelector"), labels),
    );
  const ways = [
    () => graph.someSelecting(object, queryFor(object), byNetworkPolicy),
    () => CILIUM_KINDS.some((kind) => graph.all(kind).length > 0 && graph.some(object, kind, byCilium)),
  ];
  return someHolds(ways, (way) => way());
}

/** Whether a policy lets nobody in whom it does not name. Without policyTypes it does; one for egress only leaves the door open. */
function closesIngress(policy: GraphObject): boolean {
  return isOfIngress(policy) && !someHolds(policy.at("spec.ingress").items, admitsEverybody);
}

function isOfIngress(policy: GraphObject): boolean {
  const types = policy.at("spec.policyTypes");
  return types.items.length === 0 || types.texts.includes("Ingress");
}

/** Whether a rule lets everybody come to every port. */
function admitsEverybody(rule: Field): boolean {
  const from = rule.at("from").items;
  const ports = rule.at("ports").items;
  const isEveryPort = ports.length === 0 || someHolds(ports, takesEvery);
  return isEveryPort && (from.length === 0 || someHolds(from, isAnybody));
}

const LAST_PORT = 65_535;

/** TCP as a whole, by which data services talk. */
function takesEvery(port: Field): boolean {
  const isTcp = (port.at("protocol").text ?? "TCP") === "TCP";
  return isTcp && (!port.at("port").isSet || (port.at("port").number === 1 && port.at("endPort").number === LAST_PORT));
}

function isAnybody(peer: Field): boolean {
  const [range, namespaces, pods] = [peer.at("ipBlock"), peer.at("namespaceSelector"), peer.at("podSelector")];
  return (
    (namespaces.isSet && isOfAllNamespaces(namespaces) && selectsEverything(pods)) ||
    (range.isSet && isEverybody(range.at("cidr").text ?? "") && range.at("except").items.length === 0)
  );
}

/** Whether a selector takes every namespace: it asks for nothing, or for the label that each has. */
function isOfAllNamespaces(selector: Field): boolean {
  const asked = selector
    .at("matchExpressions")
    .items.filter((one) => one.at("key").text !== NAMESPACE_LABEL || one.at("operator").text !== "Exists");
  return selector.at("matchLabels").names.length === 0 && asked.length === 0;
}

/** Label that Kubernetes puts on every namespace. */
const NAMESPACE_LABEL = "kubernetes.io/metadata.name";
