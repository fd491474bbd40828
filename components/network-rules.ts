import type { types } from "@pulumi/kubernetes";
import type { WorkloadSettings } from "../config/schema/workload";

type PolicySpec = types.input.networking.v1.NetworkPolicySpec;
type EgressRule = types.input.networking.v1.NetworkPolicyEgressRule;
type Peer = types.input.networking.v1.NetworkPolicyPeer;

/** Port of DNS. */
const DNS_PORT = 53;
/** NodeLocal DNSCache on every node. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache */
const NODE_LOCAL_DNS = "169.254.20.10/32";
/** Google's metadata server, which also answers DNS for Cloud DNS. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/cloud-dns */
const METADATA_SERVER = "169.254.169.254/32";
/** Port of the metadata server's HTTP interface, from which Workload Identity gets tokens. */
const METADATA_PORT = 80;
/** Label that Kubernetes puts on every namespace. */
export const NAMESPACE_LABEL = "kubernetes.io/metadata.name";

/** DNS, and nothing else on the same addresses: the cluster's DNS pods, the cache on the node, and Cloud DNS. */
export function dnsEgress(): EgressRule {
  return {
    to: [
      {
        namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: "kube-system" } },
        podSelector: { matchExpressions: [{ key: "k8s-app", operator: "In", values: ["kube-dns", "node-local-dns"] }] },
      },
      { ipBlock: { cidr: NODE_LOCAL_DNS } },
      { ipBlock: { cidr: METADATA_SERVER } },
    ],
    ports: [
      { protocol: "UDP", port: DNS_PORT },
      { protocol: "TCP", port: DNS_PORT },
    ],
  };
}

/** Ports of API servers, whose address no policy can name: GKE's, and that of kubeadm and kind. */
const API_PORTS = [443, 6443];

/** The API server of the cluster, as far as a policy can name it. */
export function apiServerEgress(): EgressRule {
  return { ports: API_PORTS.map(tcp) };
}

/** What a workload's pods may do: talk to each other, serve their clients, and reach what the configuration names. */
export function workloadPolicy(podLabels: Readonly<Record<string, string>>, workload: WorkloadSettings): PolicySpec {
  const { googleServiceAccount, network, ports, service, sidecars } = workload;
  const self: Peer = { podSelector: { matchLabels: podLabels } };
  const offered = Object.values(ports).map(tcp);
  const open = [...offered, ...sidecars.flatMap((sidecar) => Object.values(sidecar.ports)).map(tcp)];
  const clients = network.clients.map(clientPeer);
  const outside =
    service.type === "LoadBalancer" ? service.sourceRanges.map((range) => ({ ipBlock: { cidr: range } })) : [];
  return {
    podSelector: { matchLabels: podLabels },
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { from: [self] },
      ...(clients.length > 0 ? [{ from: clients, ports: open }] : []),
      ...(outside.length > 0 ? [{ from: outside, ports: offered }] : []),
    ],
    egress: [
      { to: [self] },
      ...network.egress.map(({ cidr, except, ports: reached }) => ({
        to: [{ ipBlock: { cidr, ...(except.length > 0 && { except }) } }],
        ...(reached.length > 0 && { ports: reached.map(tcp) }),
      })),
      ...(googleServiceAccount === undefined ? [] : [metadataEgress()]),
    ],
  };
}

function tcp(port: number): { protocol: string; port: number } {
  return { protocol: "TCP", port };
}

function clientPeer({ namespaceLabels, podLabels }: WorkloadSettings["network"]["clients"][number]): Peer {
  return {
    podSelector: podLabels === undefined ? {} : { matchLabels: podLabels },
    ...(namespaceLabels !== undefined && { namespaceSelector: { matchLabels: namespaceLabels } }),
  };
}

function metadataEgress(): EgressRule {
  return { to: [{ ipBlock: { cidr: METADATA_SERVER } }], ports: [{ protocol: "TCP", port: METADATA_PORT }] };
}
